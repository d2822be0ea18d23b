import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import { parseLibrary } from '../../../shared/license/library.ts';
import { uprightPaper, uprightSize, zoneIn } from './zones.ts';

const json: unknown = JSON.parse(
  readFileSync(new URL('../../../resources/codes/license-types.json', import.meta.url), 'utf8'),
);
const business = parseLibrary(json).find(({ name }) => name === '营业执照')!;
const whole: ScanPlace = {
  blob: '',
  width: 1754,
  height: 1240,
  rotation: 0,
  paper: { x: 0, y: 0, width: 1754, height: 1240 },
};

it('a zone in mm lies where it was measured, on a page without border', () => {
  const field = business.fields.find(({ key }) => key === 'MC')!;
  const zone = zoneIn(business, field, whole)!;
  expect(zone.x).toBeCloseTo((field.zone!.x / 297) * 1754, 3);
  expect(zone.width).toBeCloseTo((field.zone!.width / 297) * 1754, 3);
});

it('a scan of another proportion has no zones', () => {
  const portrait: ScanPlace = { ...whole, rotation: 90 };
  expect(zoneIn(business, business.fields[0]!, portrait)).toBeNull();
});

it('turned four times by a quarter, the paper is back in its place, and every zone stays inside the picture', () => {
  const at = fc.record({
    x: fc.nat(300),
    y: fc.nat(300),
    width: fc.integer({ min: 200, max: 900 }),
    height: fc.integer({ min: 200, max: 900 }),
  });
  fc.assert(
    fc.property(at, (paper) => {
      let place: ScanPlace = { blob: '', width: 1200, height: 1300, rotation: 0, paper };
      for (let turn = 0; turn < 4; turn++) {
        const turned = { ...place, rotation: 90 as const };
        const size = uprightSize(turned);
        place = { blob: '', ...size, rotation: 0, paper: uprightPaper(turned) };
      }
      expect(place.paper).toEqual(paper);
      for (const rotation of [0, 90, 180, 270] as const)
        for (const field of business.fields) {
          const here: ScanPlace = { ...place, rotation };
          const zone = zoneIn(business, field, here, 2);
          if (!zone) continue;
          const size = uprightSize(here);
          expect(zone.x + zone.width).toBeLessThanOrEqual(size.width + 1e-6);
          expect(zone.y + zone.height).toBeLessThanOrEqual(size.height + 1e-6);
        }
    }),
  );
});
