import sharp from 'sharp';
import type { LineReading, Place } from '../../../shared/license/reading.ts';
import type { Zone } from '../../../shared/license/type.ts';
import type { Plane, Raster } from '../imaging/raster.ts';
import type { Engine, LineCharacter } from './engine.ts';
import { linesOf, type PrintLine } from './lines.ts';
import type { Placement } from './placement.ts';
import { printOf, SLACK_MM, type ZonePrint } from './zone-print.ts';

/** Heights of a line in px at which it is read: two readings that differ tell where to doubt. */
const HEIGHTS = [36, 47] as const;
const MARGIN_PX = { along: 40, across: 14 };

/**
 * Reads the print of a zone twice, line by line. `alphabet` = the only characters that can stand there, '' = any. `placed` turns a place in mm of the face into one
 * of the picture.
 */
export async function readZone(
  engine: Engine,
  scan: Raster,
  place: Placement,
  zone: Zone,
  alphabet: string,
  placed: (mm: Place) => Place = (mm) => mm,
): Promise<LineReading[]> {
  const print = printOf(scan, place, zone);
  const out: LineReading[] = [];
  for (const line of linesOf(print)) {
    const both = await readLine(engine, print.grey, alphabet, line);
    const readings = both.map((read, i) =>
      read.map(({ text, confidence, from, to }) => ({
        text,
        confidence,
        at: placed(placeOf(print, line, HEIGHTS[i]!, zone, from, to)),
      })),
    );
    out.push({ readings: [readings[0]!, readings[1]!], overhangs: line.overhangs, stained: stainOf(print, line) });
  }
  return out;
}

type Piece = Pick<PrintLine, 'left' | 'top' | 'right' | 'bottom'>;

/** Reads one line of print twice; `piece` of the plane is the line, all of it unless said. */
export async function readLine(
  engine: Engine,
  grey: Plane,
  alphabet: string,
  piece: Piece = { left: 0, top: 0, right: grey.width, bottom: grey.height },
): Promise<LineCharacter[][]> {
  const readings: LineCharacter[][] = [];
  for (const height of HEIGHTS) readings.push(engine.readLine(await lineAt(grey, piece, height), alphabet));
  return readings;
}

/** The line alone on white, scaled so that its print is `height` px high. */
async function lineAt(grey: Plane, line: Piece, height: number): Promise<Plane> {
  const scale = height / (line.bottom - line.top);
  const { data, info } = await sharp(grey.data, { raw: { width: grey.width, height: grey.height, channels: 1 } })
    .extract({ left: line.left, top: line.top, width: line.right - line.left, height: line.bottom - line.top })
    .resize({ width: Math.max(8, Math.round((line.right - line.left) * scale)), height, fit: 'fill' })
    .extend({
      top: MARGIN_PX.across,
      bottom: MARGIN_PX.across,
      left: MARGIN_PX.along,
      right: MARGIN_PX.along,
      background: '#fff',
    })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Columns of a line that was read at `height`, in mm of the face. */
function placeOf({ pxPerMm }: ZonePrint, line: PrintLine, height: number, zone: Zone, from: number, to: number): Place {
  const scale = height / (line.bottom - line.top);
  const along = (px: number) => line.left + (px - MARGIN_PX.along) / scale;
  return {
    x: zone.x - SLACK_MM + along(from) / pxPerMm,
    y: zone.y - SLACK_MM + line.top / pxPerMm,
    width: (to - from) / scale / pxPerMm,
    height: (line.bottom - line.top) / pxPerMm,
  };
}

/** Share of the line under red ink. */
function stainOf({ stain }: ZonePrint, line: PrintLine): number {
  let count = 0;
  for (let y = line.top; y < line.bottom; y++)
    for (let x = line.left; x < line.right; x++) if (stain.data[y * stain.width + x]! > 0) count++;
  return count / Math.max(1, (line.bottom - line.top) * (line.right - line.left));
}
