// Photographs every page of the program for docs/manual, at the two sizes that offices have: `npm run -s screens`. Needs the Debian
// packages chromium and fonts-noto-cjk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programDir } from '../electron/core/places.ts';
import { launchChromium } from '../tests/chromium.ts';
import { makeStation } from '../tests/journey/stations.ts';
import { bureau } from '../tests/journey/steps.ts';
import { shootBureau, shootEmptyBureau } from './manual/bureau.ts';
import { shootDepartment } from './manual/department.ts';
import { shootEmpty, shootFirstDay } from './manual/first-day.ts';
import { openStage, type Stage } from './manual/stage.ts';
import { tellStory } from './manual/story.ts';
import { ensurePage } from './page.ts';

const to = join(programDir, 'docs', 'manual', 'screens');
const home = mkdtempSync(join(tmpdir(), 'yidi-manual-'));
const say = (line: string): void => console.log(line);
await ensurePage();
const browser = await launchChromium();
// Both offices find the medium under 主目录.
process.env.HOME = home;
try {
  const play = async (dir: string, ...scenes: readonly ((stage: Stage) => Promise<void>)[]): Promise<void> => {
    const stage = await openStage(browser, dir, to, say);
    for (const scene of scenes) await scene(stage);
    await stage.close();
  };
  await play(join(home, 'first-day'), shootFirstDay, shootEmpty);
  const empty = await makeStation(join(home, 'empty'), 'bureau', bureau.name, bureau.uscc);
  await empty.core.close();
  await play(empty.dir, shootEmptyBureau);
  const story = await tellStory(home);
  await play(story.department, shootDepartment);
  await play(story.bureau, shootBureau);
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
