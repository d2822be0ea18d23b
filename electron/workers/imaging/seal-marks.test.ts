import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { ScannedSeal } from '../../../shared/seal/scan.ts';
import { openPicture } from './decode.ts';
import { drawSheet } from './drawn-sheet.ts';
import { jpegQuality } from './jpeg-quality.ts';
import { type ScanSettings, scanPage } from './scan-page.ts';

const RED = '#c4161c';

const star = (arms = 5): string => {
  const at = (i: number) => {
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    const r = i % 2 === 0 ? 6 : 2.3;
    return `${r * Math.cos(angle)},${r * Math.sin(angle)}`;
  };
  const points = Array.from({ length: 2 * arms }, (_, i) => at(i));
  return `<polygon points="${points.join(' ')}${arms < 5 ? ' 0,0' : ''}" fill="currentColor" stroke="none"/>`;
};

/** Ten crosses that stand for the text along the border, without those at `missing`. */
const text = (missing: readonly number[] = []): string =>
  Array.from({ length: 10 }, (_, i) =>
    missing.includes(i)
      ? ''
      : `<path transform="rotate(${(i - 4.5) * 24})" d="M-1.6 -17.4h3.2M-1.6 -13.4h3.2M0 -17.6v4.4" stroke-width="0.6"/>`,
  ).join('');

const seal = (inside = star() + text(), colour = RED, turn = 0): string =>
  `<g transform="translate(40 40) rotate(${turn})" fill="none" stroke="${colour}" color="${colour}"><circle r="20.4" stroke-width="1.2"/>${inside}</g>`;

/** What is found on a small page with this drawing. */
async function found(drawing: string, settings: ScanSettings = {}, grey = false): Promise<readonly ScannedSeal[]> {
  const png = sharp(await drawSheet({ seals: [], above: drawing, widthMm: 80, heightMm: 80 }));
  const jpeg = await (grey ? png.greyscale() : png).withMetadata({ density: 300 }).jpeg({ quality: 85 }).toBuffer();
  return (await scanPage(await (await openPicture(jpeg, 'x')).page(0), 0, settings)).seals;
}

const codes = (seals: readonly ScannedSeal[]): string[] => seals[0]!.finding.reasons.map(({ code }) => code);

test('a whole seal passes, and its cut-out stands upright', async () => {
  for (const turn of [0, 9, -134]) {
    const [one] = await found(seal(undefined, RED, turn));
    expect(one!.finding.reasons).toEqual([]);
    expect(Math.abs(one!.finding.uprightDeg - turn)).toBeLessThan(1);
    const { data, info } = await sharp(one!.pictures.clean).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => {
      const { x: left, y: top, width, height } = one!.finding.cutMm;
      const column = Math.round(((40 + x - left) / width) * info.width);
      const row = Math.round(((40 + y - top) / height) * info.height);
      return data[(row * info.width + column) * 4 + 3]!;
    };
    // The arm of the star that points up, and the notch below.
    expect(at(0, -4.5)).toBeGreaterThan(200);
    expect(at(0, 4.5)).toBeLessThan(20);
  }
});

test.each([
  ['blot', seal(`${star()}${text()}<circle cx="9" cy="9" r="2.6" fill="${RED}"/>`)],
  ['smeared', `${seal()}<g transform="translate(1 0.4)" opacity="0.7">${seal()}</g>`],
  ['star-incomplete', seal(star(3) + text())],
  ['text-incomplete', seal(star() + text([3, 4]))],
  ['text-incomplete', seal(star() + text([3, 4, 5, 6, 7, 8, 9]))],
  ['foreign-marks', `${seal()}<path d="M60.9 36v8" stroke="${RED}" stroke-width="2"/>`],
])('%s is named', async (code, drawing) => {
  const seals = await found(drawing);
  expect(codes(seals)).toContain(code);
});

test('a square stamped twice is named as slid, though so much of it is inked as of a solid one', async () => {
  const glyph = '<path d="M-3.2 -2.7h6.4M-3.2 0h6.4M-3.2 2.7h6.4M-2.6 -3.2v6.4M2.6 -3.2v6.4" stroke-width="0.8"/>';
  const places = [-3.7, 3.7].flatMap((x) => [-3.7, 3.7].map((y) => `<g transform="translate(${x} ${y})">${glyph}</g>`));
  const square = `<g fill="none" stroke="${RED}"><rect x="-8.5" y="-8.5" width="17" height="17" stroke-width="1"/>${places.join('')}</g>`;
  const twice = `${square}<g transform="translate(1.4 0.4)" opacity="0.8">${square}</g>`;
  expect(codes(await found(`<g transform="translate(40 40)">${square}</g>`))).toEqual([]);
  expect(codes(await found(`<g transform="translate(40 40)">${twice}</g>`))).toContain('smeared');
});

test('a square stamped twice is named as slid where paper shows between its two lines, one with a double border is not', async () => {
  const glyph = '<path d="M-2.4 -2h4.8M-2.4 2h4.8M0 -2.4v4.8" stroke-width="0.6"/>';
  const places = [-3.4, 3.4].flatMap((x) => [-3.4, 3.4].map((y) => `<g transform="translate(${x} ${y})">${glyph}</g>`));
  const frame = (side: number) =>
    `<rect x="${-side / 2}" y="${-side / 2}" width="${side}" height="${side}" stroke-width="0.8"/>`;
  const square = (inside: string) => `<g fill="none" stroke="${RED}">${frame(19)}${inside}${places.join('')}</g>`;
  const named = async (drawing: string) => codes(await found(`<g transform="translate(40 40)">${drawing}</g>`));
  expect(await named(square(frame(16.4)))).toEqual([]);
  const once = square('');
  expect(await named(`${once}<g transform="translate(1.4 0.3)" opacity="0.6">${once}</g>`)).toEqual(['smeared']);
});

/** Three and three strokes in a frame, without those at `missing`. */
const block = (missing: readonly number[] = [], turn = 0): string =>
  `<g transform="translate(40 40) rotate(${turn})" fill="none" stroke="${RED}"><rect x="-24.5" y="-10.5" width="49" height="21" stroke-width="1"/>${[
    0, 1, 2, 3, 4, 5,
  ]
    .filter((i) => !missing.includes(i))
    .map((i) => {
      const [x, y] = [((i % 3) - 1) * 15.5, i < 3 ? -5 : 5];
      return `<path d="M${x - 6.5} ${y - 3}h13M${x - 6.5} ${y + 3}h13M${x} ${y - 4}v8M${x - 5} ${y}h10" stroke-width="1"/>`;
    })
    .join('')}</g>`;

test('a character that lacks in a rectangle is named, also where the seal lies askew; what is blank on both sides is meant so', async () => {
  for (const turn of [0, 20]) {
    expect(codes(await found(block([], turn)))).toEqual([]);
    expect(codes(await found(block([2], turn)))).toEqual(['text-incomplete']);
    expect(codes(await found(block([3, 5], turn)))).toEqual([]);
  }
});

test('seals with straight sides and ellipses are cut out lying straight', async () => {
  const [rectangle] = await found(block([], 9));
  expect(rectangle!.finding.uprightDeg).toBeCloseTo(9, 0);
  const lying = await sharp(rectangle!.pictures.clean).trim().toBuffer({ resolveWithObject: true });
  expect(lying.info.width / lying.info.height).toBeCloseTo(50 / 22, 1);
  const ellipse = `<g transform="translate(40 40) rotate(150)" fill="none" stroke="${RED}"><ellipse rx="22" ry="14.5" stroke-width="1"/>${[
    -3, -2, -1, 0, 1, 2, 3,
  ]
    .map((i) => {
      const t = (i * 26 * Math.PI) / 180;
      const [x, y] = [18.4 * Math.sin(t), -11 * Math.cos(t)];
      return `<path transform="translate(${x} ${y}) rotate(${i * 20})" d="M-1.4 -1.8h2.8M-1.4 1.8h2.8M0 -2v4" stroke-width="0.6"/>`;
    })
    .join('')}<path d="M-8 6h16M-8 9h16M-5 5v5M5 5v5" stroke-width="0.7"/></g>`;
  const [one] = await found(ellipse);
  expect(one!.finding.uprightDeg).toBeCloseTo(150, 0);
  const cut = await sharp(one!.pictures.clean).trim().toBuffer({ resolveWithObject: true });
  expect(cut.info.width / cut.info.height).toBeCloseTo(45 / 30, 1);
});

test('a coffee ring across a seal takes nothing from it', async () => {
  const coffee = '<circle cx="52" cy="60" r="30" fill="none" stroke="#9a6a34" stroke-width="3" opacity="0.3"/>';
  expect(codes(await found(coffee + seal()))).toEqual([]);
});

test('a fingerprint in red ink is no seal', async () => {
  const ridges = Array.from(
    { length: 13 },
    (_, i) => `<ellipse cy="${i * 0.22}" rx="${0.5 + i * 0.62}" ry="${0.7 + i * 0.84}"/>`,
  );
  const print = `<g transform="translate(40 40)" fill="none" stroke="${RED}" stroke-width="0.32">${ridges.join('')}</g>`;
  expect(await found(print)).toEqual([]);
});

test('blue and black ink is found where it is said, and not taken for red', async () => {
  for (const [ink, colour] of [
    ['blue', '#26409e'],
    ['black', '#2a282c'],
  ] as const) {
    const [one] = await found(seal(undefined, colour), { ink });
    expect(one!.finding).toMatchObject({ shape: 'circle', verdict: 'pass' });
    expect(await found(seal(undefined, colour))).toEqual([]);
  }
});

test('a grey scan of a black seal is as good as one in colour', async () => {
  expect(codes(await found(seal(undefined, '#2a282c'), { ink: 'black' }, true))).toEqual([]);
  expect(codes(await found(seal(undefined, '#2a282c'), {}, true))).toContain('grey-scan');
});

test('the quality of a JPEG is told by its tables, and a coarse one is named', async () => {
  const png = sharp(await drawSheet({ seals: [], above: seal(), widthMm: 80, heightMm: 80 }));
  for (const quality of [25, 50, 75, 92]) {
    const jpeg = await png.clone().jpeg({ quality }).toBuffer();
    expect(Math.abs(jpegQuality(jpeg)! - quality)).toBeLessThan(2);
  }
  expect(jpegQuality(await png.clone().png().toBuffer())).toBeNull();
  expect(codes(await found(seal(), { jpegQuality: 50 }))).toEqual(['jpeg-coarse']);
});
