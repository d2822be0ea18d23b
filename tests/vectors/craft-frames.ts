import { deflateRawSync } from 'node:zlib';
import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import type { Entry } from './craft-bag.ts';
import { SeededRandom } from './seeded-random.ts';

export const CHUNK = 65_536;
/** Original bytes that a frame may hold. */
export const FRAME = 262_144;

/** A frame, stored and right unless `change` says something else. */
export function frame(
  original: Uint8Array,
  change: { method?: number; stored?: Uint8Array; storedLength?: number; length?: number } = {},
): Uint8Array {
  const stored = change.stored ?? original;
  const lead = new Uint8Array(9);
  const view = new DataView(lead.buffer);
  view.setUint8(0, change.method ?? 0);
  view.setUint32(1, change.storedLength ?? stored.length);
  view.setUint32(5, change.length ?? original.length);
  return concatBytes(lead, stored);
}

export const deflate = (original: Uint8Array): Uint8Array => new Uint8Array(deflateRawSync(original, { level: 9 }));
export const deflated = (original: Uint8Array): Uint8Array => frame(original, { method: 1, stored: deflate(original) });

/** Cuts a tar into frames of 256 KiB, stored or deflated. */
const cutInto =
  (one: (piece: Uint8Array) => Uint8Array) =>
  (tar: Uint8Array): Uint8Array => {
    const frames: Uint8Array[] = [];
    for (let at = 0; at < tar.length; at += FRAME) frames.push(one(tar.subarray(at, at + FRAME)));
    return concatBytes(...frames);
  };
export const storedFrames = cutInto((piece) => frame(piece));
export const deflatedFrames = cutInto(deflated);

/** Cuts frames into chunks and gives each its lead. Frames that are no frames are followed as far as they go. */
export function withLeads(frames: Uint8Array): Uint8Array {
  const room = CHUNK - 2;
  const firsts = new Map<number, number>();
  const view = new DataView(frames.buffer, frames.byteOffset, frames.length);
  for (let at = 0; at + 9 <= frames.length; at += 9 + view.getUint32(at + 1)) {
    const chunk = Math.floor(at / room);
    if (!firsts.has(chunk)) firsts.set(chunk, 2 + (at % room));
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < frames.length; at += room) {
    const first = firsts.get(chunks.length) ?? 0;
    chunks.push(concatBytes(Uint8Array.of(first >> 8, first), frames.subarray(at, at + room)));
  }
  return concatBytes(...chunks);
}

export const noise = (length: number): Uint8Array => new SeededRandom('noise').bytes(length);

/** A bag with nothing but noise in it, whose payload is exactly `bytes` long, the leads of its chunks included. */
export function payloadOf(bytes: number): { entries: Entry[]; frames: (tar: Uint8Array) => Uint8Array } {
  const length = bytes - 2 * Math.ceil(bytes / CHUNK);
  const frames = (tar: Uint8Array): Uint8Array => {
    // Tars are whole blocks of 512, so the length is reached by the number of frames: nine bytes each.
    const count = (length - tar.length) / 9;
    if (!Number.isInteger(count)) throw new Error(`no frames of ${length} bytes for a tar of ${tar.length}`);
    const cuts = Array.from({ length: count }, (_, i) => (i < count - 1 ? tar.subarray(i, i + 1) : tar.subarray(i)));
    return concatBytes(...cuts.map((cut) => frame(cut)));
  };
  // Blocks of the tar without the file's contents; what is left of the length must be a multiple of nine.
  const empty = 512 * 11;
  for (let blocks = Math.floor((length - empty) / 512); blocks >= 0; blocks--) {
    const left = length - empty - blocks * 512;
    if (left > 0 && left % 9 === 0) return { entries: [['datasets/noise.bin', noise(blocks * 512)]], frames };
  }
  throw new Error(`no payload of ${length} bytes`);
}
