import { type Assessment, assessSeal } from './assess-seal.ts';
import type { Words } from './check-mark.ts';
import type { InkKind } from './ink.ts';
import type { Writing } from './notes.ts';
import { boundsOf, type Outline, ownSize, scaleOutline } from './outline.ts';
import { type PageFrame, shrinkFrame, toPageMm, turnFrame } from './page-frame.ts';
import { pageTurn, surroundingsOn } from './page-turn.ts';
import type { PaperLight } from './paper.ts';
import { letGo, type Raster } from './raster.ts';
import { type MeasuredOutline, refineOutline } from './refine-outline.ts';
import { halveView, type SealInkView, type SealView, viewSeal } from './seal-view.ts';

/** A drawn outline follows the ink this far; where the ink leads further away, the person knows better. */
const STRAY_MM = 1.5;
/** From here on seals are judged at half the resolution: what is looked for is a fifth of a millimetre and more. */
const FINE_DPI = 450;

/** A page on which seals are measured. */
export interface Desk {
  readonly raster: Raster;
  readonly work: Raster;
  readonly factor: number;
  readonly paper: PaperLight;
  readonly frame: PageFrame;
  readonly kind: InkKind;
  readonly jpegQuality: number | null;
  readonly words: Words;
  /** The outlines were drawn by a person. */
  readonly drawn: boolean;
}

/** A seal and what it was found to be. */
export interface MeasuredSeal {
  readonly view: SealInkView;
  readonly seal: MeasuredOutline;
  /** The outline on the straightened page, mm. */
  readonly onPage: Outline;
  readonly assessed: Assessment;
}

/** Measures and judges the seals of a page, each beside the others. */
function measureAll(desk: Desk, outlines: readonly Outline[]): MeasuredSeal[] {
  const fine = desk.frame.dpi >= FINE_DPI;
  const both = outlines.map((outline) => {
    const others = outlines.filter((other) => other !== outline);
    const measured = measureSeal(desk, outline, others);
    return { measured, judged: fine ? halved(measured) : measured };
  });
  const judged = both.map((one) => one.judged);
  const facts = fine ? { ...desk, frame: shrinkFrame(desk.frame, 2) } : desk;
  return both.map(({ measured, judged: { view, seal } }, i) => {
    const others = judged.filter((_, k) => k !== i).map((other) => other.seal.outline);
    const assessed = assessSeal(view, seal, others, facts);
    // What is cut out is but ink, at full resolution.
    letGo(view.pen.data);
    if (fine) letGo(view.ink.data);
    return { ...measured, assessed };
  });
}

function halved({ view, seal: { outline, width, height } }: { view: SealView; seal: MeasuredOutline }) {
  const half = halveView(view);
  letGo(view.pen.data);
  return { view: half, seal: { outline: scaleOutline(outline, 0.5), width: width / 2, height: height / 2 } };
}

/**
 * Measures the seals, on the page as it lies or turned upright where they and their notes say surely that it lies turned. `told`: how it is
 * known to lie.
 */
export function standUpright(lying: Desk, outlines: readonly Outline[], writing: Writing, told: number | undefined) {
  const { work, factor, frame } = lying;
  const pxPerMm = frame.pxPerMm / factor;
  const boxes = outlines.map((outline) => boundsOf(outline));
  const first = told ? null : measureAll(lying, outlines);
  const turn =
    first && told === undefined
      ? pageTurn(
          first.map(({ assessed }, i) => ({ box: boxes[i]!, turn: ownTurnOf(assessed, frame) })),
          writing,
          work,
          pxPerMm,
        )
      : { quarters: told ?? 0, sure: true };
  const quarters = turn.sure ? turn.quarters : 0;
  const desk = quarters ? { ...lying, frame: turnFrame(frame, quarters) } : lying;
  const around = surroundingsOn(writing, boxes, quarters, work, pxPerMm);
  if (quarters) letGo(...(first ?? []).map(({ view }) => view.ink.data));
  const measured = first && !quarters ? first : measureAll(desk, outlines);
  return {
    desk,
    all: measured.map((one, i) => ({ ...one, around: around[i]! })),
    turnDoubtDeg: turn.sure ? 0 : [0, 90, 180, -90][turn.quarters]!,
  };
}

/** A seal's own turn against its page. */
export const ownTurnOf = ({ turn }: Assessment, frame: PageFrame): number | null =>
  turn === null ? null : turned(turn - frame.angle);

function measureSeal(
  { raster, factor, paper, frame, kind, drawn }: Desk,
  rough: Outline,
  others: readonly Outline[],
): Omit<MeasuredSeal, 'assessed'> & { readonly view: SealView } {
  const first = scaleOutline(rough, factor);
  const view = viewSeal(raster, paper, factor, first, frame.pxPerMm, kind);
  const around = others.map((other) => scaleOutline(other, factor));
  const found = refineOutline(view, first, around, frame.pxPerMm, frame.angle);
  const own = ownSize(first, frame.angle);
  const off = Math.max(
    Math.hypot(found.outline.x - first.x, found.outline.y - first.y),
    Math.abs(found.width - own.width),
    Math.abs(found.height - own.height),
  );
  const seal = drawn && off > STRAY_MM * frame.pxPerMm ? { outline: first, ...own } : found;
  return { view, seal, onPage: outlineOnPage(seal.outline, frame) };
}

function outlineOnPage(outline: Outline, frame: PageFrame): Outline {
  const middle = toPageMm(frame, outline);
  const small = scaleOutline(outline, 1 / frame.pxPerMm);
  return 'angle' in small ? { ...small, ...middle, angle: small.angle - frame.angle } : { ...small, ...middle };
}

/** The same turn, within half a circle either way. */
const turned = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle));
