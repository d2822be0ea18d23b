import { expect, it } from 'vitest';
import { scannedFace } from '../../../tests/fixtures/scanned-face.ts';
import { openPicture } from '../imaging/decode.ts';
import { placeFace, toScan } from './placement.ts';
import { SLACK_MM } from './zone-print.ts';

it.each([
  [1008, 1.87, [-0.5, 1.5]],
  [1018, -1.39, [1, 2.2]],
] as const)(
  'a paper without a visible edge is laid out by its values, not by its labels (%i)',
  async (seed, angle, shift) => {
    const { type, scan } = await scannedFace('结婚证', seed, { lid: null, angle, shift });
    const { raster, dpi } = await (await openPicture(new Uint8Array(scan), 'a.jpg')).page(0);
    const zones = type.fields.flatMap(({ zone }) => (zone ? [zone] : []));
    const place = placeFace(raster, dpi, type.face, zones)!;
    const pxPerMm = 300 / 25.4;
    const [c, s] = [Math.cos((angle * Math.PI) / 180) * pxPerMm, Math.sin((angle * Math.PI) / 180) * pxPerMm];
    for (const { x, y } of zones) {
      const found = toScan(place, x, y);
      const [u, v] = [x - type.face.widthMm / 2 + shift[0], y - type.face.heightMm / 2 + shift[1]];
      expect(Math.abs(found.x - (raster.width / 2 + u * c - v * s)) / pxPerMm).toBeLessThan(SLACK_MM);
      expect(Math.abs(found.y - (raster.height / 2 + u * s + v * c)) / pxPerMm).toBeLessThan(SLACK_MM);
    }
  },
);
