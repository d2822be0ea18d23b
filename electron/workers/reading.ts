import sharp from 'sharp';
import type { ReadCharacter } from '../../shared/license/reading.ts';
import type { Zone } from '../../shared/license/type.ts';
import type { NoteLine } from '../../shared/seal/note.ts';
import { answerWith } from '../core/threads/answer.ts';
import type { CutSeal, NoteInput, ReadingInput, ReadingOutput } from '../core/threads/threads.ts';
import { openPicture } from './imaging/decode.ts';
import { type Raster, shrink } from './imaging/raster.ts';
import { createEngine, type Engine } from './reading/engine.ts';
import { type Placement, placeFace, toScan } from './reading/placement.ts';
import { readLine, readZone } from './reading/read-zone.ts';
import { ringLine } from './reading/ring-line.ts';

// Worker thread: reads zones of scanned faces, and notes below seals. It keeps one engine, and the pages that zones were last asked of.
sharp.cache(false);
sharp.concurrency(1);

/** The page on the desk and the next one. */
const KEPT_PAGES = 2;
/** Print is read at about 300 dpi; more only takes time. */
const ENOUGH_PX_PER_MM = 12;

interface OpenPage {
  readonly scan: Raster;
  /** Px of the picture to a px of `scan`. */
  readonly factor: number;
  readonly place: Placement | null;
}

const pages = new Map<string, OpenPage>();
let engine: Promise<Engine> | undefined;

async function openPage({ scan, face, zones }: ReadingInput): Promise<OpenPage> {
  const { bytes, name, rotation } = scan!;
  const { raster, dpi } = await (await openPicture(bytes, name)).page(0);
  const upright = rotation === 0 ? raster : await turned(raster, rotation);
  const factor = Math.max(1, Math.floor(upright.width / face.widthMm / ENOUGH_PX_PER_MM));
  const small = shrink(upright, factor);
  return { scan: small, factor, place: placeFace(small, dpi && dpi / factor, face, zones) };
}

async function turned({ width, height, data }: Raster, rotation: number): Promise<Raster> {
  const made = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .rotate(rotation)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: made.info.width, height: made.info.height, data: made.data };
}

async function read(input: ReadingInput): Promise<ReadingOutput> {
  if (input.scan) {
    pages.delete(input.page);
    pages.set(input.page, await openPage(input));
    for (const page of [...pages.keys()].slice(0, -KEPT_PAGES)) pages.delete(page);
  }
  const page = pages.get(input.page);
  if (!page) return { page: 'closed' };
  if (!page.place) return { page: 'not-placed' };
  engine ??= createEngine();
  const { scan, place, factor } = page;
  const placed = (mm: Zone) => boundsOf(place, mm, factor);
  const lines = await readZone(await engine, scan, place, input.zone, input.alphabet, placed);
  return { page: 'placed', lines, zone: placed(input.zone) };
}

const plain = (line: readonly ReadCharacter[]): ReadCharacter[] =>
  line.map(({ text, confidence }) => ({ text, confidence }));

/** The text along the border of a seal. */
async function readRing(seal: CutSeal): Promise<NoteLine | null> {
  const line = await ringLine(seal);
  if (!line) return null;
  engine ??= createEngine();
  return (await readLine(await engine, line, '')).map(plain) as [ReadCharacter[], ReadCharacter[]];
}

/** Every line of a small picture that is print and nothing else. */
async function readNote({ note, name }: NoteInput): Promise<NoteLine[]> {
  const { raster, dpi } = await (await openPicture(note, name)).page(0);
  const place: Placement = { angle: 0, corner: { x: 0, y: 0 }, pxPerMm: (dpi ?? 300) / 25.4 };
  const whole = { x: 0, y: 0, width: raster.width / place.pxPerMm, height: raster.height / place.pxPerMm };
  engine ??= createEngine();
  const lines = await readZone(await engine, raster, place, whole, '');
  return lines.map(({ readings: [one, other] }) => [plain(one), plain(other)]);
}

/** The upright rectangle around a place in mm of the face, px of the picture. */
function boundsOf(place: Placement, { x, y, width, height }: Zone, factor: number) {
  const corners = [
    toScan(place, x, y),
    toScan(place, x + width, y),
    toScan(place, x, y + height),
    toScan(place, x + width, y + height),
  ];
  const [left, top] = [Math.min(...corners.map((at) => at.x)), Math.min(...corners.map((at) => at.y))];
  const [right, bottom] = [Math.max(...corners.map((at) => at.x)), Math.max(...corners.map((at) => at.y))];
  return { x: left * factor, y: top * factor, width: (right - left) * factor, height: (bottom - top) * factor };
}

answerWith(
  (input: ReadingInput | NoteInput | CutSeal): Promise<ReadingOutput | readonly NoteLine[] | NoteLine | null> =>
    'note' in input ? readNote(input) : 'png' in input ? readRing(input) : read(input),
);
