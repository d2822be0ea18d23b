// Draws resources/samples: license scans and a seal sheet. Needs the Debian package fonts-noto-cjk; the pictures are committed, so
// nobody else needs to run it. `node build/draw-samples.ts`
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { licenseLabels, licenseRows } from './samples/license-rows.ts';
import { LID, licenseScan } from './samples/license-scan.ts';
import { blankPage, lay, px, render, scanned } from './samples/picture.ts';
import {
  drawnRange,
  handwritten,
  penStroke,
  SHEET_HEIGHT_MM,
  SHEET_WIDTH_MM,
  sheetForm,
} from './samples/sheet-face.ts';
import { type Impression, press, type StampDesign } from './samples/stamp.ts';

const ORGAN = '郑州市市场监督管理局';
const LICENSE_DPI = 150;
const SHEET_DPI = 300;
const even = () => 1;

const samples = (path: string) => fileURLToPath(new URL(`../resources/samples/${path}`, import.meta.url));

async function drawLicenses(): Promise<void> {
  await mkdir(samples('licenses'), { recursive: true });
  for (const [i, row] of licenseRows.entries()) {
    const scan = await licenseScan(row, ORGAN, i, LICENSE_DPI);
    await writeFile(samples(`licenses/${row.统一社会信用代码}.jpg`), scan);
  }
  const quote = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = [licenseLabels, ...licenseRows.map((row) => licenseLabels.map((label) => row[label]))];
  await writeFile(
    samples('licenses/licenses.csv'),
    `\ufeff${lines.map((line) => line.map(quote).join(',')).join('\r\n')}\r\n`,
  );
}

interface SheetSeal {
  readonly at: readonly [number, number];
  readonly stamp: StampDesign;
  readonly how: Impression;
  readonly notes: readonly string[];
}

/** The left of the third seal hardly touched the paper. */
const weakLeft = (x: number, y: number): number => {
  const reach = -0.32 + 0.08 * Math.sin(5 * y) + 0.12 * y;
  return Math.max(0.1, Math.min(1, 0.1 + (x - reach + 0.2) / 0.4));
};

const sheetSeals: readonly SheetSeal[] = [
  {
    at: [62, 84],
    stamp: { diameterMm: 42, ring: ORGAN, line: '' },
    how: { seed: 11, angle: -2, pressure: even },
    notes: ['营业执照'],
  },
  {
    at: [146, 88],
    stamp: { diameterMm: 40, ring: ORGAN, line: '行政审批专用章' },
    how: { seed: 23, angle: 4, pressure: even },
    notes: ['食品经营许可证、', '药品经营许可证'],
  },
  {
    at: [65, 187],
    stamp: { diameterMm: 40, ring: ORGAN, line: '企业登记专用章' },
    how: { seed: 37, angle: 3, pressure: weakLeft },
    notes: ['营业执照（副本）'],
  },
];

async function drawSheet(): Promise<void> {
  await mkdir(samples('seals'), { recursive: true });
  const page = blankPage(SHEET_WIDTH_MM, SHEET_HEIGHT_MM, SHEET_DPI, [249, 247, 241]);
  const pen = [sheetForm(ORGAN, '2026年11月18日')];
  for (const [i, { at, stamp, how, notes }] of sheetSeals.entries()) {
    const ink = await press(stamp, how, SHEET_DPI);
    const left = px(at[0], SHEET_DPI) - Math.round(ink.width / 2);
    lay(page, ink, left, px(at[1], SHEET_DPI) - Math.round(ink.height / 2));
    pen.push(drawnRange(at, stamp.diameterMm / 2 + 6, 5 + i));
    for (const [line, words] of notes.entries())
      pen.push(handwritten([at[0], at[1] + 35.5 + line * 7], 5.4, words, 61 + i * 5 + line));
  }
  pen.push(
    penStroke([
      [126, 93],
      [131, 95.5],
      [139, 93.5],
      [147, 95],
      [155, 89],
      [161, 86.5],
      [167, 88.5],
    ]),
  );
  pen.push(handwritten([46, 267], 5.2, '张建军', 91), handwritten([142, 267], 5.2, '刘淑芬', 95));
  lay(page, await render(pen.join(''), SHEET_WIDTH_MM, SHEET_HEIGHT_MM, SHEET_DPI));
  const scan = await scanned(page, {
    dpi: SHEET_DPI,
    seed: 7,
    angle: 1.2,
    shade: 0.1,
    grain: 2.2,
    lid: LID,
    fold: 0.775,
    quality: 84,
  });
  await writeFile(samples('seals/sheet.jpg'), scan);
}

await drawLicenses();
await drawSheet();
