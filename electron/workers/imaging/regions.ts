import type { Box, Plane } from './raster.ts';

/** Connected pixels. */
export interface Pieces {
  readonly boxes: readonly Box[];
  readonly sizes: readonly number[];
  /** Runs of pixels along the rows: the first of each, the one behind its last, and the number of its piece plus 1. */
  readonly runs: { readonly from: Int32Array; readonly to: Int32Array; readonly numbers: Int32Array };
}

/** `labels` holds 0 for ground and the region's number plus 1 elsewhere. */
export interface Regions extends Pieces {
  readonly width: number;
  readonly height: number;
  readonly labels: Int32Array;
}

/** 1 where the plane reaches `threshold`, else 0. */
export function reaching(plane: Plane, threshold: number): Plane {
  const out = new Uint8Array(plane.data.length);
  for (let i = 0; i < out.length; i++) out[i] = plane.data[i]! >= threshold ? 1 : 0;
  return { width: plane.width, height: plane.height, data: out };
}

/** 1 where a mask is 0. */
export function reversed({ width, height, data }: Plane): Plane {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = data[i] ? 0 : 1;
  return { width, height, data: out };
}

/** Grows a mask by `radius` pixels in a square. */
export function grow(mask: Plane, radius: number): Plane {
  const { width, height } = mask;
  const { from, to } = runsOf(mask);
  const out = new Uint8Array(width * height);
  // Of each column the last row that what was seen of it reaches.
  const last = new Int32Array(width).fill(-1);
  let until = -1;
  for (let y = -radius, run = 0; y < height; y++) {
    for (const start = (y + radius) * width, end = start + width; run < from.length && from[run]! < end; run++) {
      until = y + 2 * radius;
      last.fill(until, Math.max(0, from[run]! - start - radius), Math.min(width, to[run]! - start + radius));
    }
    if (y >= 0 && y <= until) reachedAlong(last, y, out);
  }
  return { width, height, data: out };
}

function reachedAlong(last: Int32Array, y: number, out: Uint8Array): void {
  for (let x = 0, at = y * last.length; x < last.length; x++, at++) out[at] = y <= last[x]! ? 1 : 0;
}

/** Labels the 8-connected regions of a mask. */
export function labelRegions(mask: Plane): Regions {
  const { width, height } = mask;
  const pieces = piecesOf(mask);
  const { from, to, numbers } = pieces.runs;
  const labels = new Int32Array(width * height);
  for (let run = 0; run < from.length; run++) labels.fill(numbers[run]!, from[run]!, to[run]!);
  return { width, height, labels, ...pieces };
}

/** The 8-connected regions of a mask, by its runs along the rows; they are numbered as their first pixels follow in it. */
export function piecesOf(mask: Plane): Pieces {
  const { width } = mask;
  const { from, to } = runsOf(mask);
  // Of each run another one of the same region.
  const parent = new Int32Array(from.length);
  let [row, above, own] = [-1, 0, 0];
  for (let run = 0; run < from.length; run++) {
    const start = from[run]!;
    const end = to[run]!;
    const y = Math.floor(start / width);
    if (y !== row) {
      above = y === row + 1 ? own : run;
      own = run;
      row = y;
    }
    parent[run] = run;
    while (above < own && to[above]! + width < start) above++;
    for (let other = above; other < own && from[other]! + width <= end; other++) {
      const a = rootOf(parent, other);
      const b = rootOf(parent, run);
      if (a < b) parent[b] = a;
      else parent[a] = b;
    }
  }
  const numbers = new Int32Array(from.length);
  const boxes: { left: number; top: number; right: number; bottom: number }[] = [];
  const sizes: number[] = [];
  for (let run = 0; run < from.length; run++) {
    const start = from[run]!;
    const end = to[run]!;
    const first = rootOf(parent, run);
    const y = Math.floor(start / width);
    const left = start - y * width;
    const right = end - y * width;
    if (numbers[first] === 0) {
      numbers[first] = boxes.push({ left, top: y, right, bottom: y + 1 });
      sizes.push(0);
    }
    const number = numbers[first]!;
    numbers[run] = number;
    const box = boxes[number - 1]!;
    if (left < box.left) box.left = left;
    if (right > box.right) box.right = right;
    box.bottom = y + 1;
    sizes[number - 1]! += end - start;
  }
  return { boxes, sizes, runs: { from, to, numbers } };
}

function rootOf(parent: Int32Array, run: number): number {
  let at = run;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

/** All runs of a mask, row by row. */
function runsOf(mask: Plane): { from: Int32Array; to: Int32Array } {
  let [from, to] = [new Int32Array(4096), new Int32Array(4096)];
  let count = 0;
  eachRun(mask, (start, end) => {
    if (count === from.length) [from, to] = [doubled(from), doubled(to)];
    from[count] = start;
    to[count++] = end;
  });
  return { from: from.subarray(0, count), to: to.subarray(0, count) };
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(2 * values.length);
  out.set(values);
  return out;
}

/** Calls `take` for each run of pixels that are set: its first pixel, the one behind its last, and its row. */
export function eachRun({ width, height, data }: Plane, take: (start: number, end: number, y: number) => void): void {
  const words = data.byteOffset % 4 === 0 ? new Uint32Array(data.buffer, data.byteOffset, data.length >> 2) : null;
  for (let y = 0, at = 0; y < height; y++) {
    for (const end = (y + 1) * width; at < end; ) {
      // Most of a mask is bare: four pixels at once.
      while (words && (at & 3) === 0 && at + 4 <= end && words[at >> 2] === 0) at += 4;
      if (at >= end) break;
      if (!data[at]) {
        at++;
        continue;
      }
      const start = at;
      while (at < end && data[at]) at++;
      take(start, at, y);
    }
  }
}
