// Photographs every page of the program for docs/manual, at the two sizes that offices have: `npm run -s screens`. Needs the Debian
// packages chromium and fonts-noto-cjk.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programDir } from '../electron/core/places.ts';
import { launchChromium } from '../tests/chromium.ts';
import { makeStation } from '../tests/journey/stations.ts';
import { bureau } from '../tests/journey/steps.ts';
import { shootBureau, shootEmptyBureau } from './manual/bureau.ts';
import { shootDepartment } from './manual/department.ts';
import { shootEmpty, shootFirstDay } from './manual/first-day.ts';
import { shootLicenses } from './manual/licenses.ts';
import { picturedFile } from './manual/pictured.ts';
import { openStage, type Stage } from './manual/stage.ts';
import { tellStory } from './manual/story.ts';
import { ensurePage } from './page.ts';

const to = join(programDir, 'docs', 'manual', 'screens');
const home = mkdtempSync(join(tmpdir(), 'yidi-manual-'));
const pictured: Record<string, string> = {};
const say = (line: string): void => console.log(line);
await ensurePage();
const browser = await launchChromium();
// Both offices find the medium under 主目录.
process.env.HOME = home;
try {
  const play = async (dir: string, ...scenes: readonly ((stage: Stage) => Promise<void>)[]): Promise<void> => {
    const stage = await openStage(browser, dir, to, say);
    try {
      for (const scene of scenes) await scene(stage);
    } finally {
      Object.assign(pictured, stage.pictured);
      await stage.close();
    }
  };
  const empty = await makeStation(join(home, 'empty'), 'bureau', bureau.name, bureau.uscc);
  await empty.core.close();
  const story = await tellStory(home);
  // One process holds a station: the second half is played on a copy.
  const copy = join(home, 'licenses');
  cpSync(story.department, copy, { recursive: true });
  const ended = await Promise.allSettled([
    play(join(home, 'first-day'), shootFirstDay, shootEmpty),
    play(empty.dir, shootEmptyBureau),
    play(story.department, shootDepartment),
    play(copy, shootLicenses),
    play(story.bureau, shootBureau),
  ]);
  // In the order of their names, so that two runs differ in nothing but pictures.
  const sorted = Object.fromEntries(Object.entries(pictured).sort());
  writeFileSync(join(to, picturedFile), `${JSON.stringify(sorted, null, 2)}\n`);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
