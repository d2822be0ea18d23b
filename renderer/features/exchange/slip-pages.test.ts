import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SentVolume } from '../../../shared/exchange/package.ts';
import { slipPages } from './slip-pages.ts';

const volume = (number: number): SentVolume => ({
  number,
  file: `0001-0a1b2c3d.${number}.ydp`,
  bytes: 1,
  sm3: '',
  digest: '',
  medium: '',
  mediumNumber: '',
  cached: false,
  writtenAt: '',
});

test('a slip of usual size is one page', () => {
  expect(slipPages([1, 2, 3, 4].map(volume), ['20261123-001', '20261123-002'])).toHaveLength(1);
});

test('every volume and every sheet stands on exactly one page, in order, and no page is too full', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 0, max: 400 }), (volumes, sheets) => {
      const ids = Array.from({ length: sheets }, (_, at) => `sheet-${at}`);
      const all = Array.from({ length: volumes }, (_, at) => volume(at + 1));
      const pages = slipPages(all, ids);
      expect(pages.flatMap((page) => page.volumes)).toEqual(all);
      expect(pages.flatMap((page) => page.sheets)).toEqual(ids);
      for (const [at, page] of pages.entries())
        expect(page.volumes.length + Math.ceil(page.sheets.length / 4)).toBeLessThanOrEqual(at === 0 ? 12 : 34);
    }),
  );
});
