import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsOf, type Outline, outsideAlong, outsideOf, walk } from './outline.ts';

const side = fc.double({ min: 2, max: 60, noNaN: true });
const angle = fc.double({ min: -4, max: 4, noNaN: true });
const place = fc.record({
  x: fc.double({ min: -20, max: 20, noNaN: true }),
  y: fc.double({ min: -20, max: 20, noNaN: true }),
});
const outlines: fc.Arbitrary<Outline> = fc.oneof(
  fc.tuple(place, side).map(([at, r]) => ({ shape: 'circle', ...at, rx: r, ry: r, angle: 0 }) as const),
  fc
    .tuple(place, side, side, angle)
    .map(([at, rx, ry, turn]) => ({ shape: 'ellipse', ...at, rx, ry, angle: turn }) as const),
  fc
    .tuple(place, side, side, angle)
    .map(([at, width, height, turn]) => ({ shape: 'rectangle', ...at, width, height, angle: turn }) as const),
  fc
    .tuple(place, fc.array(side, { minLength: 12, maxLength: 12 }))
    .map(([at, radii]) => ({ shape: 'other', ...at, radii }) as const),
);

test('along a line places lie as far outside as one by one, where it matters', () => {
  const reach = fc.double({ min: -10, max: 10, noNaN: true });
  const step = fc.double({ min: -2, max: 2, noNaN: true });
  const count = 60;
  fc.assert(
    fc.property(outlines, reach, reach, place, step, step, (outline, one, other, at, dx, dy) => {
      fc.pre(Math.hypot(dx, dy) > 0.01);
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const along = new Float32Array(count).fill(Number.NaN);
      outsideAlong(outline, low, high, at.x, at.y, dx, dy, count, along);
      const outside = outsideOf(outline);
      for (let i = 0; i < count; i++) {
        const [x, y] = [at.x + i * dx, at.y + i * dy];
        // In the very middle rounding decides the direction.
        if (Math.hypot(x - outline.x, y - outline.y) < 0.01) continue;
        const alone = outside(x, y);
        if (along[i] === Number.NEGATIVE_INFINITY) expect(alone).toBeLessThan(low);
        else if (along[i] === Number.POSITIVE_INFINITY) expect(alone).toBeGreaterThan(high);
        else expect(along[i]).toBeCloseTo(alone, 3);
      }
    }),
    { numRuns: 500 },
  );
});

test('most of a box around a seal is told without measuring it', () => {
  const along = new Float32Array(100);
  outsideAlong({ shape: 'circle', x: 50, y: 50, rx: 40, ry: 40, angle: 0 }, -2, 0, 0, 50, 1, 0, 100, along);
  expect(along.filter(Number.isFinite).length).toBeLessThan(8);
});

test('bounds are those of the places along an outline', () => {
  fc.assert(
    fc.property(outlines, (outline) => {
      const [xs, ys] = [walk(outline, 1).map(({ x }) => x), walk(outline, 1).map(({ y }) => y)];
      expect(boundsOf(outline)).toEqual({
        left: Math.min(...xs),
        top: Math.min(...ys),
        right: Math.max(...xs),
        bottom: Math.max(...ys),
      });
    }),
  );
});
