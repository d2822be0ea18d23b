import sharp from 'sharp';
import type { ScanPlace } from '../../../shared/license/methods.ts';
import type { Station } from '../store/station.ts';

/** Width in px at which the edges are looked for: a millimetre of an A4 page is still two pixels. */
const lookWidth = 640;
/** How far the paper must stand out from the lid of the scanner, of 255. */
const contrast = 22;
/** A page smaller than this share of the picture is not the page but something on it. */
const leastShare = 0.5;

/**
 * Where the paper lies in a scan, so that zones in mm of the face can be found on it: the picture without the even border that a scanner's lid
 * leaves. Pixels of the picture as it is shown, before the turn of `rotation`. The whole picture where no border stands out.
 */
export async function scanPlace(station: Station, blob: string): Promise<ScanPlace> {
  const bytes = station.blobs.get(blob);
  const { autoOrient } = await sharp(bytes).metadata();
  const { width, height } = autoOrient;
  const whole = { x: 0, y: 0, width, height };
  const rotation = station.db.prepare('SELECT rotation FROM entry_page WHERE blob = ? LIMIT 1').pluck().get(blob);
  return {
    blob,
    width,
    height,
    rotation: (rotation ?? 0) as ScanPlace['rotation'],
    paper: (await paperIn(bytes, width, height)) ?? whole,
  };
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
