import { z } from 'zod';
import type { PageBox } from './reasons.ts';

// The sheet that the program prints itself: places in mm on A4, and what its QR code says.

export const FORM_MM = { width: 210, height: 297 } as const;
/** Black squares in the corners, by their middles. */
export const FORM_MARKS: readonly (readonly [number, number])[] = [
  [12, 12],
  [198, 12],
  [198, 285],
  [12, 285],
];
export const FORM_MARK_MM = 6;
export const FORM_QR = { x: 154, y: 20, size: 36 } as const;
/** Height of the line for a note below each range. */
export const FORM_NOTE_MM = 11;
export const mostRanges = 6;
/** QR version 13 at level M: modules of half a millimetre, which a scan at 150 dpi still shows. */
const MOST_BYTES = 331;
const HEAD = 'YIDI-SEAL-1';

/** What a printed sheet says of itself. */
export const SealForm = z.object({
  department: z.string().max(200),
  uscc: z.string().max(18),
  id: z.string().min(1).max(40),
  /** License types of each range; empty where the note is written by hand. */
  ranges: z
    .array(z.array(z.string().min(1).max(100)).max(20))
    .min(1)
    .max(mostRanges),
});
export type SealForm = z.infer<typeof SealForm>;

/** Ranges from the top left, two in a row; up to four have room for the largest seals. */
export function formRanges(count: number): PageBox[] {
  const [height, pitch] = count > 4 ? [56, 72] : [84, 104];
  return Array.from({ length: count }, (_, i) => ({
    x: 22 + (i % 2) * 86,
    y: 66 + Math.floor(i / 2) * pitch,
    width: 80,
    height,
  }));
}

/** A usual size of a seal (resources/codes/seal-specs.json), to be ticked off in a range. */
export const SealGuide = z.object({
  name: z.string(),
  shape: z.enum(['circle', 'ellipse', 'square']),
  widthMm: z.number(),
  heightMm: z.number(),
});
export type SealGuide = z.infer<typeof SealGuide>;

/** Room between a guide and the frame of its range, mm. */
const GUIDE_ROOM_MM = 6;
export const guideFits = ({ heightMm }: SealGuide, count: number): boolean =>
  heightMm + GUIDE_ROOM_MM <= formRanges(count)[0]!.height;

/** The text of the QR code; null where it would be too fine to be scanned. */
export function formText({ department, uscc, id, ranges }: SealForm): string | null {
  const text = [HEAD, department, uscc, id, ...ranges.map((types) => types.join('\t'))].join('\n');
  return new TextEncoder().encode(text).length > MOST_BYTES ? null : text;
}

/** Null: the QR code of something else, or of a later version. */
export function parseForm(text: string): SealForm | null {
  const [head, department, uscc, id, ...ranges] = text.split('\n');
  if (head !== HEAD) return null;
  const form = { department, uscc, id, ranges: ranges.map((types) => types.split('\t').filter(Boolean)) };
  return SealForm.safeParse(form).data ?? null;
}
