import type { Zone } from '../../../shared/license/type.ts';

export interface FaceSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Smallest side of a zone, in mm. */
const leastMm = 1;
const tenth = (mm: number): number => Math.round(mm * 10) / 10;

/** A zone inside the face, in tenths of a millimetre. */
export function fitZone(zone: Zone, face: FaceSize): Zone {
  const width = tenth(Math.min(Math.max(zone.width, leastMm), face.widthMm));
  const height = tenth(Math.min(Math.max(zone.height, leastMm), face.heightMm));
  return {
    x: tenth(Math.min(Math.max(zone.x, 0), face.widthMm - width)),
    y: tenth(Math.min(Math.max(zone.y, 0), face.heightMm - height)),
    width,
    height,
  };
}

/** What an arrow key does to a zone: moves it by 1 mm, with Shift changes its size, with Ctrl goes by a tenth. Null for another key. */
export function zoneByKey(
  zone: Zone,
  face: FaceSize,
  { key, shiftKey, ctrlKey }: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean },
): Zone | null {
  const by = ctrlKey ? 0.1 : 1;
  const step = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[key];
  if (!step) return null;
  const [across, down] = step as [number, number];
  if (!shiftKey) return fitZone({ ...zone, x: zone.x + across, y: zone.y + down }, face);
  // At the edge of the face a zone stops growing, it is not pushed back.
  return fitZone(
    {
      ...zone,
      width: Math.min(zone.width + across, face.widthMm - zone.x),
      height: Math.min(zone.height + down, face.heightMm - zone.y),
    },
    face,
  );
}

/** The zone between two points of the face, in mm, in whichever direction it was drawn. */
export function zoneBetween(a: readonly [number, number], b: readonly [number, number], face: FaceSize): Zone {
  return fitZone(
    {
      x: Math.min(a[0], b[0]),
      y: Math.min(a[1], b[1]),
      width: Math.abs(a[0] - b[0]),
      height: Math.abs(a[1] - b[1]),
    },
    face,
  );
}
