import sharp from 'sharp';
import { expect, test } from 'vitest';
import { placesLeft } from '../../../shared/seal/page-words.ts';
import type { ScannedPage, SealFinding, SealInk } from '../../../shared/seal/scan.ts';
import { openPicture } from './decode.ts';
import { drawSheet } from './drawn-sheet.ts';
import { scanPage } from './scan-page.ts';

const RED = '#c4161c';
const text = (size: number, colour = RED) =>
  `<path d="M${-size} 0h${2 * size}M0 ${-size}v${2 * size}M${-size} ${size}l${2 * size} ${-size}" stroke="${colour}" stroke-width="${size / 4}" fill="none"/>`;
const at = (x: number, y: number, inside: string) =>
  `<g transform="translate(${x} ${y})" fill="none" stroke="${RED}">${inside}</g>`;
const seal = (x: number, y: number, ring = '') => at(x, y, `<circle r="20.4" stroke-width="1.2" ${ring}/>${text(8)}`);

/** What is read of a page with this drawing, seen through a JPEG as a scanner makes it. */
async function read(drawing: string, ink: SealInk = 'red', dpi = 300): Promise<ScannedPage> {
  const png = await drawSheet({ seals: [], above: drawing, turn: 0.8, dpi });
  const jpeg = await sharp(png).withMetadata({ density: dpi }).jpeg({ quality: 75 }).toBuffer();
  return scanPage(await (await openPicture(jpeg, 'x')).page(0), 0, { ink });
}

const found = async (drawing: string): Promise<SealFinding[]> =>
  (await read(drawing)).seals.map(({ finding }) => finding);

const places = (seals: readonly SealFinding[]) => seals.map(({ centerMm: [x, y] }) => [Math.round(x), Math.round(y)]);

test('seals that touch or overlap are told apart', async () => {
  expect(places(await found(seal(60, 70) + seal(101, 70)))).toEqual([
    [60, 70],
    [101, 70],
  ]);
  expect(places(await found(seal(60, 70) + seal(93, 75)))).toEqual([
    [60, 70],
    [93, 75],
  ]);
});

const ellipse = `<ellipse rx="22" ry="14.5" stroke-width="1"/>${text(6)}`;

test('ellipses that touch, and a square that touches one, are told apart', async () => {
  const two = await found(at(60, 70, ellipse) + at(104.6, 74, ellipse));
  expect(two.map(({ shape }) => shape)).toEqual(['ellipse', 'ellipse']);
  expect(places(two)).toEqual([
    [60, 70],
    [105, 74],
  ]);
  const square = `<rect x="-10.5" y="-10.5" width="21" height="21" stroke-width="1"/>${text(6)}`;
  const [first, second, ...more] = await found(at(60, 72, square) + at(93.7, 70, ellipse));
  expect(more).toEqual([]);
  expect([first!.shape, second!.shape]).toEqual(['square', 'ellipse']);
});

test('a line across page and seal does not hide it', async () => {
  const block = `<rect x="-17" y="-8" width="34" height="16" stroke-width="1"/>${text(6)}`;
  const line = '<path d="M10 72L200 76" stroke-width="0.3"/>';
  expect((await found(at(60, 73, block) + at(0, 0, line))).map(({ shape }) => shape)).toEqual(['rectangle']);
});

test('a square whose corner is broken off is a square with a broken border', async () => {
  const broken = `<path d="M2 10.5h-12.5v-21h21v14" stroke-width="1"/><g transform="scale(1.5)">${text(6)}</g>`;
  const [one] = await found(at(60, 70, broken));
  expect(one).toMatchObject({ shape: 'square', verdict: 'reject' });
  expect(one!.reasons.map(({ code }) => code)).toContain('ring-broken');
});

test('a rectangle that a round seal touches keeps the side between them', async () => {
  const block = `<rect x="-22" y="-9.5" width="44" height="19" stroke-width="1"/><path d="M-18 -5h36M-18 5h36M-12 -7v14M0 -7v14M12 -7v14" stroke-width="1.4"/>`;
  const [block1, round1, ...more] = await found(at(50, 70, block) + seal(93.7, 70));
  expect(more).toEqual([]);
  expect(block1).toMatchObject({ shape: 'rectangle' });
  expect(Math.abs(block1!.widthMm - 45)).toBeLessThan(0.6);
  expect(Math.round(round1!.widthMm)).toBe(42);
});

test.each([0.35, 0.5, 0.62])(
  'a rectangle of which a share of %s is pale is cut out whole and refused',
  async (share) => {
    const fade = `<mask id="fade"><linearGradient id="less"><stop offset="${1 - share}" stop-color="#fff"/><stop offset="${1.05 - share}" stop-color="#1c1c1c"/></linearGradient><rect x="-30" y="-20" width="60" height="40" fill="url(#less)"/></mask>`;
    const letters = [-14, 0, 14].flatMap((x) =>
      [-4.5, 4.5].map((y) => `<g transform="translate(${x} ${y})">${text(3.4)}</g>`),
    );
    const block = `<rect x="-22" y="-9.5" width="44" height="19" stroke-width="1"/>${letters.join('')}`;
    const { seals, finding } = await read(at(80, 70, `${fade}<g mask="url(#fade)">${block}</g>`));
    expect(finding.unclear).toEqual([]);
    expect(seals.map(({ finding: { shape, verdict } }) => [shape, verdict])).toEqual([['rectangle', 'reject']]);
    expect(Math.abs(seals[0]!.finding.widthMm - 45)).toBeLessThan(0.4);
  },
);

test('two seals with straight sides that run into each other are no long strip, but a place to be looked at', async () => {
  const block = `<rect x="-22" y="-9.5" width="44" height="19" stroke-width="1"/><path d="M-18 -5h36M-18 5h36M-12 -7v14M0 -7v14M12 -7v14" stroke-width="1.4"/>`;
  const square = `<g transform="rotate(31)"><rect x="-10.5" y="-10.5" width="21" height="21" stroke-width="1"/>${text(6)}</g>`;
  const { seals, finding } = await read(at(80, 70, block) + at(47, 72, square));
  expect(seals.length + finding.unclear.length).toBeGreaterThan(0);
  expect(seals.filter((one) => one.finding.widthMm > 50)).toEqual([]);
});

const nameSeal = (x: number, y: number, turn: number, side: number, ground = 'none', ink = RED) =>
  `<g transform="translate(${x} ${y}) rotate(${turn})" fill="none" stroke="${ink}"><rect x="${-side / 2}" y="${-side / 2}" width="${side}" height="${side}" stroke-width="1" fill="${ground}"/>${text(side / 4, ground === 'none' ? ink : '#fff')}</g>`;

test.each([
  ['another red, solid, whose corner touches it', nameSeal(40.3, 73, 11, 17, '#b01c50', '#b01c50')],
  ['the same red, with a gap of paper between', nameSeal(38.8, 71, 7, 17)],
])('a square and one beside it, askew, are two: %s', async (_, other) => {
  const { seals, finding } = await read(nameSeal(61, 70, -4, 21) + other);
  expect(seals.map(({ finding: { shape, widthMm } }) => [shape, Math.round(widthMm)])).toEqual([
    ['square', 18],
    ['square', 22],
  ]);
  expect(finding.unclear).toEqual([]);
});

test.each([
  [0, 21],
  [3, 19],
])(
  'two squares that stand in line, one turned by %s° against the other, are two where paper shows between them',
  async (turn, side) => {
    const [half, turned] = [(side + 1) / 2, (turn * Math.PI) / 180];
    const far = 11 + half + half * Math.sin(turned) + 0.7;
    const squares = await found(nameSeal(61, 70, 0, 21) + nameSeal(61 - far, 70, turn, side));
    expect(squares.map(({ shape, widthMm }) => [shape, Math.round(widthMm)])).toEqual([
      ['square', side + 1],
      ['square', 22],
    ]);
    const parted = `<rect x="-22" y="-10.5" width="44" height="21" stroke-width="1"/><path d="M0 -10.5v21" stroke-width="1"/>`;
    const one = await found(at(80, 70, `${parted}<g transform="translate(-11 0)">${text(5)}</g>`));
    expect(one.map(({ shape }) => shape)).toEqual(['rectangle']);
  },
);

test('letters, a line below them that goes on, and a finger between are no rectangle; a frame in their place is one', async () => {
  const letters = Array.from({ length: 9 }, (_, i) => `<g transform="translate(${4 * i - 16} -7.5)">${text(1.8)}</g>`);
  const sides = '<path d="M-17.4 -9v18M17.4 -9v18" stroke-width="0.8"/>';
  const line = (to: number) => `<path d="M${-to} 9h${2 * to}" stroke-width="0.8"/>`;
  expect(await found(at(90, 70, letters.join('') + sides + line(70)))).toEqual([]);
  const framed = await found(
    at(90, 70, `${letters.join('')}${sides}${line(17.8)}<path d="M-17.8 -10h35.6" stroke-width="0.8"/>`),
  );
  expect(framed.map(({ shape }) => shape)).toEqual(['rectangle']);
});

test('a seal from a dry pad is found and refused as too faint; the fringe of a pen line is none', async () => {
  const pen = '<circle cx="140" cy="70" r="27" fill="none" stroke="#1d2140" stroke-width="0.5"/>';
  const { seals, finding } = await read(`<g opacity="0.15">${seal(60, 70)}</g>${pen}`);
  expect(seals).toHaveLength(1);
  expect(seals[0]!.finding).toMatchObject({ shape: 'circle', verdict: 'reject' });
  expect(seals[0]!.finding.widthMm).toBeCloseTo(42, 0);
  expect(seals[0]!.finding.reasons.map(({ code }) => code)).toContain('faint');
  expect(finding.unclear).toEqual([]);
});

test('scraps of a ring about some text are a place to be looked at, until something is cut out there', async () => {
  const scraps =
    '<path d="M0 -20.4A20.4 20.4 0 0 1 0 20.4" stroke-width="1.2" stroke-dasharray="17 30"/><path d="M14 -14v28M4 -8h12M8 -18v14M4 6h12" stroke-width="1"/>';
  const { seals, finding } = await read(seal(60, 70) + at(150, 70, scraps));
  expect(seals).toHaveLength(1);
  const [place] = placesLeft(finding, seals);
  expect([place!.x, place!.y].map(Math.round)).toEqual([148, 48]);
  const cut = { ...seals[0]!.finding, cutMm: { x: 128, y: 48, width: 44, height: 44 } };
  expect(placesLeft(finding, [...seals, { finding: cut }])).toEqual([]);
});

test('a double border is one seal, measured at its outer ring', async () => {
  const [one, ...more] = await found(
    at(60, 70, `<circle r="20.5" stroke-width="1"/><circle r="18.6" stroke-width="0.5"/>${text(8)}`),
  );
  expect(more).toEqual([]);
  expect(one!.widthMm).toBeCloseTo(42, 0);
});

test('a range drawn in red is not taken for the border', async () => {
  const [one, ...more] = await found(seal(60, 70) + at(60, 70, '<circle r="29" stroke-width="0.5"/>'));
  expect(more).toEqual([]);
  expect(one!.widthMm).toBeCloseTo(41.9, 0);
});

test('a solid square with white characters is a square seal', async () => {
  const [one] = await found(
    `<g transform="translate(60 70)"><rect x="-10" y="-10" width="20" height="20" fill="${RED}"/>${text(6, '#f7f5ee')}</g>`,
  );
  expect(one).toMatchObject({ shape: 'square', verdict: 'pass' });
  expect(one!.widthMm).toBeCloseTo(20, 0);
});

test('a solid square whose characters ran full is a seal that is refused, one without characters is none', async () => {
  const solid = `<rect x="-10" y="-10" width="20" height="20" fill="${RED}" stroke="none"/>`;
  const letters = [-4.5, 4.5].map((x) => `<g transform="translate(${x} 0)">${text(3.5, '#e07676')}</g>`).join('');
  const seals = await found(at(60, 70, solid + letters) + at(150, 70, solid));
  expect(seals.map(({ shape, verdict, centerMm: [x] }) => [shape, verdict, Math.round(x)])).toEqual([
    ['square', 'reject', 60],
  ]);
});

test('a turned ellipse keeps its own axes, a triangle is of another shape', async () => {
  const [ellipse] = await found(
    at(60, 70, `<g transform="rotate(30)"><ellipse rx="22" ry="14.5" stroke-width="1"/>${text(6)}</g>`),
  );
  expect(ellipse).toMatchObject({ shape: 'ellipse' });
  expect([ellipse!.widthMm, ellipse!.heightMm].map(Math.round)).toEqual([45, 30]);
  const [triangle] = await found(at(60, 70, `<path d="M0 -20L18 12L-18 12Z" stroke-width="1.2"/>${text(4)}`));
  expect(triangle!.shape).toBe('other');
});

test('a half seal and a dry one are found, so that they can be refused', async () => {
  const [half] = await found(at(60, 70, `<path d="M0 -20.4A20.4 20.4 0 0 1 0 20.4" stroke-width="1.2"/>${text(8)}`));
  expect(half).toMatchObject({ verdict: 'reject', centerMm: [expect.closeTo(60, 0), expect.closeTo(70, 0)] });
  const [dry] = await found(seal(60, 70, 'stroke-dasharray="9 2.2"'));
  expect(dry!.reasons[0]!.code).toBe('ring-broken');
});

test.each(['#b5204f', '#e05a2b', '#7d1418'])('ink of the shade %s is red', async (shade) => {
  expect(await found(seal(60, 70).replaceAll(RED, shade))).toHaveLength(1);
});

test('a red form is no seal', async () => {
  const form =
    '<g fill="none" stroke="#d0141a" stroke-width="0.4"><rect x="20" y="20" width="170" height="60"/><rect x="20" y="100" width="80" height="60"/><path d="M20 40h170M20 60h170M50 20v60"/></g>';
  expect(await found(form)).toEqual([]);
});

test('on a page of black seals neither a blue range close to one nor a red fingerprint is black', async () => {
  const range = '<ellipse rx="24.5" ry="18" stroke="#2b3f8c" stroke-width="0.45"/>';
  const black = at(60, 150, `<g stroke="#211f2b">${ellipse.replaceAll(RED, '#211f2b')}</g>${range}`);
  const ridges = Array.from(
    { length: 13 },
    (_, i) =>
      `<ellipse cy="${i * 0.22}" rx="${0.5 + i * 0.62}" ry="${0.7 + i * 0.84}" stroke-dasharray="${3 + ((i * 7) % 5)} 0.5"/>`,
  ).join('');
  const finger = `<g stroke-width="0.32" opacity="0.5" transform="rotate(72)">${ridges}</g>`;
  for (const dpi of [150, 300]) {
    const { seals } = await read(black + at(60, 40, finger), 'black', dpi);
    expect(seals.map(({ finding }) => [finding.shape, Math.round(finding.widthMm)])).toEqual([['ellipse', 45]]);
  }
});
