import { FACE_HEIGHT_MM, FACE_WIDTH_MM, licenseFace, SEAL_AT } from './license-face.ts';
import type { LicenseRow } from './license-rows.ts';
import { blankPage, lay, px, render, scanned } from './picture.ts';
import { press, STAMP_MARGIN_MM } from './stamp.ts';

/** Grey of the scanner's lid. */
export const LID = [196, 197, 198] as const;

/** The JPEG of a scanned 营业执照 with the seal of its registry; `turn` tells one scan from the next: tint, seal and angle. */
export async function licenseScan(row: LicenseRow, registry: string, turn: number, dpi: number): Promise<Buffer> {
  const page = blankPage(FACE_WIDTH_MM, FACE_HEIGHT_MM, dpi, [250, 246 - (turn % 3), 234 - 2 * (turn % 4)]);
  lay(page, await render(licenseFace(row), FACE_WIDTH_MM, FACE_HEIGHT_MM, dpi));
  const seal = { diameterMm: 42, ring: registry, line: '' };
  const ink = await press(seal, { seed: 50 + turn, angle: (turn % 5) * 3 - 6, pressure: () => 1 }, dpi);
  const corner = (at: number) => px(at - 21 - STAMP_MARGIN_MM, dpi);
  lay(page, ink, corner(SEAL_AT[0] + (turn % 3)), corner(SEAL_AT[1] - (turn % 2)));
  return scanned(page, {
    dpi,
    seed: 90 + turn,
    angle: ((turn * 7) % 11) / 10 - 0.5,
    shade: 0.06 + 0.01 * (turn % 4),
    grain: 2,
    lid: LID,
    quality: 80,
  });
}
