import type { License } from '../../../shared/license/license.ts';
import { facesInOrder, type LicenseType, type Zone } from '../../../shared/license/type.ts';

/** One text on the face; all in mm from its top left corner. */
export interface FaceText {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  readonly zone: Zone;
  /** Height of the letters. */
  readonly size: number;
}

const mmOfPoint = 25.4 / 72;
/** Where the type names no font. */
const usual = 4.2;
const smallest = 1.6;
/** Height of a line as a multiple of the letters'. */
export const lineHeight = 1.35;

/** The values of a license at the places of its face; fields that share a zone (营业期限自 and 至) stand in it together. Empty where the type has no zones. */
export function faceTexts(type: LicenseType, license: License): FaceText[] {
  const places = new Map<string, { key: string; label: string; texts: string[]; zone: Zone; size: number }>();
  for (const field of facesInOrder(type)) {
    if (!field.zone) continue;
    const text = license.face[field.key] ?? '';
    const at = JSON.stringify(field.zone);
    const range = type.ranges.find((one) => one.from === field.key || one.to === field.key);
    const place = places.get(at) ?? {
      key: field.key,
      label: range?.label ?? field.label,
      texts: [],
      zone: field.zone,
      size: field.font ? field.font.pt * mmOfPoint : usual,
    };
    if (text !== '') place.texts.push(text);
    places.set(at, place);
  }
  return [...places.values()].map(({ texts, ...place }) => {
    const text = texts.join(' 至 ');
    return { ...place, text, size: fittingSize(text, place.zone, place.size) };
  });
}

/** The largest size up to `wanted` at which the text, a full square a character, fits into its zone; no smaller than can be read. */
export function fittingSize(text: string, zone: Zone, wanted: number): number {
  const chars = [...text].length;
  for (let size = wanted; size > smallest; size -= 0.1) {
    const across = Math.max(1, Math.floor(zone.width / size));
    if (Math.ceil(chars / across) * size * lineHeight <= Math.max(zone.height, size * lineHeight)) return size;
  }
  return smallest;
}
