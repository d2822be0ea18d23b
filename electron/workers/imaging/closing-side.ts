import { SIDE_MM } from './fit-outlines.ts';
import type { Straight } from './outline.ts';
import { type SeenOn, shareSeen } from './outline-seen.ts';
import type { Plane } from './raster.ts';

/** A line that closes an outline is inked this far, and leaves no side with less; the sides beside it end there, but for so much. Strokes of characters are no such lines. */
const CLOSES = { line: 0.9, sides: 0.5, beyond: 0.5 } as const;
/** The same in a trace of ink, of which grain and JPEG leave pieces, with so much of the sides that lead there; `besideMm` before it is less, beyond it bare paper. */
const TRACED = { line: 0.6, sides: 0.5, before: 0.5, beyond: 0.2, besideMm: 1.5 } as const;
/** Between two seals there is no more ink than this, and on both sides of it, so near, a line this long. */
const GAP = { bare: 0.05, line: 0.7, lineMm: 2.5 } as const;
/** What lies so far around two seals is theirs. */
const ROOM_MM = 3;
/** Where one seal begins beside another, the ink reaches so much further across or less, from this far before the place to this far behind it. */
const STEP_MM = { jump: 1.2, beside: 1 } as const;
/** A line goes on beyond a corner where it is inked along nearly all of this. */
const GOES_ON = { fromMm: 1.5, toMm: 6, share: 0.85 } as const;
/** How far from a line its ink may lie, across. */
const ACROSS_MM = 0.4;

/** One side of an outline: the directions out of it and along it, how far it is from the middle and from its own to its ends. */
interface Side {
  readonly nx: number;
  readonly ny: number;
  readonly far: number;
  readonly half: number;
}

function sidesOf({ angle, width, height }: Straight): readonly Side[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [w, h] = [width / 2, height / 2];
  return [
    { nx: c, ny: s, far: w, half: h },
    { nx: -s, ny: c, far: h, half: w },
    { nx: -c, ny: -s, far: w, half: h },
    { nx: s, ny: -c, far: h, half: w },
  ];
}

/** Whether a map has `least` and more at (out, along) of a side, or up to `across` pixels further in. */
function inkedAt(
  ink: Plane,
  { x, y }: Straight,
  { nx, ny }: Side,
  out: number,
  along: number,
  across: number,
  least: number,
) {
  for (let d = 0; d <= across; d += 0.7) {
    const i = Math.floor(x + nx * (out - d) - ny * along);
    const j = Math.floor(y + ny * (out - d) + nx * along);
    if (i >= 0 && j >= 0 && i < ink.width && j < ink.height && ink.data[j * ink.width + i]! >= least) return true;
  }
  return false;
}

/** Share of the places from..to along a line `out` of the middle that are inked. */
function shareAlong(
  on: SeenOn,
  outline: Straight,
  side: Side,
  out: number,
  from: number,
  to: number,
  least: number,
  across = ACROSS_MM * on.pxPerMm,
): number {
  const step = 0.4 * on.pxPerMm;
  let [inked, all] = [0, 0];
  for (let along = from + step / 2; along < to; along += step, all++)
    if (inkedAt(on.ink, outline, side, out, along, across, least)) inked++;
  return inked / Math.max(1, all);
}

/** Whether a side is part of a line that goes on beyond both of its corners: one below a headline, one of a table. A frame's sides end at its corners. */
export function isRuled(outline: Straight, on: SeenOn): boolean {
  const [near, far] = [GOES_ON.fromMm * on.pxPerMm, GOES_ON.toMm * on.pxPerMm];
  return sidesOf(outline).some((side) =>
    [1, -1].every((end) => {
      const [from, to] = [side.half + near, side.half + far];
      return (
        shareAlong(on, outline, side, side.far, end > 0 ? from : -to, end > 0 ? to : -from, on.sure) >= GOES_ON.share
      );
    }),
  );
}

/** The outline with one side moved out to `far` from its middle, or in. */
function moved(outline: Straight, { nx, ny, far }: Side, to: number): Straight {
  const more = to - far;
  const lying = Math.abs(nx * Math.cos(outline.angle) + ny * Math.sin(outline.angle)) > 0.5;
  const width = outline.width + (lying ? more : 0);
  const height = outline.height + (lying ? 0 : more);
  const shape = Math.abs(width - height) < 0.04 * Math.max(width, height) ? 'square' : 'rectangle';
  return { shape, x: outline.x + (nx * more) / 2, y: outline.y + (ny * more) / 2, width, height, angle: outline.angle };
}

/**
 * The seal whose fourth side is a line further in: what was taken for that side is another seal, that stands beside it. Null where no such line closes
 * the other sides, or too little lies beyond it.
 */
export function closedWithin(outline: Straight, on: SeenOn): Straight | null {
  const least = SIDE_MM.min * on.pxPerMm;
  let best: { outline: Straight; side: number } | null = null;
  const enough = Math.max(CLOSES.sides, shareSeen(outline, on).leastSide);
  for (const side of sidesOf(outline)) {
    let line = { at: 0, share: 0 };
    for (let at = side.far - least; at > least - side.far; at -= 0.7) {
      const share = shareAlong(on, outline, side, at, -side.half, side.half, on.sure);
      if (share > line.share) line = { at, share };
    }
    if (line.share < CLOSES.line) continue;
    if (Math.max(...leading(on, outline, side, line.at, side.far, on.sure)) > CLOSES.beyond) continue;
    const closed = moved(outline, side, line.at);
    const { leastSide } = shareSeen(closed, on);
    if (leastSide > (best?.side ?? enough)) best = { outline: closed, side: leastSide };
  }
  return best?.outline ?? null;
}

/**
 * What lies on either side of a gap of paper across an outline, where a line stands on both sides of the gap. A seal is held together
 * by its border. Null where there is none.
 */
export function partsAtGap(outline: Straight, on: SeenOn): readonly [Straight, Straight] | null {
  const { pxPerMm } = on;
  for (const [i, side] of sidesOf(outline).slice(0, 2).entries()) {
    const least = SIDE_MM.min * pxPerMm - side.far;
    const inked = (at: number) => shareAlong(on, outline, side, at, -side.half, side.half, on.sure);
    const lines = (at: number, step: number) => {
      for (let d = 0; d < GAP.lineMm * pxPerMm; d += 0.7) if (inked(at + step * d) >= GAP.line) return true;
      return false;
    };
    for (let at = least; at < -least; at += 0.7) {
      const bare = shareAlong(on, outline, side, at, -side.half, side.half, on.sure, 0) <= GAP.bare;
      if (!bare || !lines(at, -1) || !lines(at, 1)) continue;
      return partsAt(outline, i, at, pxPerMm);
    }
  }
  return null;
}

/** The two parts of an outline, with room around, that a line across makes, so far towards one of its sides. */
function partsAt(outline: Straight, side: number, at: number, pxPerMm: number): readonly [Straight, Straight] {
  const room = 2 * ROOM_MM * pxPerMm;
  const all = { ...outline, width: outline.width + room, height: outline.height + room };
  return [moved(all, sidesOf(all)[side]!, at), moved(all, sidesOf(all)[side + 2]!, -at)];
}

/** What lies on either side of the place along an outline where the ink reaches further across, or less, all at once. Null where it does not. */
export function partsAtStep(outline: Straight, on: SeenOn): readonly [Straight, Straight] | null {
  const beside = STEP_MM.beside * on.pxPerMm;
  let best = { jump: STEP_MM.jump * on.pxPerMm, parts: null as readonly [Straight, Straight] | null };
  for (const [i, side] of sidesOf(outline).slice(0, 2).entries()) {
    const least = side.far - SIDE_MM.min * on.pxPerMm;
    for (const end of [1, -1]) {
      const reach = (at: number): number => {
        let along = side.half;
        while (along > -side.half && !inkedAt(on.ink, outline, side, at, end * along, 0, on.sure)) along -= 0.7;
        return along;
      };
      for (let at = -least; at < least; at += 0.7) {
        const jump = Math.abs(reach(at + beside / 2) - reach(at - beside / 2));
        if (jump <= best.jump) continue;
        best = { jump, parts: partsAt(outline, i, at, on.pxPerMm) };
      }
    }
  }
  return best.parts;
}

/**
 * The seal whose fourth side is a line further out, of which no more is left than a trace that single places do not tell from grain, though all of them
 * together do. Null where none is left, or its sides would be longer than `most`, px.
 */
export function closedBeyond(outline: Straight, on: SeenOn, most: number): Straight | null {
  const beside = TRACED.besideMm * on.pxPerMm;
  let best: { outline: Straight; traced: number } | null = null;
  for (const side of sidesOf(outline)) {
    if (shareAlong(on, outline, side, side.far, -side.half, side.half, on.sure) >= TRACED.line) continue;
    for (let out = side.far + beside; out < most - side.far; out += 0.7) {
      const traceAt = (at: number) => shareAlong(on, outline, side, at, -side.half, side.half, 1);
      const traced = traceAt(out);
      if (traced < Math.max(TRACED.line, best?.traced ?? 0)) continue;
      if (traceAt(out + beside) > TRACED.beyond || traceAt(out - beside) > TRACED.before) continue;
      const [one = 0, other = 0] = leading(on, outline, side, side.far, out, 1);
      if (one + other < 2 * TRACED.sides) continue;
      best = { outline: moved(outline, side, out), traced };
    }
  }
  return best?.outline ?? null;
}

/** Share of ink along the two sides that lead to `side`, between so far out of the middle and so far. */
function leading(on: SeenOn, outline: Straight, side: Side, near: number, far: number, least: number): number[] {
  const shares: number[] = [];
  for (const lead of sidesOf(outline)) {
    const towards = lead.nx * side.ny - lead.ny * side.nx;
    if (Math.abs(towards) < 0.5) continue;
    const [from, to] = towards > 0 ? [near, far] : [-far, -near];
    shares.push(shareAlong(on, outline, lead, lead.far, from, to, least));
  }
  return shares;
}
