import { findPageEdges, type PageEdges } from './page-edges.ts';
import type { Plane, Point } from './raster.ts';

/** Where the page lies in the scan. All pixels are those of the scan as decoded. */
export interface PageFrame {
  /** Clockwise turn of the page in the scan, radians. */
  readonly angle: number;
  /** Top left corner of the page. */
  readonly corner: Point;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerMm: number;
  readonly dpi: number;
  /** `file`: as the file says; `marks`: by the corner marks of a sheet of ours; `page`: worked out from A4, because the file says nothing or what cannot be. */
  readonly dpiFrom: 'file' | 'marks' | 'page';
  /** Whether the page's own edges were seen, or the picture's frame was taken for the page. */
  readonly edgesSeen: boolean;
}

const A4_SHORT_MM = 210;
const A4_LONG_MM = 297;
const MM_PER_INCH = 25.4;
/** A sheet or card fed to a scanner measures between these; a dpi that says otherwise is wrong. */
const PAGE_MM = { min: 45, max: 480 };
/** Two sides of a page agree on its turn within this. */
const SAME_TURN = 0.012;

export function toPageMm(frame: PageFrame, p: Point): Point {
  const dx = p.x - frame.corner.x;
  const dy = p.y - frame.corner.y;
  const c = Math.cos(frame.angle);
  const s = Math.sin(frame.angle);
  return { x: (dx * c + dy * s) / frame.pxPerMm, y: (dy * c - dx * s) / frame.pxPerMm };
}

export function toScanPx(frame: PageFrame, mm: Point): Point {
  const x = mm.x * frame.pxPerMm;
  const y = mm.y * frame.pxPerMm;
  const c = Math.cos(frame.angle);
  const s = Math.sin(frame.angle);
  return { x: frame.corner.x + x * c - y * s, y: frame.corner.y + x * s + y * c };
}

/** The same page on a raster that was shrunk `factor` times; its resolution stays that of the scan. */
export function shrinkFrame(frame: PageFrame, factor: number): PageFrame {
  const { corner, widthPx, heightPx, pxPerMm } = frame;
  return {
    ...frame,
    corner: { x: corner.x / factor, y: corner.y / factor },
    widthPx: widthPx / factor,
    heightPx: heightPx / factor,
    pxPerMm: pxPerMm / factor,
  };
}

/** The same page, known to lie turned clockwise by so many more quarters. */
export function turnFrame(frame: PageFrame, quarters: number): PageFrame {
  const { widthPx, heightPx, pxPerMm, angle } = frame;
  const [x, y] = [
    [0, 0],
    [widthPx, 0],
    [widthPx, heightPx],
    [0, heightPx],
  ][quarters]! as [number, number];
  const turned = angle + (quarters * Math.PI) / 2;
  return {
    ...frame,
    angle: Math.atan2(Math.sin(turned), Math.cos(turned)),
    corner: toScanPx(frame, { x: x / pxPerMm, y: y / pxPerMm }),
    widthPx: quarters % 2 === 0 ? widthPx : heightPx,
    heightPx: quarters % 2 === 0 ? heightPx : widthPx,
  };
}

/**
 * Finds the page in a scan. `grey` is the scan shrunk `factor` times. A turn needs two edges that are square to each other; where
 * fewer are seen, the picture's frame is the page.
 */
export function findPage(
  grey: Plane,
  factor: number,
  scan: { width: number; height: number },
  fileDpi: number | null,
): PageFrame {
  const edges = findPageEdges(grey);
  const placed = place(edges, grey);
  const box = placed ?? { angle: 0, corner: { x: 0, y: 0 }, width: scan.width / factor, height: scan.height / factor };
  const widthPx = box.width * factor;
  const heightPx = box.height * factor;
  const { dpi, dpiFrom } = resolution(widthPx, heightPx, fileDpi);
  return {
    angle: box.angle,
    corner: { x: box.corner.x * factor, y: box.corner.y * factor },
    widthPx,
    heightPx,
    pxPerMm: dpi / MM_PER_INCH,
    dpi,
    dpiFrom,
    edgesSeen: placed !== null,
  };
}

function resolution(
  widthPx: number,
  heightPx: number,
  fileDpi: number | null,
): { dpi: number; dpiFrom: 'file' | 'page' } {
  const long = Math.max(widthPx, heightPx);
  const short = Math.min(widthPx, heightPx);
  const fromA4 = ((long / A4_LONG_MM + short / A4_SHORT_MM) / 2) * MM_PER_INCH;
  if (fileDpi !== null) {
    const mm = (pixels: number) => (pixels / fileDpi) * MM_PER_INCH;
    const isoPage = Math.abs(long / short - Math.SQRT2) < 0.02;
    const tooSmall = isoPage && mm(long) < 200;
    if (mm(long) <= PAGE_MM.max && mm(short) >= PAGE_MM.min && !tooSmall) return { dpi: fileDpi, dpiFrom: 'file' };
  }
  return { dpi: fromA4, dpiFrom: 'page' };
}

interface PlacedBox {
  readonly angle: number;
  readonly corner: Point;
  readonly width: number;
  readonly height: number;
}

/** Joins the edges that were seen into a rectangle, in pixels of the plane; an edge not seen lies where the frame ends. */
function place({ left, right, top, bottom }: PageEdges, { width, height }: Plane): PlacedBox | null {
  if (!(left || right) || !(top || bottom)) return null;
  const turns: { angle: number; weight: number }[] = [];
  if (left) turns.push({ angle: -left.slope, weight: height });
  if (right) turns.push({ angle: right.slope, weight: height });
  if (top) turns.push({ angle: top.slope, weight: width });
  if (bottom) turns.push({ angle: -bottom.slope, weight: width });
  const weight = turns.reduce((sum, turn) => sum + turn.weight, 0);
  const slope = turns.reduce((sum, turn) => sum + turn.angle * turn.weight, 0) / weight;
  if (turns.some((turn) => Math.abs(turn.angle - slope) > SAME_TURN)) return null;
  const angle = Math.atan(slope);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const along = (x: number, y: number) => x * c + y * s;
  const down = (x: number, y: number) => y * c - x * s;
  const minU = left ? along(left.at, height / 2) : along(0, height / 2);
  const maxU = right ? along(width - right.at, height / 2) : along(width, height / 2);
  const minV = top ? down(width / 2, top.at) : down(width / 2, 0);
  const maxV = bottom ? down(width / 2, height - bottom.at) : down(width / 2, height);
  return { angle, corner: { x: minU * c - minV * s, y: minU * s + minV * c }, width: maxU - minU, height: maxV - minV };
}
