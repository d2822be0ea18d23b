import { FORM_NOTE_MM, formRanges, type SealForm } from '../../../shared/seal/form.ts';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { verdictOf } from '../../../shared/seal/reasons.ts';
import type { DrawnOutline, PageFinding, ScannedPage, SealFinding, SealInk } from '../../../shared/seal/scan.ts';
import { burnAcross, checkMark } from './check-mark.ts';
import { cutOut, inkPng, toPng } from './cut-out.ts';
import type { DecodedPage } from './decode.ts';
import { findSeals, readingOrder } from './find-seals.ts';
import { findFormCode } from './form-code.ts';
import { placeForm } from './form-frame.ts';
import { hasNoColour, type InkKind, SURE_PEN, separateInk } from './ink.ts';
import { type Desk, type MeasuredSeal, ownTurnOf, standUpright } from './measure-seals.ts';
import { type Surroundings, writingOf } from './notes.ts';
import { boundsOf, type Outline } from './outline.ts';
import { cutBox, holds, joined, padded, pageBox, round, scaled } from './page-boxes.ts';
import { findPage, type PageFrame, toPageMm, toScanPx, turnFrame } from './page-frame.ts';
import { lookOf } from './page-look.ts';
import { type PagePart, pagePicture } from './page-picture.ts';
import { measurePaper } from './paper.ts';
import { type Box, brightness, letGo, type Plane, type Point, type Raster, shrink } from './raster.ts';
import { reaching } from './regions.ts';

/** Seals are looked for at about this resolution: a ring of 1 mm is six pixels wide. */
const WORK_DPI = 150;
/** Page edges are looked for on a page about this long: a pixel is 0.3 mm, the edge is found to a tenth of it. */
const EDGE_LENGTH_PX = 900;
/** A hand slips by less than this, degrees; what lies further askew was meant so. */
const SLANT_DEG = 30;
/** Seals whose middles lie within this of each other stand in one line. */
const LINE_MM = 15;
const PREVIEW_DPI = 120;
const CROP_DPI = 150;
const CROP_MARGIN_MM = 5;
/** Notes are read at this. */
const NOTE_DPI = 300;

export interface ScanSettings {
  /** Also make a picture of the page. */
  readonly preview?: boolean;
  /** What the seals are stamped in. */
  readonly ink?: SealInk | undefined;
  /** Outlines that a person drew: only they are seals then, and no others are looked for. */
  readonly drawn?: readonly DrawnOutline[] | undefined;
  /** The page is known to lie turned clockwise by so many quarters; left out where that is to be found out. */
  readonly quarters?: number | undefined;
  /** Quality of the JPEG that it was, 1 to 100. */
  readonly jpegQuality?: number | null;
  /** Called once nothing reads the page's pixels any more; the rest goes on when it is done. */
  readonly pixelsRead?: (() => Promise<void>) | undefined;
}

/** Everything from a decoded page to its seals: straightened, measured, cut out and judged. */
export async function scanPage(
  page: DecodedPage,
  index: number,
  { preview = false, ink = 'red', drawn, quarters, jpegQuality = null, pixelsRead }: ScanSettings = {},
): Promise<ScannedPage> {
  const { raster, factor, work, frame: lying, form, printScale } = await lay(page);
  const colour = !hasNoColour(work);
  const inside = insidePage(work, lying, factor);
  const workPerMm = lying.pxPerMm / factor;
  const paper = measurePaper(work, inside, workPerMm);
  const kind: InkKind = colour || ink === 'black' ? ink : 'grey';
  const maps = separateInk(work, paper, inside, kind);
  const ranges = form ? formRanges(form.ranges.length).map((box) => scaled(box, printScale)) : [];
  const rangeOf = ({ x, y }: Point): number => ranges.findIndex((range) => holds(range, x, y));
  const told = form ? 0 : quarters;
  const onRange = (outline: Outline): boolean => {
    const { left, right } = boundsOf(outline);
    return (
      (right - left) / workPerMm < ranges[0]!.width * 0.9 && rangeOf(toPageMm(lying, scaledUp(outline, factor))) >= 0
    );
  };
  const sought = drawn ? null : findSeals(maps, workPerMm);
  // Frames and code of a printed sheet are black as well.
  const printed = form && (kind === 'black' || kind === 'grey');
  const outlines = sought
    ? sought.seals.map(({ outline }) => outline).filter((outline) => !printed || onRange(outline))
    : drawn!.map((one) => outlineInWork(one, told ? turnFrame(lying, told) : lying, factor));
  const words = await checkMark();
  const lyingDesk = { raster, work, factor, paper, frame: lying, kind, jpegQuality, words, drawn: drawn !== undefined };
  // Print and black seals have the same ink, and in grey everything has.
  const writing = writingOf(
    kind === 'black' || kind === 'grey' ? reaching(darkest(maps.pen, maps.seal), SURE_PEN) : maps.surePen,
  );
  const look = lookOf(maps, paper, lying.widthPx / lying.pxPerMm, lying.heightPx / lying.pxPerMm);
  letGo(maps.seal.data, maps.pen.data, maps.sureInk.data, maps.surePen.data);
  const { desk, all, turnDoubtDeg } = standUpright(lyingDesk, outlines, writing, told);
  const { frame } = desk;
  // A sheet of ours may lie in any turn: its seals go by its ranges. Drawn ones stay in the order in which they were asked for.
  const measured = drawn
    ? all
    : form
      ? all.toSorted((a, b) => rangeOf(a.onPage) - rangeOf(b.onPage))
      : readingOrder(all, ({ onPage }) => onPage, LINE_MM);
  const finding: PageFinding = {
    index,
    dpi: round(frame.dpi, 1),
    dpiFrom: frame.dpiFrom,
    widthMm: round(frame.widthPx / frame.pxPerMm, 1),
    heightMm: round(frame.heightPx / frame.pxPerMm, 1),
    rotationDeg: round((frame.angle * 180) / Math.PI, 2),
    edgesSeen: frame.edgesSeen,
    colour,
    ink,
    form,
    printScale: round(printScale, 3),
    turnDoubtDeg,
    unclear:
      kind === 'black' || kind === 'grey' ? [] : (sought?.unclear ?? []).map((box) => pageBox(box, factor, frame)),
    look,
  };
  const whole = { x: 0, y: 0, width: finding.widthMm, height: finding.heightMm };
  const marked = measured.map(({ onPage }) => ({ box: cutBox(onPage, 0), mark: { words, outline: onPage } }));
  const places = measured.map((seal) =>
    form ? printedAround(form, ranges, rangeOf(seal.onPage)) : writtenAround(desk, seal.around),
  );
  // Pictures are encoded on another thread while the next ones are made; those that need every pixel come first.
  const texts = Promise.all(places.map((place) => textsAt(desk, place, marked)));
  const release = async () => {
    if (raster !== page.raster) letGo(raster.data);
    await pixelsRead?.();
  };
  const others = async () => {
    if (work !== raster) await release();
    return Promise.all([
      preview
        ? pagePicture(work, factor, frame, { part: whole, dpi: Math.min(PREVIEW_DPI, frame.dpi), marked, quality: 82 })
        : null,
      Promise.all(measured.map((seal, i) => scanSeal(desk, seal, places[i]!, marked))),
    ]);
  };
  const [notes, [picture, seals]] = await Promise.all([texts, others()]);
  if (work !== raster) letGo(work.data);
  else await release();
  return {
    finding,
    preview: picture,
    seals: seals.map((seal, i) => ({ ...seal, pictures: { ...seal.pictures, ...notes[i]! } })),
  };
}

const darkest = (a: Plane, b: Plane): Plane => ({ ...a, data: a.data.map((value, i) => Math.max(value, b.data[i]!)) });

/** The page set straight: a sheet of ours by its marks, any other by its edges. */
async function lay(page: DecodedPage) {
  const plain = straighten(page);
  const code = await findFormCode(plain.work);
  const placed = code && placeForm(code, plain.work, page.raster, plain.factor, page.dpi);
  const form = code?.form ?? null;
  if (!placed) return { ...plain, raster: page.raster, form: null, printScale: 1 };
  const { frame, printScale, raster } = placed;
  if (!raster) return { ...plain, raster: page.raster, frame, form, printScale };
  const factor = Math.max(1, Math.round(frame.dpi / WORK_DPI));
  return { raster, factor, work: shrink(raster, factor), frame, form, printScale };
}

function straighten({ raster, dpi }: DecodedPage): { factor: number; work: Raster; frame: PageFrame } {
  const guess = findPage(
    { width: 4, height: 4, data: new Uint8Array(16) },
    Math.max(1, raster.width / 4),
    raster,
    dpi,
  ).dpi;
  const factor = Math.max(
    1,
    Math.round((dpi ?? guess) / WORK_DPI),
    Math.ceil(Math.max(raster.width, raster.height) / 4000),
  );
  const work = shrink(raster, factor);
  const coarse = Math.max(1, Math.round(Math.max(work.width, work.height) / EDGE_LENGTH_PX));
  const frame = findPage(brightness(shrink(work, coarse)), factor * coarse, raster, dpi);
  return { factor, work, frame };
}

/** The box of the shrunk page in which every pixel is paper: a turned page leaves wedges of lid at its sides. */
function insidePage(work: Raster, frame: PageFrame, factor: number): Box {
  if (!frame.edgesSeen) return { left: 0, top: 0, right: work.width, bottom: work.height };
  const c = Math.cos(frame.angle);
  const s = Math.sin(frame.angle);
  const { x, y } = frame.corner;
  const { widthPx: w, heightPx: h } = frame;
  const xs = [x, x + w * c, x - h * s, x + w * c - h * s].map((value) => value / factor).sort((a, b) => a - b);
  const ys = [y, y + w * s, y + h * c, y + w * s + h * c].map((value) => value / factor).sort((a, b) => a - b);
  return {
    left: Math.max(0, Math.ceil(xs[1]!) + 1),
    top: Math.max(0, Math.ceil(ys[1]!) + 1),
    right: Math.min(work.width, Math.floor(xs[2]!) - 1),
    bottom: Math.min(work.height, Math.floor(ys[2]!) - 1),
  };
}

/** Where a seal stands: its range, what is written below, or what is printed there. */
type SealPlace = Pick<SealFinding, 'rangeMm' | 'noteMm' | 'furtherMm' | 'formTypes'>;

function writtenAround({ factor, frame }: Desk, { range, note, further }: Surroundings): SealPlace {
  const toPage = (box: Box) => pageBox(box, factor, frame);
  const noteMm = note ? padded(toPage(note), 1.5) : null;
  return {
    noteMm,
    furtherMm: further ? padded(toPage(further), 1.5) : null,
    rangeMm: range ? joined(padded(toPage(range), 0.5), noteMm) : null,
    formTypes: null,
  };
}

/** A range of a sheet of ours; where no types are printed, the note is written on the line below it. */
function printedAround({ ranges }: SealForm, boxes: readonly PageBox[], range: number): SealPlace {
  const rangeMm = boxes[range] ?? null;
  const formTypes = ranges[range] ?? null;
  const noteMm =
    rangeMm && formTypes?.length === 0
      ? { x: rangeMm.x, y: rangeMm.y + rangeMm.height + 1, width: rangeMm.width, height: FORM_NOTE_MM }
      : null;
  return { rangeMm, noteMm, furtherMm: null, formTypes };
}

const scaledUp = ({ x, y }: Point, by: number): Point => ({ x: x * by, y: y * by });

/** A drawn outline in pixels of the shrunk page. */
function outlineInWork(
  { shape, centerMm, widthMm, heightMm, angleDeg }: DrawnOutline,
  frame: PageFrame,
  factor: number,
): Outline {
  const middle = toScanPx(frame, { x: centerMm[0], y: centerMm[1] });
  const perMm = frame.pxPerMm / factor;
  const about = { x: middle.x / factor, y: middle.y / factor, angle: (angleDeg * Math.PI) / 180 + frame.angle };
  return shape === 'circle' || shape === 'ellipse'
    ? { shape, ...about, rx: (widthMm / 2) * perMm, ry: (heightMm / 2) * perMm }
    : { shape, ...about, width: widthMm * perMm, height: heightMm * perMm };
}

/** The note below a seal, and what follows it. */
async function textsAt({ raster, frame }: Desk, { noteMm, furtherMm }: SealPlace, marks: PagePart['marked']) {
  const written = (part: PageBox) =>
    pagePicture(raster, 1, frame, { part, dpi: Math.min(NOTE_DPI, frame.dpi), marked: marks, quality: 90 });
  const [note, further] = await Promise.all([noteMm && written(noteMm), furtherMm && written(furtherMm)]);
  return { note, further };
}

/** @param marks where 仅供核对 goes on every picture of the page: a neighbour may reach into this seal's crop or note */
async function scanSeal(
  desk: Desk,
  { view, seal, onPage, assessed }: MeasuredSeal,
  around: SealPlace,
  marks: PagePart['marked'],
) {
  const { work, factor, frame, words } = desk;
  const { reasons, measures } = assessed;
  const upright = ownTurnOf(assessed, frame) ?? slantOf(onPage);
  const cutMm = cutBox(onPage, upright);
  const { noteMm, furtherMm, rangeMm, formTypes } = around;
  const finding: SealFinding = {
    shape: seal.outline.shape,
    centerMm: [round(onPage.x, 2), round(onPage.y, 2)],
    widthMm: round(seal.width / frame.pxPerMm, 2),
    heightMm: round(seal.height / frame.pxPerMm, 2),
    angleDeg: onPage.shape === 'circle' || !('angle' in onPage) ? 0 : ownTurn(onPage.angle),
    uprightDeg: round((upright * 180) / Math.PI, 1),
    cutMm,
    rangeMm,
    noteMm,
    furtherMm,
    formTypes,
    verdict: verdictOf(reasons),
    reasons: [...reasons],
    measures,
    by: desk.drawn ? 'person' : 'program',
  };
  const cutting = cutOut(view, seal.outline, frame, cutMm, upright);
  letGo(view.ink.data);
  const [clean, marked, crop] = await Promise.all([
    inkPng(cutting),
    toPng(burnAcross(cutting, { words, outline: onPage }, cutMm)),
    pagePicture(work, factor, frame, {
      part: padded(cutMm, CROP_MARGIN_MM),
      dpi: Math.min(CROP_DPI, frame.dpi),
      marked: marks,
      quality: 80,
    }),
  ]);
  return { finding, pictures: { clean, marked, crop } };
}

/** What straight sides and long axes lack to lying straight, radians; 0 where that is no slip of the hand. */
function slantOf(onPage: Outline): number {
  if (onPage.shape === 'circle' || onPage.shape === 'other') return 0;
  const slant = ownTurn(onPage.angle);
  return Math.abs(slant) < SLANT_DEG ? (slant * Math.PI) / 180 : 0;
}

/** Degrees from −45 to 45: which axis is the width is decided by the nearer horizontal. */
function ownTurn(angle: number): number {
  const degrees = (angle * 180) / Math.PI;
  return round(degrees - 90 * Math.round(degrees / 90), 1);
}
