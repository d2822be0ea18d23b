import { FORM_MARK_MM, FORM_MARKS, FORM_MM, FORM_QR } from '../../../shared/seal/form.ts';
import type { SeenCode } from './form-code.ts';
import type { PageFrame } from './page-frame.ts';
import { brightness, letGo, type Point, type Raster } from './raster.ts';
import { labelRegions, reaching } from './regions.ts';

/** A mark is looked for this far from where the code says that it is, mm: a code of 36 mm tells a corner 250 mm away to some millimetres. */
const NEAR_MM = 22;
/** Marks that a flat scan cannot fit better than this, mm, were photographed from aside. */
const FLAT_MM = 0.7;
/** A printer that fits a page to its paper shrinks it by so much; more is a wrong resolution in the file. */
const PRINT_SCALE = { least: 0.9, most: 1.06 };
/** Paper, printer and scanner differ by this anyway. */
const SAME_SCALE = 0.006;
const MM_PER_INCH = 25.4;
/** A photo is set straight at this, or at its own resolution where that is less. */
const PHOTO_DPI = 300;

/** Eight numbers that take mm on the sheet to px of the picture. */
type Projection = readonly number[];

export interface FormFrame {
  readonly frame: PageFrame;
  /** How large the sheet was printed, 1 = as it should be. */
  readonly printScale: number;
  /** The scan set straight, where it was a photo from aside; everything else then counts on it. */
  readonly raster: Raster | null;
}

/**
 * Lays a sheet of ours over the scan by its corner marks: its turn, also upside down, its true resolution, and the perspective of a photo. `work` is the scan
 * shrunk `factor` times. Null where fewer than three marks are seen.
 */
export function placeForm(
  { corners }: SeenCode,
  work: Raster,
  scan: Raster,
  factor: number,
  fileDpi: number | null,
): FormFrame | null {
  const { x, y, size } = FORM_QR;
  const guess = projectionOf(
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ],
    corners,
  );
  const marks = findMarks(work, guess);
  const seen = marks.flatMap((at, i) =>
    at ? [{ mm: FORM_MARKS[i]!, at: { x: at.x * factor, y: at.y * factor } }] : [],
  );
  if (seen.length < 3) return null;
  const flat = similarityOf(seen);
  if (flat.missedMm > FLAT_MM && seen.length === 4) {
    const dpi = Math.min(PHOTO_DPI, flat.pxPerMm * MM_PER_INCH);
    const pxPerMm = dpi / MM_PER_INCH;
    const projection = projectionOf(
      seen.map(({ mm }) => mm),
      seen.map(({ at }) => at),
    );
    const raster = straightened(scan, projection, pxPerMm);
    const frame = { ...asIs(raster), pxPerMm, dpi, dpiFrom: 'marks' as const };
    return { frame, printScale: 1, raster };
  }
  const marksDpi = flat.pxPerMm * MM_PER_INCH;
  const scale = fileDpi === null ? 0 : marksDpi / fileDpi;
  const trusted = scale >= PRINT_SCALE.least && scale <= PRINT_SCALE.most;
  const dpi = trusted ? fileDpi! : marksDpi;
  return {
    frame: {
      angle: flat.angle,
      corner: flat.corner,
      widthPx: FORM_MM.width * flat.pxPerMm,
      heightPx: FORM_MM.height * flat.pxPerMm,
      pxPerMm: dpi / MM_PER_INCH,
      dpi,
      dpiFrom: trusted ? 'file' : 'marks',
      edgesSeen: true,
    },
    printScale: trusted && Math.abs(scale - 1) > SAME_SCALE ? scale : 1,
    raster: null,
  };
}

const asIs = ({ width, height }: Raster) => ({
  angle: 0,
  corner: { x: 0, y: 0 },
  widthPx: width,
  heightPx: height,
  edgesSeen: true,
});

/** Middles of the corner marks in px of the raster, null for those not seen. */
function findMarks(raster: Raster, guess: Projection): (Point | null)[] {
  const grey = brightness(raster);
  const dark = { ...grey, data: grey.data.map((value) => 255 - value) };
  const { boxes, sizes, labels, width } = labelRegions(reaching(dark, 128));
  const middles = FORM_MARKS.map(([x, y]) => {
    const at = project(guess, x, y);
    const beside = project(guess, x + 1, y);
    const pxPerMm = Math.hypot(beside.x - at.x, beside.y - at.y);
    const area = (FORM_MARK_MM * pxPerMm) ** 2;
    let best: number | null = null;
    let nearest = NEAR_MM * pxPerMm;
    for (const [i, box] of boxes.entries()) {
      const [w, h] = [box.right - box.left, box.bottom - box.top];
      const far = Math.hypot((box.left + box.right) / 2 - at.x, (box.top + box.bottom) / 2 - at.y);
      const square = sizes[i]! > 0.45 * w * h && w < 1.6 * h && h < 1.6 * w;
      if (far < nearest && square && sizes[i]! > area * 0.5 && sizes[i]! < area * 1.8) [best, nearest] = [i, far];
    }
    return best === null ? null : middleOf(labels, width, boxes[best]!, best + 1);
  });
  letGo(labels);
  return middles;
}

function middleOf(
  labels: Int32Array,
  width: number,
  box: { left: number; top: number; right: number; bottom: number },
  label: number,
): Point {
  let [sumX, sumY, count] = [0, 0, 0];
  for (let y = box.top; y < box.bottom; y++)
    for (let x = box.left; x < box.right; x++)
      if (labels[y * width + x] === label) {
        sumX += x + 0.5;
        sumY += y + 0.5;
        count++;
      }
  return { x: sumX / count, y: sumY / count };
}

interface Seen {
  readonly mm: readonly [number, number];
  readonly at: Point;
}

/** Turn, scale and shift that fit the marks best, and by how many mm the worst of them is missed. */
function similarityOf(seen: readonly Seen[]) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(seen.map(({ mm }) => mm[0])), mean(seen.map(({ mm }) => mm[1]))];
  const [px, py] = [mean(seen.map(({ at }) => at.x)), mean(seen.map(({ at }) => at.y))];
  let [along, across, norm] = [0, 0, 0];
  for (const { mm, at } of seen) {
    const [u, v] = [mm[0] - mx, mm[1] - my];
    const [x, y] = [at.x - px, at.y - py];
    along += u * x + v * y;
    across += u * y - v * x;
    norm += u * u + v * v;
  }
  const [c, s] = [along / norm, across / norm];
  const corner = { x: px - mx * c + my * s, y: py - mx * s - my * c };
  const pxPerMm = Math.hypot(c, s);
  const missed = seen.map(({ mm: [u, v], at }) =>
    Math.hypot(corner.x + u * c - v * s - at.x, corner.y + u * s + v * c - at.y),
  );
  return { angle: Math.atan2(s, c), corner, pxPerMm, missedMm: Math.max(...missed) / pxPerMm };
}

/** The projection that takes four places to four others. */
function projectionOf(from: readonly (readonly [number, number])[], to: readonly Point[]): Projection {
  const rows = from.flatMap(([x, y], i) => {
    const { x: u, y: v } = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -x * u, -y * u, u],
      [0, 0, 0, x, y, 1, -x * v, -y * v, v],
    ];
  });
  for (let column = 0; column < 8; column++) {
    let pivot = column;
    for (let row = column; row < 8; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const own = rows[column]!;
    for (const row of rows) {
      if (row === own) continue;
      const share = row[column]! / own[column]!;
      for (let k = column; k < 9; k++) row[k] = row[k]! - share * own[k]!;
    }
  }
  return rows.map((row, i) => row[8]! / row[i]!);
}

function project([a, b, c, d, e, f, g, h]: Projection, x: number, y: number): Point {
  const w = g! * x + h! * y + 1;
  return { x: (a! * x + b! * y + c!) / w, y: (d! * x + e! * y + f!) / w };
}

/** The whole sheet, seen from straight above. */
function straightened(scan: Raster, projection: Projection, pxPerMm: number): Raster {
  const [width, height] = [Math.round(FORM_MM.width * pxPerMm), Math.round(FORM_MM.height * pxPerMm)];
  const out = new Uint8Array(width * height * 3).fill(255);
  const { data } = scan;
  const row = scan.width * 3;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const at = project(projection, (x + 0.5) / pxPerMm, (y + 0.5) / pxPerMm);
      if (at.x < 1 || at.y < 1 || at.x > scan.width - 1 || at.y > scan.height - 1) continue;
      const [i, j] = [Math.floor(at.x - 0.5), Math.floor(at.y - 0.5)];
      const [u, v] = [at.x - 0.5 - i, at.y - 0.5 - j];
      for (let k = 0, from = j * row + i * 3; k < 3; k++, from++) {
        const above = data[from]! * (1 - u) + data[from + 3]! * u;
        const below = data[from + row]! * (1 - u) + data[from + row + 3]! * u;
        out[to + k] = above * (1 - v) + below * v;
      }
    }
  }
  return { width, height, data: out };
}
