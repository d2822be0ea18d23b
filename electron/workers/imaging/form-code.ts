import { parseForm, type SealForm } from '../../../shared/seal/form.ts';
import { findQrCodes } from './qr-codes.ts';
import type { Point, Raster } from './raster.ts';

export interface SeenCode {
  readonly form: SealForm;
  /** Corners of the code from its top left clockwise, px. */
  readonly corners: readonly [Point, Point, Point, Point];
}

/** The QR code of a sheet of ours, in any turn; null where there is none. */
export async function findFormCode(raster: Raster): Promise<SeenCode | null> {
  for (const { text, position } of await findQrCodes(raster, { most: 1 })) {
    const form = parseForm(text);
    const { topLeft, topRight, bottomRight, bottomLeft } = position;
    if (form) return { form, corners: [topLeft, topRight, bottomRight, bottomLeft] };
  }
  return null;
}
