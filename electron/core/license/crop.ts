import sharp from 'sharp';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Station } from '../store/station.ts';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Keeps a piece of a scan as a picture of its own and gives its blob. `rect` in px of the picture as shown, after the turn by `rotation` degrees. */
export async function keepCrop(station: Station, blob: string, rotation: number, rect: Rect): Promise<string> {
  const { name, type, guarded } = station.blobs.info(blob);
  if (guarded || (type !== 'image/png' && type !== 'image/jpeg')) refuse('not-a-picture', { name });
  const upright = await sharp(station.blobs.get(blob)).autoOrient().toBuffer();
  const turned = await sharp(upright)
    .rotate(rotation)
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = turned.info;
  const left = Math.min(width - 1, Math.max(0, Math.floor(rect.x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(rect.y)));
  const piece = await sharp(turned.data)
    .extract({
      left,
      top,
      width: Math.max(1, Math.min(width - left, Math.ceil(rect.width))),
      height: Math.max(1, Math.min(height - top, Math.ceil(rect.height))),
    })
    .png()
    .toBuffer();
  return station.blobs.put(piece, '照面如此.png').id;
}
