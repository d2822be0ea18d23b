import type { Box, Plane } from './raster.ts';

/** Connected pixels. `labels` holds 0 for ground and the region's number plus 1 elsewhere. */
export interface Regions {
  readonly width: number;
  readonly height: number;
  readonly labels: Int32Array;
  readonly boxes: readonly Box[];
  readonly sizes: readonly number[];
}

/** 1 where the plane reaches `threshold`, else 0. */
export function reaching(plane: Plane, threshold: number): Plane {
  const out = new Uint8Array(plane.data.length);
  for (let i = 0; i < out.length; i++) out[i] = plane.data[i]! >= threshold ? 1 : 0;
  return { width: plane.width, height: plane.height, data: out };
}

/** Grows a mask by `radius` pixels in a square. */
export function grow(mask: Plane, radius: number): Plane {
  const { width, height, data } = mask;
  const wide = new Uint8Array(width * height);
  const inked = new Uint8Array(height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let reach = -1;
    // Filled from one inked pixel to the next, so that what is bare is only read.
    for (let x = 0; x < width; x++) {
      if (!data[row + x]) continue;
      inked[y] = 1;
      const end = Math.min(width, x + radius + 1);
      for (let at = Math.max(reach, x - radius, 0); at < end; at++) wide[row + at] = 1;
      reach = end;
    }
  }
  const out = new Uint8Array(width * height);
  const last = new Int32Array(width).fill(-1);
  let until = -1;
  for (let y = -radius; y < height; y++) {
    const ahead = y + radius;
    if (ahead < height && inked[ahead]) {
      until = ahead + radius;
      for (let x = 0, at = ahead * width; x < width; x++, at++) if (wide[at]) last[x] = until;
    }
    if (y >= 0 && y <= until) for (let x = 0, at = y * width; x < width; x++, at++) if (y <= last[x]!) out[at] = 1;
  }
  return { width, height, data: out };
}

/** Labels the 8-connected regions of a mask. */
export function labelRegions(mask: Plane): Regions {
  const { width, height, data } = mask;
  const labels = new Int32Array(width * height);
  const parent: number[] = [0];
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (!data[at]) continue;
      let label = x > 0 ? labels[at - 1]! : 0;
      if (y > 0) {
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || x + dx >= width) continue;
          const above = labels[at - width + dx]!;
          if (above === 0) continue;
          if (label === 0) label = above;
          else if (above !== label) parent[root(above)] = root(label);
        }
      }
      if (label === 0) {
        label = parent.length;
        parent.push(label);
      }
      labels[at] = label;
    }
  }
  return compact(labels, width, height, parent, root);
}

function compact(
  labels: Int32Array,
  width: number,
  height: number,
  parent: number[],
  root: (i: number) => number,
): Regions {
  const numbers = new Int32Array(parent.length);
  const owners = Int32Array.from(parent, (_, label) => root(label));
  const boxes: { left: number; top: number; right: number; bottom: number }[] = [];
  const sizes: number[] = [];
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const label = labels[i]!;
      if (label === 0) continue;
      const owner = owners[label]!;
      let number = numbers[owner]!;
      if (number === 0) {
        number = boxes.push({ left: x, top: y, right: 0, bottom: 0 });
        sizes.push(0);
        numbers[owner] = number;
      }
      labels[i] = number;
      const box = boxes[number - 1]!;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      box.bottom = y + 1;
      sizes[number - 1]!++;
    }
  return { width, height, labels, boxes, sizes };
}
