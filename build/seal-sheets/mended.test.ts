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
  ['a square into which a rectangle of another tilt runs beside a finger is found', 1325, [0, 1], [1]],
  ['a circle of which half is a trace is found whole', 1568, [0]],
  ['a finger across a headline in black is no ellipse', 1590, []],
  ['an ellipse with a finger across its border is one', 1613, [1]],
  ['a name of which the middle lacks beside a line at the foot does not pass', 1740, [2]],
  ['a name of which the middle lacks without a line at the foot does not pass', 1795, [0]],
  ['an ellipse beside a finger that lies over a round seal is found', 1851, [3, 4]],
  ['an ellipse of which half is a trace is no circle', 2037, [0]],
  ['a solid square stamped twice and the square that touches it are two', 2217, [0, 1], [1]],
  ['a solid square of which a character ran full does not pass', 2255, [1]],
  ['an ellipse whose border is broken has no shape of its own', 2320, [2]],
  ['a finger whose outline is broken has no shape of its own', 2432, []],
  ['a page with a black rectangle whose range is broken is not turned', 2474, [0, 1]],
])('%s', async (_, number, wanted: readonly number[], judged: readonly number[] = wanted) => {
  const whole = planSheet('reporting', number);
  const seals = wanted.map((i) => whole.seals[i]!);
  const plan = { ...whole, seals, ranges: wanted.map((i) => whole.ranges[i]!) };
  const { scan, pressed } = await drawSealSheet(plan);
  const page = await scanPage(await (await openPicture(scan, 'x')).page(0), 0, { ink: plan.ink });
  const score = await scoreSheet(plan, pressed, page);
  expect(score.wrong.map(({ finding }) => finding.centerMm)).toEqual([]);
  for (const [i, { found, shapeRight, sizeMm, seal }] of score.seals.entries()) {
    if (!judged.includes(wanted[i]!)) continue;
    expect([found !== null, shapeRight]).toEqual([true, true]);
    if (!seal.damage) expect(sizeMm).toBeLessThan(0.3);
    if (plan.dpi >= 300) expect(found!.finding.verdict === 'pass').toBe(!seal.damage);
  }
});
