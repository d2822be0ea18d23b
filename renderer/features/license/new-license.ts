import { valueAt } from '../../../shared/license/check.ts';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';

/** A license to begin with: pinned fields from the one before, the next piece of the same box and volume. */
export function newLicense(
  type: LicenseType,
  before: License | null,
  pinned: ReadonlySet<string>,
  box: string,
): License {
  const license = emptyLicense(type);
  if (before)
    for (const field of type.fields) {
      const value = pinned.has(`face.${field.key}`) ? valueAt(before, `face.${field.key}`) : '';
      if (value === '') continue;
      license.face[field.key] = value;
      license.from[field.key] = '沿用';
    }
  const old = before?.stock.archive;
  const sameBox = old !== undefined && (box === '' || box === old.box);
  license.stock = {
    kind: before?.stock.kind ?? '存量',
    basis: before?.stock.basis ?? '',
    archive: sameBox ? { ...old, piece: nextPiece(old.piece) } : { box, volume: '', piece: '' },
  };
  // A batch is issued on one day.
  if (before && before.clock.batch !== '') license.clock = { ...before.clock };
  return license;
}

/** 036 → 037, with the same number of digits; '' where the piece is no number. */
export function nextPiece(piece: string): string {
  return /^\d+$/.test(piece) ? String(Number(piece) + 1).padStart(piece.length, '0') : '';
}
