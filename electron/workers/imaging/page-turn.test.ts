import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { DrawnOutline, ScannedPage } from '../../../shared/seal/scan.ts';
import { openPicture } from './decode.ts';
import { drawSheet } from './drawn-sheet.ts';
import { type ScanSettings, scanPage } from './scan-page.ts';

const RED = '#c4161c';

const star = Array.from({ length: 10 }, (_, i) => {
  const angle = (Math.PI * i) / 5 - Math.PI / 2;
  const r = i % 2 === 0 ? 6 : 2.3;
  return `${r * Math.cos(angle)},${r * Math.sin(angle)}`;
}).join(' ');

/** Crosses along the border, for text. */
const ring = Array.from(
  { length: 10 },
  (_, i) =>
    `<path transform="rotate(${(i - 4.5) * 24})" d="M-1.6 -17.4h3.2M-1.6 -13.4h3.2M0 -17.6v4.4" stroke-width="0.6"/>`,
).join('');

const starred = (x: number, y: number) =>
  `<g transform="translate(${x} ${y})" fill="none" stroke="${RED}"><circle r="20.4" stroke-width="1.2"/><polygon points="${star}" fill="${RED}" stroke="none"/>${ring}</g>`;
const square = (x: number, y: number) =>
  `<g transform="translate(${x} ${y})" fill="none" stroke="${RED}"><rect x="-9.5" y="-9.5" width="19" height="19" stroke-width="1"/><path d="M-6 -5h12M0 -7v14M-6 3h12M-5 7l10 -3" stroke-width="1.6"/></g>`;
const note = (x: number, y: number) =>
  `<path transform="translate(${x} ${y})" d="M-9 3h6M-6 0v5M1 1h8M5 0v5" stroke="#26262a" stroke-width="0.6" fill="none"/>`;

/** A page with this drawing, lying turned clockwise by so many quarters and a little more. */
async function read(
  drawing: string,
  quarters: number,
  settings: ScanSettings = {},
  turn?: number,
): Promise<ScannedPage> {
  const page = await drawSheet({ seals: [], above: drawing, ...(turn === undefined ? {} : { turn }) });
  const scan = await sharp(page)
    .rotate(90 * quarters)
    .withMetadata({ density: 300 })
    .png()
    .toBuffer();
  return scanPage(await (await openPicture(scan, 'x')).page(0), 0, settings);
}

test.each([0, 1, 2, 3])(
  'a page that lies turned by %d quarters is set upright by its star and its note',
  async (quarters) => {
    const { finding, seals } = await read(starred(60, 80) + note(60, 108) + square(150, 90), quarters, {}, 1);
    expect(finding).toMatchObject({ turnDoubtDeg: 0, edgesSeen: true });
    expect(Math.round(finding.widthMm)).toBe(210);
    const turned = ((finding.rotationDeg - 90 * quarters + 540) % 360) - 180;
    expect(Math.abs(turned - 1)).toBeLessThan(0.2);
    expect(seals.map(({ finding: { centerMm } }) => centerMm.map(Math.round))).toEqual([
      [60, 80],
      [150, 90],
    ]);
    const [{ noteMm, uprightDeg }] = [seals[0]!.finding];
    expect(Math.abs(uprightDeg)).toBeLessThan(1);
    expect(noteMm!.y).toBeGreaterThan(104);
    expect(noteMm!.width).toBeGreaterThan(2 * noteMm!.height);
  },
);

test('notes alone turn a page where two of them agree; one is only a doubt', async () => {
  const two = await read(square(60, 80) + note(60, 97) + square(150, 80) + note(150, 97), 2);
  expect(two.finding).toMatchObject({ rotationDeg: 180, turnDoubtDeg: 0 });
  expect(two.seals.every(({ finding: { noteMm } }) => noteMm!.y > 95)).toBe(true);
  const one = await read(square(60, 80) + note(60, 97), 2);
  expect(one.finding).toMatchObject({ rotationDeg: 0, turnDoubtDeg: 180 });
});

test('a seal stamped on its head with its note below does not turn the page', async () => {
  const onItsHead = `<g transform="rotate(180 60 80)">${starred(60, 80)}</g>`;
  const { finding, seals } = await read(onItsHead + note(60, 108), 0);
  expect(finding).toMatchObject({ rotationDeg: 0, turnDoubtDeg: 0 });
  expect(Math.abs(seals[0]!.finding.uprightDeg)).toBeGreaterThan(179);
});

test('an outline drawn on a page that was turned goes where it was drawn', async () => {
  const outline = {
    shape: 'circle',
    centerMm: [60, 80],
    widthMm: 42,
    heightMm: 42,
    angleDeg: 0,
  } satisfies DrawnOutline;
  const { finding, seals } = await read(starred(60, 80), 3, { drawn: [outline], quarters: 3 });
  expect(finding.widthMm).toBeCloseTo(210, 0);
  expect(seals[0]!.finding.centerMm.map(Math.round)).toEqual([60, 80]);
});
