import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SheetView } from '../../../shared/seal/methods.ts';
import type { DrawnOutline } from '../../../shared/seal/scan.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { resourceFile } from '../places.ts';

let at: Department;
let sheet: SheetView;

beforeAll(async () => {
  at = await openDepartment();
  const bytes = new Uint8Array(readFileSync(resourceFile('samples/seals/sheet.jpg')));
  sheet = (await at.client.call('seal.scan', { name: 'sheet.jpg', bytes })).sheets[0]!;
}, 60_000);
afterAll(() => at.close());

const circle = ([x, y]: readonly [number, number], mm: number): DrawnOutline => ({
  shape: 'circle',
  centerMm: [x, y],
  widthMm: mm,
  heightMm: mm,
  angleDeg: 0,
});
const numbers = ({ imprints }: SheetView): number[] => imprints.map(({ number }) => number);

test('an outline that was moved a little follows the ink; the imprint is cut anew and marked as drawn by hand', async () => {
  const [first, ...others] = sheet.imprints;
  const [x, y] = first!.finding.centerMm;
  const after = await at.client.call('seal.redraw', {
    sheet: sheet.id,
    gone: [first!.id],
    outlines: [circle([x + 0.8, y - 0.6], 41)],
  });
  expect(numbers(after)).toEqual([2, 3, 4]);
  expect(after.imprints.slice(0, 2)).toEqual(others);
  const drawn = after.imprints[2]!.finding;
  expect(drawn.by).toBe('person');
  expect(drawn.centerMm[0]).toBeCloseTo(x, 0);
  expect(drawn.centerMm[1]).toBeCloseTo(y, 0);
  expect(drawn.widthMm).toBeCloseTo(first!.finding.widthMm, 0);
  expect(drawn.verdict).toBe('pass');
  sheet = after;
});

test('where there is no ink to follow, the outline stays as it was drawn, and is rejected', async () => {
  const after = await at.client.call('seal.redraw', { sheet: sheet.id, gone: [], outlines: [circle([150, 190], 30)] });
  const { id, finding } = after.imprints[3]!;
  expect(finding).toMatchObject({ widthMm: 30, heightMm: 30, verdict: 'reject' });
  expect(finding.centerMm[0]).toBeCloseTo(150, 1);
  await at.client.call('seal.redraw', { sheet: sheet.id, gone: [id], outlines: [] });
});

test('every seal that was added has 仅供核对 on the picture of the page', async () => {
  const { blobs } = at.core.context.station;
  const [good] = sheet.imprints.slice(-1);
  const all = [good!.id, ...sheet.imprints.slice(0, -1).map(({ id }) => id)];
  const bare = await at.client.call('seal.redraw', { sheet: sheet.id, gone: all, outlines: [] });
  expect(bare.imprints).toEqual([]);
  const again = await at.client.call('seal.redraw', {
    sheet: sheet.id,
    gone: [],
    outlines: [circle(good!.finding.centerMm, 42)],
  });
  const { page } = again;
  const greyIn = async (preview: string): Promise<number> => {
    const picture = sharp(blobs.get(preview));
    const { width = 0 } = await picture.metadata();
    const perMm = width / page.widthMm;
    const [x, y] = good!.finding.centerMm;
    const box = { left: (x - 20) * perMm, top: (y - 20) * perMm, width: 40 * perMm, height: 40 * perMm };
    const rounded = Object.fromEntries(
      Object.entries(box).map(([key, value]) => [key, Math.round(value)]),
    ) as typeof box;
    const { data } = await picture.extract(rounded).raw().toBuffer({ resolveWithObject: true });
    let grey = 0;
    for (let i = 0; i < data.length; i += 3) if (data[i]! < 150 && Math.abs(data[i]! - data[i + 1]!) < 30) grey++;
    return grey / (data.length / 3);
  };
  expect(await greyIn(bare.preview)).toBeLessThan(0.005);
  expect(await greyIn(again.preview)).toBeGreaterThan(0.03);
  sheet = again;
});

test('what was sent stays, and an imprint of another page is refused', async () => {
  const [one] = sheet.imprints;
  await at.client.call('seal.confirm', { id: one!.id, name: '公章', licenseTypes: ['营业执照'] });
  at.core.context.station.records.step(one!.id, { cause: 'seal' });
  await expect(at.client.call('seal.redraw', { sheet: sheet.id, gone: [one!.id], outlines: [] })).rejects.toMatchObject(
    { failure: { code: 'record-locked' } },
  );
  await expect(
    at.client.call('seal.redraw', { sheet: sheet.id, gone: [sheet.id], outlines: [] }),
  ).rejects.toMatchObject({ failure: { code: 'record-missing' } });
  expect(numbers(await at.client.call('seal.sheet', { id: sheet.id }))).toEqual(numbers(sheet));
});
