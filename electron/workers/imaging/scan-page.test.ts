import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { ScannedPage } from '../../../shared/seal/scan.ts';
import { openPicture } from './decode.ts';
import { type DrawnSeal, type DrawnSheet, drawSheet, redText } from './drawn-sheet.ts';
import { scanPage } from './scan-page.ts';

async function scan(sheet: DrawnSheet, preview = false): Promise<ScannedPage> {
  return read(await drawSheet(sheet), preview);
}

async function read(bytes: Uint8Array, preview = false): Promise<ScannedPage> {
  const file = await openPicture(bytes, 'sheet.png');
  return scanPage(await file.page(0), 0, { preview });
}

test.each([150, 300, 600])(
  'once a page of %i dpi is said to be read, its pixels are not looked at any more',
  async (dpi) => {
    const seals = [{ shape: 'circle', x: 60, y: 50, width: 38, height: 38 }] as const;
    const above = '<rect x="48" y="80" width="24" height="1"/><rect x="48" y="83" width="20" height="1"/>';
    const bytes = await drawSheet({ seals, above, dpi, widthMm: 120, heightMm: 110 });
    const pageOf = async () => (await openPicture(bytes, 'sheet.png')).page(0);
    const page = await pageOf();
    let said = 0;
    const pixelsRead = async () => {
      said++;
      page.raster.data.fill(0);
    };
    const early = await scanPage(page, 0, { preview: true, pixelsRead });
    expect(said).toBe(1);
    expect(early.seals[0]!.pictures.note).not.toBeNull();
    expect(early).toEqual(await scanPage(await pageOf(), 0, { preview: true }));
  },
);

const round = (x: number, y: number, diameter: number, more: Partial<DrawnSeal> = {}): DrawnSeal => ({
  shape: 'circle',
  x,
  y,
  width: diameter,
  height: diameter,
  ...more,
});

const codes = (page: ScannedPage, seal = 0): string[] => page.seals[seal]!.finding.reasons.map(({ code }) => code);

test.each([-3, -0.7, 0, 1.2, 2.8])(
  'centres, sizes and the turn of a page that lies %s° askew are measured',
  async (turn) => {
    const seals: DrawnSeal[] = [
      round(60, 70, 42),
      round(150, 72, 38),
      { shape: 'ellipse', x: 60, y: 150, width: 40, height: 30, turn: 8 },
      { shape: 'square', x: 150, y: 150, width: 20, height: 20, turn: -6 },
      { shape: 'rectangle', x: 100, y: 220, width: 50, height: 22 },
    ];
    const page = await scan({ seals, turn });
    expect(page.finding.rotationDeg).toBeCloseTo(turn, 0.3);
    expect(Math.abs(page.finding.rotationDeg - turn)).toBeLessThan(0.3);
    expect(page.finding).toMatchObject({ edgesSeen: true, dpi: 300, colour: true });
    expect(page.finding.widthMm).toBeCloseTo(210, 0);
    expect(page.seals.map(({ finding }) => finding.shape)).toEqual(seals.map(({ shape }) => shape));
    for (const [i, { finding }] of page.seals.entries()) {
      const drawn = seals[i]!;
      expect(Math.abs(finding.centerMm[0] - drawn.x)).toBeLessThan(0.5);
      expect(Math.abs(finding.centerMm[1] - drawn.y)).toBeLessThan(0.5);
      expect(Math.abs(finding.widthMm - drawn.width)).toBeLessThan(0.3);
      expect(Math.abs(finding.heightMm - drawn.height)).toBeLessThan(0.3);
      expect(finding.reasons).toEqual([]);
    }
  },
);

test('where no page edge is seen, the frame is the page', async () => {
  const page = await scan({ seals: [round(60, 70, 42, { turn: 12 })] });
  expect(page.finding).toMatchObject({ rotationDeg: 0, edgesSeen: false, widthMm: 210, heightMm: 297 });
  const [x, y] = page.seals[0]!.finding.centerMm;
  expect(Math.hypot(x - 60, y - 70)).toBeLessThan(0.3);
});

test('a broken ring is rejected with the share that is missing, and where', async () => {
  const page = await scan({ seals: [round(60, 70, 42, { gap: 0.2 })], turn: 1 });
  const { verdict, reasons, measures } = page.seals[0]!.finding;
  expect(verdict).toBe('reject');
  expect(reasons[0]).toMatchObject({ code: 'ring-broken', level: 'reject' });
  expect(measures.ring).toBeCloseTo(0.8, 1);
  // Left out from the right (0°) clockwise to 72°: below and to the right of the middle.
  const { x, y, width, height } = reasons[0]!.place!;
  expect(x + width / 2).toBeGreaterThan(66);
  expect(y + height / 2).toBeGreaterThan(74);
});

test('red headlines, red text, red lines and rings without text are no seals', async () => {
  const letterhead = `${redText(30, 20, 150, 12, 1)}<rect x="20" y="42" width="170" height="0.9" fill="#d0141a"/>`;
  const text = redText(30, 60, 60, 5, 6);
  const ring = '<circle cx="150" cy="90" r="25" fill="none" stroke="#d0141a" stroke-width="0.8"/>';
  const coffee = '<circle cx="80" cy="200" r="38" fill="none" stroke="#b08a5a" stroke-width="3" opacity="0.7"/>';
  const disc = '<circle cx="150" cy="200" r="12" fill="#c0392b"/>';
  const page = await scan({ seals: [], above: letterhead + text + ring + coffee + disc });
  expect(page.seals.map(({ finding }) => finding)).toEqual([]);
});

test('a seal over a red letterhead page is found alone', async () => {
  const page = await scan({ seals: [round(130, 200, 42)], above: redText(30, 20, 150, 12, 1) });
  expect(page.seals).toHaveLength(1);
});

test('two seals that stand close together are two', async () => {
  const page = await scan({ seals: [round(60, 70, 42), round(104, 70, 42)] });
  expect(page.seals.map(({ finding }) => Math.round(finding.centerMm[0]))).toEqual([60, 104]);
});

test('a pen across a seal is taken out of it, and the gaps are named', async () => {
  const pen = '<path d="M35 78L90 66" stroke="#20263f" stroke-width="0.6" fill="none"/>';
  const page = await scan({ seals: [round(60, 70, 42)], above: pen });
  expect(page.seals[0]!.finding.verdict).toBe('warn');
  expect(codes(page).filter((code) => code === 'pen-over-ring')).toHaveLength(2);
  const { data, info } = await sharp(page.seals[0]!.pictures.clean).raw().toBuffer({ resolveWithObject: true });
  const { cutMm } = page.seals[0]!.finding;
  // Where the pen runs between ring and text there must be nothing.
  const at = (x: number, y: number) => {
    const column = Math.round(((x - cutMm.x) / cutMm.width) * info.width);
    const row = Math.round(((y - cutMm.y) / cutMm.height) * info.height);
    return data[(row * info.width + column) * 4 + 3]!;
  };
  expect(at(43, 78 - ((43 - 35) * 12) / 55)).toBeLessThan(20);
});

test('a drawn range is no part of the seal, and the note below it is found', async () => {
  const range = '<circle cx="60" cy="70" r="28" fill="none" stroke="#2b3f8c" stroke-width="0.45"/>';
  const note = '<path d="M50 106h6M53 103v7M60 104h8M64 103v7" stroke="#2b3f8c" stroke-width="0.6" fill="none"/>';
  const { finding } = (await scan({ seals: [round(60, 70, 42)], above: range + note })).seals[0]!;
  expect(finding.verdict).toBe('pass');
  expect(finding.rangeMm!.x).toBeLessThan(33);
  expect(finding.noteMm!.y).toBeGreaterThan(98);
  expect(finding.noteMm!.y + finding.noteMm!.height).toBeLessThan(114);
});

test('a seal that runs over the page edge is rejected', async () => {
  expect(codes(await scan({ seals: [round(16, 70, 42)] }))).toContain('clipped-by-page');
});

test('sizes outside the rules are shown and never refuse', async () => {
  const page = await scan({ seals: [round(60, 70, 47.8), round(150, 70, 42)] });
  expect(page.seals.map(({ finding }) => finding.verdict)).toEqual(['warn', 'pass']);
  expect(codes(page)).toEqual(['size-unusual']);
});

test('low resolution is named, a missing one is worked out from A4', async () => {
  const low = await scan({ seals: [round(60, 70, 42)], dpi: 200 });
  expect(codes(low)).toEqual(['low-resolution']);
  const bare = await sharp(await drawSheet({ seals: [round(60, 70, 42)], dpi: 300 }))
    .jpeg({ quality: 90 })
    .toBuffer();
  const guessed = await read(bare);
  expect(guessed.finding.dpiFrom).toBe('page');
  expect(guessed.finding.dpi).toBeCloseTo(300, 0);
  expect(codes(guessed)).toEqual(['resolution-guessed']);
});

test('a grey scan is rejected as such', async () => {
  const grey = await sharp(await drawSheet({ seals: [round(60, 70, 42)] }))
    .greyscale()
    .withMetadata({ density: 300 })
    .png()
    .toBuffer();
  const page = await read(grey);
  expect(page.finding.colour).toBe(false);
  expect(page.seals[0]!.finding.verdict).toBe('reject');
  expect(codes(page)).toContain('grey-scan');
});

test('a blank page has no seals', async () => {
  expect((await scan({ seals: [] })).seals.map(({ finding }) => finding)).toEqual([]);
});

test('alpha is soft, keeps pale ink and leaves no paper', async () => {
  const pale = round(150, 70, 42, { opacity: 0.3 });
  const page = await scan({ seals: [round(60, 70, 42), pale], turn: 0.5 });
  for (const { finding, pictures } of page.seals) {
    const { data, info } = await sharp(pictures.clean).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    const alpha = Array.from({ length: info.width * info.height }, (_, i) => data[i * 4 + 3]!);
    const share = (low: number, high: number) => alpha.filter((a) => a >= low && a <= high).length / alpha.length;
    expect(share(0, 0)).toBeGreaterThan(0.7);
    expect(share(1, 254)).toBeGreaterThan(0.005);
    expect(share(235, 255)).toBeGreaterThan(0.08);
    // Corners and the blank between border and text: nothing at all.
    for (const i of [0, info.width - 1, alpha.length - 1]) expect(alpha[i]).toBe(0);
    expect(finding.shape).toBe('circle');
  }
  expect(codes(page, 1)).toContain('faint');
});

test('mean error of the alpha against the drawn truth is below five hundredths', async () => {
  const seal = round(60, 70, 42);
  const { finding, pictures } = (await scan({ seals: [seal], paper: '#efe9dc' })).seals[0]!;
  const truth = await sharp(await drawSheet({ seals: [{ ...seal, colour: '#000' }], paper: '#ffffff' }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { data, info } = await sharp(pictures.clean).raw().toBuffer({ resolveWithObject: true });
  const perMm = 300 / 25.4;
  let sum = 0;
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const column = Math.round(finding.cutMm.x * perMm) + x;
      const row = Math.round(finding.cutMm.y * perMm) + y;
      const wanted = 1 - truth.data[row * truth.info.width + column]! / 255;
      sum += Math.abs(wanted - data[(y * info.width + x) * 4 + 3]! / 255);
    }
  }
  expect(sum / (info.width * info.height)).toBeLessThan(0.05);
});

test('the PNG knows its size', async () => {
  const { finding, pictures } = (await scan({ seals: [round(60, 70, 42)] })).seals[0]!;
  const { clean } = pictures;
  const at = Buffer.from(clean).indexOf('pHYs');
  const view = new DataView(clean.buffer, clean.byteOffset + at + 4);
  expect([view.getUint32(0), view.getUint32(4), view.getUint8(8)]).toEqual([11811, 11811, 1]);
  const { width, density } = await sharp(clean).metadata();
  expect(density).toBe(300);
  expect((width / 300) * 25.4).toBeCloseTo(finding.cutMm.width, 0);
});

test('the second picture is coarser and has the words burnt in', async () => {
  const { pictures } = (await scan({ seals: [round(60, 70, 42)] })).seals[0]!;
  const clean = await sharp(pictures.clean).raw().toBuffer({ resolveWithObject: true });
  const marked = await sharp(pictures.marked).raw().toBuffer({ resolveWithObject: true });
  expect(marked.info.width).toBeLessThan(clean.info.width * 0.6);
  let grey = 0;
  for (let i = 0; i < marked.data.length; i += 4) {
    const [r, g, b, a] = marked.data.subarray(i, i + 4);
    if (a! > 150 && Math.abs(r! - g!) < 40 && Math.abs(g! - b!) < 40) grey++;
  }
  expect(grey / (marked.info.width * marked.info.height)).toBeGreaterThan(0.04);
});

test('what reaches into a crop of its neighbour has the words as well', async () => {
  const [left] = (await scan({ seals: [round(60, 70, 42), round(103, 70, 42)] })).seals;
  const { data, info } = await sharp(left!.pictures.crop).raw().toBuffer({ resolveWithObject: true });
  const { cutMm } = left!.finding;
  const ownEnd = Math.ceil(((cutMm.width + 5.2) / (cutMm.width + 10)) * info.width);
  let grey = 0;
  for (let y = 0; y < info.height; y++)
    for (let x = ownEnd; x < info.width; x++) {
      const [r, g, b] = data.subarray((y * info.width + x) * 3);
      if (r! < 200 && Math.abs(r! - g!) < 40 && Math.abs(g! - b!) < 40) grey++;
    }
  expect(grey).toBeGreaterThan(20);
});

test('the preview shows the whole page set straight', async () => {
  const page = await scan({ seals: [round(60, 70, 42)], turn: 2 }, true);
  const { width, height } = await sharp(page.preview!).metadata();
  expect(width / height).toBeCloseTo(210 / 297, 2);
});
