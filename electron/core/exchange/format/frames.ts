import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import { refuse } from '../../../../shared/contract/failures.ts';
import type { ByteReader } from './byte-reader.ts';
import { EXPANSION_BASE, EXPANSION_FACTOR, FRAME_BYTES } from './limits.ts';
import type { ChunkLeads } from './payload-marks.ts';

/** A frame on its way into the payload. */
export interface Frame {
  /** Method, flag and lengths. */
  readonly lead: Uint8Array;
  readonly contents: Uint8Array;
}

/**
 * Frames lie between tar and encryption: method and flag (1) ‖ stored length (4) ‖ original length (4) ‖ contents. The writer
 * collects the tar stream into frames; a file that does not shrink is stored, and so is every frame that does not. Frames are
 * deflated beside the calling thread, a few at a time, and handed on in their order.
 */
export class FrameWriter {
  private readonly sink: (frame: Frame) => Promise<void>;
  private readonly growth = new Growth();
  private readonly underWay: Promise<Packed>[] = [];
  private readonly spare: Uint8Array<ArrayBuffer>[] = [];
  private buffer = new Uint8Array(FRAME_BYTES);
  private used = 0;
  private deflating = true;
  private begins = false;

  constructor(sink: (frame: Frame) => Promise<void>) {
    this.sink = sink;
  }

  /** Says that a file begins here, and whether it is worth compressing. */
  async begin(worth: boolean): Promise<void> {
    // Behind the end of a large file too: a frame that begins with it is of no use to whoever lost the one before.
    if (worth !== this.deflating || this.used >= GATHERED_BYTES || !this.begins) await this.flush();
    if (this.used === 0) this.begins = true;
    this.deflating = worth;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + FRAME_BYTES - this.used);
      this.buffer.set(taken, this.used);
      this.used += taken.length;
      at += taken.length;
      if (this.used === FRAME_BYTES) await this.flush();
    }
  }

  /** Hands everything on. */
  async finish(): Promise<void> {
    await this.flush();
    while (this.underWay.length > 0) await this.handOn();
  }

  private async flush(): Promise<void> {
    if (this.used === 0) return;
    const original = this.buffer.subarray(0, this.used);
    const begins = this.begins;
    const packing = this.deflating ? deflate(original) : Promise.resolve(original);
    const packed = packing.then((bytes) => ({ original, packed: bytes, begins }));
    // Whoever waits for it meets the error; nobody waits for those behind it then.
    packed.catch(() => undefined);
    this.underWay.push(packed);
    this.buffer = this.spare.pop() ?? new Uint8Array(FRAME_BYTES);
    this.used = 0;
    this.begins = false;
    if (this.underWay.length > FRAMES_UNDER_WAY) await this.handOn();
  }

  private async handOn(): Promise<void> {
    const next = await this.underWay.shift()!;
    await this.sink(this.frame(next));
    this.spare.push(new Uint8Array(next.original.buffer));
  }

  /** Called in the order of the frames, since the bound on expansion counts what came before. */
  private frame({ original, packed, begins }: Packed): Frame {
    const shrunk = packed.length < original.length && this.growth.allows(packed.length, original.length);
    const contents = shrunk ? packed : original;
    this.growth.add(contents.length, original.length);
    const lead = new Uint8Array(FRAME_LEAD_BYTES);
    const view = new DataView(lead.buffer);
    view.setUint8(0, (shrunk ? DEFLATED : 0) | (begins ? BEGINS : 0));
    view.setUint32(1, contents.length);
    view.setUint32(5, original.length);
    return { lead, contents };
  }
}

interface Packed {
  readonly original: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array;
  readonly begins: boolean;
}

/** The original bytes of a frame. */
export interface OpenedFrame {
  readonly bytes: Uint8Array;
  /** Whether the writer says that a file begins with them. */
  readonly begins: boolean;
}

/**
 * The original bytes of the frames, one piece a frame. A few frames are opened ahead, beside the calling thread; what is wrong
 * with one of them is said when its turn comes. Refuses `limit-exceeded` and `contents-rejected`.
 */
export async function* readFrames(
  payload: ByteReader,
  leads: Pick<ChunkLeads, 'frameAt' | 'end'>,
): AsyncGenerator<OpenedFrame> {
  const growth = new Growth();
  const ahead: Promise<OpenedFrame>[] = [];
  let ended = false;
  while (true) {
    while (!ended && ahead.length < FRAMES_UNDER_WAY) {
      // Read here, in order; what the reading itself meets waits for its turn as well.
      const next = await readFrame(payload, growth, leads).catch((error: unknown) => ({
        bytes: Promise.reject(error),
        begins: false,
      }));
      ended = next === undefined;
      if (next === undefined) break;
      const { bytes, begins } = next;
      const opened = bytes.then((original) => ({ bytes: original, begins }));
      opened.catch(() => {
        ended = true;
      });
      ahead.push(opened);
    }
    const frame = ahead.shift();
    if (frame === undefined) return;
    yield await frame;
  }
}

/** What a frame's first bytes say of it. */
export interface FrameLead {
  readonly deflated: boolean;
  readonly begins: boolean;
  readonly stored: number;
  readonly original: number;
}

/** Reads the first nine bytes of a frame. Refuses `limit-exceeded` and `contents-rejected`. */
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

/** The original bytes of a frame's contents. Refuses `limit-exceeded` and `contents-rejected`. */
export async function openFrame({ deflated, original }: FrameLead, contents: Uint8Array): Promise<Uint8Array> {
  return deflated ? await inflate(contents, original) : contents;
}

async function readFrame(
  payload: ByteReader,
  growth: Growth,
  leads: Pick<ChunkLeads, 'frameAt' | 'end'>,
): Promise<{ readonly bytes: Promise<Uint8Array>; readonly begins: boolean } | undefined> {
  if (await payload.atEnd()) {
    leads.end();
    return undefined;
  }
  leads.frameAt(payload.position);
  const lead = readFrameLead(await payload.exact(FRAME_LEAD_BYTES));
  const { stored, original, begins } = lead;
  if (!growth.allows(stored, original)) refuse('limit-exceeded', { what: `内容展开后超过包的 ${EXPANSION_FACTOR} 倍` });
  growth.add(stored, original);
  return { bytes: openFrame(lead, await payload.exact(stored)), begins };
}

/** Whether a sample of a file shrinks enough to be worth the time: by a tenth. */
export function worthDeflating(sample: Uint8Array): boolean {
  return deflateRawSync(sample, DEFLATE).length < sample.length * 0.9;
}

const DEFLATED = 1;
const BEGINS = 2;
/** Method and flag ‖ stored length ‖ original length. */
export const FRAME_LEAD_BYTES = 9;
/** A file begins a frame of its own when this much has gathered: fewer bytes are lost with a chunk, and few frames are short. */
const GATHERED_BYTES = 65_536;
/** Frames that are deflated or inflated at a time; libuv has four threads. */
const FRAMES_UNDER_WAY = 4;
const DEFLATE = { level: constants.Z_BEST_SPEED } as const;

const deflateLater = promisify<Uint8Array, object, Uint8Array>(deflateRaw);
const inflateLater = promisify<Uint8Array, object, Uint8Array>(inflateRaw);

/** The bound on expansion, which writer and reader count alike, frame by frame. */
class Growth {
  private stored = 0;
  private original = 0;

  allows(stored: number, original: number): boolean {
    return this.original + original <= EXPANSION_FACTOR * (this.stored + FRAME_LEAD_BYTES + stored) + EXPANSION_BASE;
  }

  add(stored: number, original: number): void {
    this.stored += FRAME_LEAD_BYTES + stored;
    this.original += original;
  }
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

async function inflate(stored: Uint8Array, original: number): Promise<Uint8Array> {
  try {
    // With `info` Node gives the engine too; its types know the plain result only.
    const options = { maxOutputLength: original, info: true };
    const { buffer, engine } = (await inflateLater(stored, options)) as unknown as Inflated;
    if (buffer.length === original && engine.bytesWritten === stored.length) return buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      refuse('limit-exceeded', { what: `压缩块展开后超过它声明的 ${original} 字节` });
    }
  }
  return refuse('contents-rejected', { reason: '压缩块展不开，或与声明的长度不符' });
}

async function deflate(original: Uint8Array): Promise<Uint8Array> {
  return await deflateLater(original, DEFLATE);
}
