import {
  BLOT_REJECT_MM2,
  BLOT_WARN_MM2,
  CLIPPED_MM,
  DPI_REJECT,
  DPI_WARN,
  FAINT_REJECT,
  FAINT_WARN,
  FOREIGN_WARN,
  JPEG_REJECT,
  JPEG_WARN,
  PEN_REJECT,
  PEN_RING_REJECT_MM,
  PEN_WARN,
  RING_MISSING_REJECT,
  RING_MISSING_WARN,
  ROUND_MM,
  ROUND_RULE_FROM_MM,
  ROUND_TOLERANCE_MM,
  SIDE_MM,
  SLID_BEYOND,
  SLID_REJECT_MM,
  SLID_WARN_MM,
  STAR_REJECT,
  STAR_WARN,
  WEAK_SIDE_REJECT,
  WEAK_SIDE_WARN,
} from '../../../shared/seal/limits.ts';
import { type PageBox, type Reason, reason } from '../../../shared/seal/reasons.ts';
import type { SealMeasures, SealShape } from '../../../shared/seal/scan.ts';
import type { InkKind } from './ink.ts';
import { boundsOf, type Outline } from './outline.ts';
import { type PageFrame, toPageMm } from './page-frame.ts';
import type { Box } from './raster.ts';
import type { MeasuredOutline } from './refine-outline.ts';
import { type Inside, measureInside } from './seal-inside.ts';
import { type Marks, measureMarks } from './seal-marks.ts';
import { measureRing, type Ring, type Stretch } from './seal-ring.ts';
import { measureText, type Text } from './seal-text.ts';
import type { SealView } from './seal-view.ts';

export interface Assessment {
  readonly reasons: readonly Reason[];
  readonly measures: SealMeasures;
  /** Clockwise turn of the seal in the scan, radians; null where it cannot be told. */
  readonly turn: number | null;
}

/** How the page was scanned. */
export interface ScanFacts {
  readonly frame: PageFrame;
  readonly kind: InkKind;
  /** 1 to 100; null where it was no JPEG. */
  readonly jpegQuality: number | null;
}

/** Judges one seal by the limits of shared/seal/limits.ts; each reason says where. */
export function assessSeal(
  view: SealView,
  seal: MeasuredOutline,
  others: readonly Outline[],
  { frame, kind, jpegQuality }: ScanFacts,
): Assessment {
  const ring = measureRing(view, seal.outline, frame.pxPerMm);
  const inside = measureInside(view, seal.outline, frame.pxPerMm, ring.strokePx);
  const marks = measureMarks(view, seal.outline, others, frame.pxPerMm);
  const text = measureText(view, seal.outline, frame.pxPerMm, ring.strokePx);
  const place = placing(frame);
  const reasons = [
    ...clipped(seal, frame),
    ...missing(ring, place),
    ...pale(ring, inside, place),
    ...penned(ring, inside, place),
    ...faint(view, kind),
    ...incomplete(text, seal.outline, place),
    ...marked(marks, place),
    ...sized(seal, frame),
    ...scanned({ frame, kind, jpegQuality }),
  ];
  const measures = {
    ring: 1 - ring.missingShare,
    evenness: ring.evenness,
    covered: inside.coveredShare,
    density: view.density,
  };
  const whole = text.starDamage === null || text.starDamage <= STAR_WARN;
  return { reasons, measures, turn: whole ? text.turn : null };
}

/** Where things are on the page set straight. */
interface Place {
  at(box: Box): PageBox;
  /** 上侧 and so on, of a direction in the scan. */
  side(angle: number): string;
}

const sides = ['右侧', '右下侧', '下侧', '左下侧', '左侧', '左上侧', '上侧', '右上侧'] as const;

function placing(frame: PageFrame): Place {
  const round = (value: number) => Math.round(value * 10) / 10;
  const lying = Math.round(frame.angle / (Math.PI / 2)) % 2 !== 0;
  return {
    at({ left, top, right, bottom }) {
      const middle = toPageMm(frame, { x: (left + right) / 2, y: (top + bottom) / 2 });
      const [wide, high] = lying ? [bottom - top, right - left] : [right - left, bottom - top];
      const width = Math.max(2.5, wide / frame.pxPerMm);
      const height = Math.max(2.5, high / frame.pxPerMm);
      return {
        x: round(middle.x - width / 2),
        y: round(middle.y - height / 2),
        width: round(width),
        height: round(height),
      };
    },
    side: (angle) => sides[((Math.round((angle - frame.angle) / (Math.PI / 4)) % 8) + 8) % 8]!,
  };
}

const longest = (stretches: readonly Stretch[]): Stretch => stretches.reduce((a, b) => (b.steps > a.steps ? b : a));

function missing(ring: Ring, place: Place): Reason[] {
  if (ring.missingShare < RING_MISSING_WARN) return [];
  const level = ring.missingShare > RING_MISSING_REJECT ? 'reject' : 'warn';
  const worst = longest(ring.missing);
  return [
    reason('ring-broken', level, place.at(worst.box), { share: ring.missingShare, side: place.side(worst.angle) }),
  ];
}

function pale(ring: Ring, inside: Inside, place: Place): Reason[] {
  const out: Reason[] = [];
  if (ring.weakShare >= WEAK_SIDE_WARN) {
    const worst = longest(ring.weak);
    if (ring.weakShare + ring.missingShare >= WEAK_SIDE_REJECT)
      out.push(reason('half-inked', 'reject', place.at(worst.box), { side: place.side(worst.angle) }));
    else out.push(reason('uneven', 'warn', place.at(worst.box), { side: place.side(worst.angle) }));
  }
  const [first] = inside.pale;
  if (first) {
    const level = inside.pale.length > 1 ? 'reject' : 'warn';
    out.push(reason('text-faint', level, place.at(first.box), { side: place.side(first.angle) }));
  }
  return out;
}

/** A ring crossed in several places gives a reason for each, up to three. */
function penned(ring: Ring, inside: Inside, place: Place): Reason[] {
  const out = ring.penned
    .slice(0, 3)
    .map((gap) =>
      reason('pen-over-ring', gap.mm > PEN_RING_REJECT_MM ? 'reject' : 'warn', place.at(gap.box), { mm: gap.mm }),
    );
  if (inside.coveredShare >= PEN_WARN && inside.coveredBox) {
    const level = inside.coveredShare > PEN_REJECT ? 'reject' : 'warn';
    out.push(reason('pen-over-text', level, place.at(inside.coveredBox), { share: inside.coveredShare }));
  }
  return out;
}

function faint(view: SealView, kind: InkKind): Reason[] {
  if (kind === 'grey' || view.density >= FAINT_WARN) return [];
  return [reason('faint', view.density < FAINT_REJECT ? 'reject' : 'warn', null, { density: view.density })];
}

/** Star and text, as far as they can be judged without reading. */
function incomplete(text: Text, { x, y }: Outline, place: Place): Reason[] {
  const out: Reason[] = [];
  const { starDamage, starBox, gapBox } = text;
  if (starDamage !== null && starDamage > STAR_WARN)
    out.push(reason('star-incomplete', starDamage > STAR_REJECT ? 'reject' : 'warn', place.at(starBox)));
  if (text.gap > text.gapLimit && gapBox) {
    const angle = Math.atan2((gapBox.top + gapBox.bottom) / 2 - y, (gapBox.left + gapBox.right) / 2 - x);
    out.push(reason('text-incomplete', 'warn', place.at(gapBox), { side: place.side(angle) }));
  }
  return out;
}

function marked({ blotMm2, blotBox, filledBox, beyondShare, beyondBox, widening }: Marks, place: Place): Reason[] {
  const out: Reason[] = [];
  if (blotMm2 > BLOT_WARN_MM2 && blotBox)
    out.push(reason('blot', blotMm2 > BLOT_REJECT_MM2 ? 'reject' : 'warn', place.at(blotBox)));
  if (filledBox) out.push(reason('blot', 'warn', place.at(filledBox)));
  if (widening > SLID_WARN_MM || beyondShare > SLID_BEYOND) {
    const level = widening > SLID_REJECT_MM || beyondShare > SLID_BEYOND ? 'reject' : 'warn';
    out.push(reason('smeared', level, null));
  } else if (beyondShare > FOREIGN_WARN && beyondBox) {
    out.push(reason('foreign-marks', 'warn', place.at(beyondBox), { share: beyondShare }));
  }
  return out;
}

function clipped(seal: MeasuredOutline, frame: PageFrame): Reason[] {
  const corners = boundsOf(seal.outline);
  const width = frame.widthPx / frame.pxPerMm;
  const height = frame.heightPx / frame.pxPerMm;
  const middle = toPageMm(frame, { x: (corners.left + corners.right) / 2, y: (corners.top + corners.bottom) / 2 });
  const halfWidth = seal.width / 2 / frame.pxPerMm;
  const halfHeight = seal.height / 2 / frame.pxPerMm;
  const beyond = [
    { mm: halfWidth - middle.x, x: 0, y: middle.y },
    { mm: middle.x + halfWidth - width, x: width, y: middle.y },
    { mm: halfHeight - middle.y, x: middle.x, y: 0 },
    { mm: middle.y + halfHeight - height, x: middle.x, y: height },
  ];
  const most = beyond.reduce((a, b) => (b.mm > a.mm ? b : a));
  if (most.mm <= CLIPPED_MM) return [];
  return [reason('clipped-by-page', 'reject', { x: most.x - 3, y: most.y - 3, width: 6, height: 6 }, { mm: most.mm })];
}

function sized(seal: MeasuredOutline, frame: PageFrame): Reason[] {
  const [width, height] = [seal.width / frame.pxPerMm, seal.height / frame.pxPerMm];
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const shape: SealShape = seal.outline.shape;
  const mean = (short + long) / 2;
  const outOfRange = short < SIDE_MM.min || long > SIDE_MM.max;
  const noRule =
    shape === 'circle' &&
    mean >= ROUND_RULE_FROM_MM &&
    !ROUND_MM.some((mm) => Math.abs(mm - mean) <= ROUND_TOLERANCE_MM);
  if (!outOfRange && !noRule) return [];
  const size = shape === 'circle' ? `Ø ${mean.toFixed(1)}` : `${width.toFixed(1)} × ${height.toFixed(1)}`;
  return [reason('size-unusual', 'warn', null, { size })];
}

function scanned({ frame, kind, jpegQuality }: ScanFacts): Reason[] {
  const out: Reason[] = [];
  const dpi = Math.round(frame.dpi);
  if (kind === 'grey') out.push(reason('grey-scan', 'reject', null));
  if (frame.dpi < DPI_WARN)
    out.push(reason('low-resolution', frame.dpi < DPI_REJECT ? 'reject' : 'warn', null, { dpi }));
  if (jpegQuality !== null && jpegQuality < JPEG_WARN)
    out.push(reason('jpeg-coarse', jpegQuality < JPEG_REJECT ? 'reject' : 'warn', null, { quality: jpegQuality }));
  if (frame.dpiFrom === 'page') out.push(reason('resolution-guessed', 'warn', null, { dpi }));
  return out;
}
