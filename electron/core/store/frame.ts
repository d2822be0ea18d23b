import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { refuse } from '../../../shared/contract/failures.ts';
import { concatBytes } from '../crypto/bytes.ts';

/** Original bytes that one frame holds at most. */
export const FRAME_BYTES = 262_144;

/** Method and flag (1) ‖ stored length (4) ‖ original length (4). */
export const FRAME_LEAD_BYTES = 9;

/**
 * A piece of a file, stored or deflated: docs/format/ydp-v1.md, chapter 8. Packages are made of frames, and so are the attachments of
 * a station, so that what shrinks is deflated once, when it comes in.
 */
export interface Frame {
  readonly lead: FrameLead;
  readonly contents: Uint8Array;
}

/** What a frame's first bytes say of it. */
export interface FrameLead {
  readonly deflated: boolean;
  /** Whether a file begins with it. */
  readonly begins: boolean;
  /** Bytes of its contents, and of what they stand for. */
  readonly stored: number;
  readonly original: number;
}

export function encodeFrameLead({ deflated, begins, stored, original }: FrameLead): Uint8Array {
  const lead = new Uint8Array(FRAME_LEAD_BYTES);
  const view = new DataView(lead.buffer);
  view.setUint8(0, (deflated ? DEFLATED : 0) | (begins ? BEGINS : 0));
  view.setUint32(1, stored);
  view.setUint32(5, original);
  return lead;
}

/** Refuses `limit-exceeded` and `contents-rejected`. */
export function readFrameLead(lead: Uint8Array): FrameLead {
  const view = new DataView(lead.buffer, lead.byteOffset, FRAME_LEAD_BYTES);
  const method = view.getUint8(0);
  const stored = view.getUint32(1);
  const original = view.getUint32(5);
  if (original > FRAME_BYTES)
    refuse('limit-exceeded', { what: `压缩块展开后有 ${original} 字节，上限 ${FRAME_BYTES}` });
  const deflated = (method & DEFLATED) !== 0;
  const fits = deflated ? stored < original : stored === original;
  if (method > (DEFLATED | BEGINS) || !fits || original === 0)
    refuse('contents-rejected', { reason: '压缩块的头部不合规定' });
  return { deflated, begins: (method & BEGINS) !== 0, stored, original };
}

/** Deflates beside the calling thread; what does not shrink comes back as it is. */
export async function deflate(original: Uint8Array): Promise<Uint8Array> {
  const packed = await deflateLater(original, deflateOptions(original));
  return packed.length < original.length ? packed : original;
}

/** The original bytes of a frame, inflated beside the calling thread. Refuses `limit-exceeded` and `contents-rejected`. */
export async function openFrame({ lead, contents }: Frame): Promise<Uint8Array> {
  if (!lead.deflated) return contents;
  const inflated = await inflateLater(contents, inflateOptions(lead)).catch(refuseInflated(lead));
  return checkInflated(lead, inflated);
}

/** As `openFrame`, on the calling thread. */
export function openFrameHere({ lead, contents }: Frame): Uint8Array {
  if (!lead.deflated) return contents;
  let inflated: unknown;
  try {
    inflated = inflateRawSync(contents, inflateOptions(lead));
  } catch (error) {
    inflated = refuseInflated(lead)(error);
  }
  return checkInflated(lead, inflated);
}

/** Whether a sample of a file shrinks enough to be worth the time: by a tenth. */
export function worthDeflating(sample: Uint8Array): boolean {
  return deflateRawSync(sample, deflateOptions(sample)).length < sample.length * 0.9;
}

/** Bytes at the start of a file that show whether it shrinks. */
export const PROBE_BYTES = 32_768;

/** The frames of a whole file, one after the other. */
export function frameWhole(bytes: Uint8Array): Uint8Array {
  const worth = worthDeflating(bytes.subarray(0, PROBE_BYTES));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
    const original = bytes.subarray(at, at + FRAME_BYTES);
    const packed = worth ? deflateRawSync(original, deflateOptions(original, KEPT_LEVEL)) : original;
    const deflated = packed.length < original.length;
    const contents = deflated ? packed : original;
    const lead = { deflated, begins: false, stored: contents.length, original: original.length };
    parts.push(encodeFrameLead(lead), contents);
  }
  return concatBytes(...parts);
}

/** Room in which `framesIn` puts together a frame that goes over a border of pieces. */
export const newFrameRoom = (): Uint8Array => new Uint8Array(FRAME_LEAD_BYTES + FRAME_BYTES);

/** The frames in pieces of what `frameWhole` gave. Pieces and frames are good until the next one is asked for; so is the room. */
export async function* framesIn(pieces: AsyncIterable<Uint8Array>, split: Uint8Array): AsyncGenerator<Frame> {
  let held = 0;
  for await (const piece of pieces) {
    let at = 0;
    while (at < piece.length) {
      const whole = held === 0 ? frameAt(piece.subarray(at)) : undefined;
      if (whole !== undefined) {
        at += FRAME_LEAD_BYTES + whole.lead.stored;
        yield whole;
        continue;
      }
      const wanted = held < FRAME_LEAD_BYTES ? FRAME_LEAD_BYTES : FRAME_LEAD_BYTES + readFrameLead(split).stored;
      const taken = piece.subarray(at, at + wanted - held);
      split.set(taken, held);
      held += taken.length;
      at += taken.length;
      const joined = held < FRAME_LEAD_BYTES ? undefined : frameAt(split.subarray(0, held));
      if (joined === undefined) continue;
      held = 0;
      yield joined;
    }
  }
}

/** The frame at the beginning of these bytes, if they hold all of it. */
function frameAt(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < FRAME_LEAD_BYTES) return undefined;
  const lead = readFrameLead(bytes);
  const end = FRAME_LEAD_BYTES + lead.stored;
  return bytes.length < end ? undefined : { lead, contents: bytes.subarray(FRAME_LEAD_BYTES, end) };
}

/** The file that `frameWhole` made frames of. */
export function unframeWhole(frames: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < frames.length; ) {
    const lead = readFrameLead(frames.subarray(at, at + FRAME_LEAD_BYTES));
    const end = at + FRAME_LEAD_BYTES + lead.stored;
    parts.push(openFrameHere({ lead, contents: frames.subarray(at + FRAME_LEAD_BYTES, end) }));
    at = end;
  }
  return concatBytes(...parts);
}

const DEFLATED = 1;
const BEGINS = 2;

/** What is deflated while somebody waits for the package: the second level shrinks more than the first, in the same time. */
const LEVEL = 2;
/** What is deflated once, when it comes in: an eighth smaller than the second level makes a table, and in twice its time. */
const KEPT_LEVEL = 5;

/** zlib hands out all of it at a time, so that it comes back once, and takes no more room than that. */
const deflateOptions = (original: Uint8Array, level = LEVEL) =>
  ({ level, chunkSize: Math.max(original.length, constants.Z_MIN_CHUNK) }) as const;

const deflateLater = promisify<Uint8Array, object, Uint8Array>(deflateRaw);
const inflateLater = promisify<Uint8Array, object, unknown>(inflateRaw);

function inflateOptions({ original }: FrameLead) {
  return { maxOutputLength: original, info: true, chunkSize: Math.max(original, constants.Z_MIN_CHUNK) } as const;
}

/** With `info` Node gives the engine too; its types know the plain result only. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function checkInflated({ stored, original }: FrameLead, inflated: unknown): Uint8Array {
  const { buffer, engine } = inflated as Inflated;
  if (buffer.length === original && engine.bytesWritten === stored) return buffer;
  return refuse('contents-rejected', { reason: BROKEN });
}

const refuseInflated =
  ({ original }: FrameLead) =>
  (error: unknown): never => {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      refuse('limit-exceeded', { what: `压缩块展开后超过它声明的 ${original} 字节` });
    return refuse('contents-rejected', { reason: BROKEN });
  };

const BROKEN = '压缩块展不开，或与声明的长度不符';
