import { expect, test } from 'vitest';
import { openPicture } from '../../electron/workers/imaging/decode.ts';
import { scanPage } from '../../electron/workers/imaging/scan-page.ts';
import { drawSealSheet } from './draw-sheet.ts';
import { planSheet, type SheetPlan } from './plan.ts';
import { scoreSheet } from './score.ts';

/** A small share of `npm run bench -- seal-quality`: the first sheets of the tuning set that are soon drawn. */
const few: readonly SheetPlan[] = Array.from({ length: 60 }, (_, number) => planSheet('tuning', number))
  .filter(({ dpi, seals }) => dpi <= 240 || (dpi === 300 && seals.length < 3))
  .slice(0, 12);

test('on twelve drawn sheets every whole seal is found where it is, and nothing else', {
  timeout: 300_000,
}, async () => {
  for (const plan of few) {
    const { scan, pressed } = await drawSealSheet(plan);
    const page = await scanPage(await (await openPicture(scan, 'x')).page(0), 0, { ink: plan.ink });
    const { seals, wrong } = await scoreSheet(plan, pressed, page);
    expect(wrong.map(({ finding }) => [plan.number, finding.centerMm])).toEqual([]);
    for (const { seal, found, shapeRight, centreMm, sizeMm, alphaError } of seals) {
      if (seal.damage) continue;
      expect([plan.number, found !== null, shapeRight]).toEqual([plan.number, true, true]);
      expect(centreMm).toBeLessThan(0.4);
      expect(sizeMm).toBeLessThan(0.4);
      expect(alphaError).toBeLessThan(0.08);
    }
  }
});
