import sharp from 'sharp';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import type { Station } from '../store/station.ts';

/** Width in px at which the edges are looked for: a millimetre of an A4 page is still two pixels. */
const lookWidth = 640;
/** How far the paper must stand out from the lid of the scanner, of 255. */
const contrast = 22;
/** A page smaller than this share of the picture is not the page but something on it. */
const leastShare = 0.5;
/** 72 and 96 dpi are what programs write that know no resolution. */
const leastDpi = 100;

/**
 * Where the paper lies in a scan, so that zones in mm of the face can be found on it: the picture without the even border that a scanner's lid
 * leaves. Pixels of the picture as it is shown, before the turn of `rotation`. The whole picture where no border stands out.
 */
export async function scanPlace(station: Station, blob: string): Promise<ScanPlace> {
  const place = await placeIn(station.blobs.get(blob));
  const rotation = station.db.prepare('SELECT rotation FROM entry_page WHERE blob = ? LIMIT 1').pluck().get(blob);
  return {
    blob,
    ...place,
    rotation: (rotation ?? 0) as ScanPlace['rotation'],
  };
}

/** Size of a picture and where the paper lies in it. */
export async function placeIn(bytes: Uint8Array): Promise<Pick<ScanPlace, 'width' | 'height' | 'paper'>> {
  const { width, height } = (await sharp(bytes).metadata()).autoOrient;
  return { width, height, paper: (await paperIn(bytes, width, height)) ?? { x: 0, y: 0, width, height } };
}

/** Size in mm, to a tenth, that a picture has at the resolution it states; null where it states none that a scanner would. */
export async function statedSize(
  bytes: Uint8Array,
  { width, height }: { width: number; height: number },
): Promise<{ widthMm: number | null; heightMm: number | null }> {
  const { density = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (density < leastDpi) return { widthMm: null, heightMm: null };
  const mm = (px: number) => Math.round((px / density) * 254) / 10;
  return { widthMm: mm(width), heightMm: mm(height) };
}

async function paperIn(bytes: Uint8Array, width: number, height: number): Promise<ScanPlace['paper'] | null> {
  const look = await sharp(bytes).autoOrient().resize({ width: lookWidth }).greyscale().png().toBuffer();
  const scale = width / lookWidth;
  try {
    const { info } = await sharp(look).trim({ threshold: contrast }).toBuffer({ resolveWithObject: true });
    const paper = {
      x: Math.round(-(info.trimOffsetLeft ?? 0) * scale),
      y: Math.round(-(info.trimOffsetTop ?? 0) * scale),
      width: Math.round(info.width * scale),
      height: Math.round(info.height * scale),
    };
    return paper.width * paper.height >= leastShare * width * height ? paper : null;
  } catch {
    // An even picture has nothing to trim.
    return null;
  }
}
