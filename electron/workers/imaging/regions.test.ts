import { expect, test } from 'vitest';
import { fixedRandom } from './fit-ellipse.ts';
import { grow } from './regions.ts';

test('a mask grows as far as each pixel reaches, and not round the ends of its rows', () => {
  const random = fixedRandom(7);
  for (const [width, height, radius] of [
    [37, 23, 1],
    [37, 23, 6],
    [5, 40, 9],
    [64, 3, 4],
  ] as const) {
    const data = Uint8Array.from({ length: width * height }, () => (random() < 0.02 ? 1 : 0));
    data[width - 1] = data[width * (height - 1)] = 1;
    const grown = Uint8Array.from(data, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const near = data.some((set, i) => {
        const [dx, dy] = [Math.abs((i % width) - x), Math.abs(Math.floor(i / width) - y)];
        return set === 1 && Math.max(dx, dy) <= radius;
      });
      return near ? 1 : 0;
    });
    expect(grow({ width, height, data }, radius).data).toEqual(grown);
  }
});
