import { expect, test } from 'vitest';
import { openPicture } from '../../electron/workers/imaging/decode.ts';
import { scanPage } from '../../electron/workers/imaging/scan-page.ts';
import { drawSealSheet } from './draw-sheet.ts';
import { planSheet } from './plan.ts';
import { scoreSheet } from './score.ts';

// Parts of sheets that were read wrongly once: what else is on them was read rightly.
test.each([
  ['a finger across a headline and the line below it is no rectangle', 840, []],
  ['a square into which a round seal runs keeps its side there', 724, [3, 4]],
  ['a rectangle of which a side is pale but for its half is found whole', 975, [2]],
  ['a square and the solid one whose corner touches it are two', 1087, [0, 1]],
  ['a square and a smeared one beside it, askew, are two', 1133, [2, 3]],
  ['a solid square between a round seal and a finger is found, and the round one passes', 1141, [0, 1]],
  ['a rectangle of which half is a trace is found whole', 1169, [1]],
  ['a rectangle askew of which half is pale has no shape of its own', 1592, [0]],
  ['a finger across a headline, through which a line goes, and the line below it is no rectangle', 1229, []],
])('%s', async (_, number, wanted) => {
  const whole = planSheet('reporting', number);
  const seals = wanted.map((i) => whole.seals[i]!);
  const plan = { ...whole, seals, ranges: wanted.map((i) => whole.ranges[i]!) };
  const { scan, pressed } = await drawSealSheet(plan);
  const page = await scanPage(await (await openPicture(scan, 'x')).page(0), 0, { ink: plan.ink });
  const score = await scoreSheet(plan, pressed, page);
  expect(score.wrong.map(({ finding }) => finding.centerMm)).toEqual([]);
  for (const { found, shapeRight, sizeMm, seal } of score.seals) {
    expect([found !== null, shapeRight]).toEqual([true, true]);
    if (!seal.damage) expect(sizeMm).toBeLessThan(0.3);
    expect(found!.finding.verdict === 'pass').toBe(!seal.damage);
  }
});
