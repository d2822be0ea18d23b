import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import type { FaceField, LicenseType } from '../../../shared/license/type.ts';

/** A rectangle in px of the upright picture, the turn of a person applied. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far the paper's proportion may be from the face's before its zones mean nothing. */
const proportionSlack = 0.08;

/** Size of the picture as it stands on the desk, in px. */
export function uprightSize({ width, height, rotation }: ScanPlace): { width: number; height: number } {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** The paper in the upright picture. */
export function uprightPaper({ width, height, rotation, paper }: ScanPlace): Rect {
  switch (rotation) {
    case 0:
      return paper;
    case 90:
      return { x: height - paper.y - paper.height, y: paper.x, width: paper.height, height: paper.width };
    case 180:
      return { ...paper, x: width - paper.x - paper.width, y: height - paper.y - paper.height };
    case 270:
      return { x: paper.y, y: width - paper.x - paper.width, width: paper.height, height: paper.width };
  }
}

/** Where a field stands in the upright picture; null where the type has no zone or the scan is no picture of this face. `slackMm` widens it on all sides. */
export function zoneIn(type: LicenseType, field: FaceField, place: ScanPlace, slackMm = 0): Rect | null {
  const paper = uprightPaper(place);
  const { widthMm, heightMm } = type.face;
  const wanted = widthMm / heightMm;
  if (!field.zone || Math.abs(paper.width / paper.height - wanted) > wanted * proportionSlack) return null;
  const across = paper.width / widthMm;
  const down = paper.height / heightMm;
  const size = uprightSize(place);
  const left = Math.max(0, paper.x + (field.zone.x - slackMm) * across);
  const top = Math.max(0, paper.y + (field.zone.y - slackMm) * down);
  return {
    x: left,
    y: top,
    width: Math.min(size.width, paper.x + (field.zone.x + field.zone.width + slackMm) * across) - left,
    height: Math.min(size.height, paper.y + (field.zone.y + field.zone.height + slackMm) * down) - top,
  };
}

/** Style that lays the picture, `scale` CSS px to a px of it, upright into a box whose top left corner is the picture's. */
export function uprightStyle({ width, height, rotation }: ScanPlace, scale: number) {
  const [w, h] = [width * scale, height * scale];
  const shift = { 0: [0, 0], 90: [h, 0], 180: [w, h], 270: [0, w] }[rotation] as [number, number];
  return {
    position: 'absolute',
    left: 0,
    top: 0,
    width: w,
    height: h,
    maxWidth: 'none',
    transformOrigin: '0 0',
    transform: `translate(${shift[0]}px, ${shift[1]}px) rotate(${rotation}deg)`,
  } as const;
}
