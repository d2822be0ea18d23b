import { refuse } from '../../../../shared/contract/failures.ts';
import {
  deflate,
  encodeFrameLead,
  FRAME_BYTES,
  FRAME_LEAD_BYTES,
  type Frame,
  openFrame,
  openFrameHere,
  readFrameLead,
} from '../../store/frame.ts';
import type { ByteReader } from './byte-reader.ts';
import { EXPANSION_BASE, EXPANSION_FACTOR } from './limits.ts';
import type { ChunkLeads } from './payload-marks.ts';

/**
 * Frames lie between tar and encryption. The writer collects the tar stream into frames; a file that does not shrink is stored, and
 * so is every frame that does not. Frames are deflated beside the calling thread, a few at a time, and handed on in their order.
 */
export class FrameWriter {
  private readonly sink: (lead: Uint8Array, contents: Uint8Array) => Promise<void>;
  private readonly growth = new Growth();
  private readonly underWay: Promise<Packed>[] = [];
  private readonly spare: Uint8Array<ArrayBuffer>[] = [];
  private buffer = new Uint8Array(FRAME_BYTES);
  private used = 0;
  private deflating = true;
  private begins = false;

  constructor(sink: (lead: Uint8Array, contents: Uint8Array) => Promise<void>) {
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
      if (!this.deflating && this.used === 0 && !this.begins && bytes.length - at >= FRAME_BYTES) {
        // What is not deflated needs no copy of its own.
        const contents = bytes.subarray(at, at + FRAME_BYTES);
        const lead = { deflated: false, begins: false, stored: FRAME_BYTES, original: FRAME_BYTES };
        await this.pass({ lead, contents });
        at += FRAME_BYTES;
        continue;
      }
      const taken = bytes.subarray(at, at + FRAME_BYTES - this.used);
      this.buffer.set(taken, this.used);
      this.used += taken.length;
      at += taken.length;
      if (this.used === FRAME_BYTES) await this.flush();
    }
  }

  /** Hands on a frame that was made before; its bytes are used up when this ends. */
  async pass(frame: Frame): Promise<void> {
    await this.flush();
    while (this.underWay.length > 0) await this.handOn();
    await this.put(frame);
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
    const contents = this.deflating ? deflate(original) : Promise.resolve(original);
    const packed = contents.then((bytes) => ({
      frame: {
        lead: { deflated: bytes !== original, begins, stored: bytes.length, original: original.length },
        contents: bytes,
      },
      original,
    }));
    this.buffer = this.spare.pop() ?? new Uint8Array(FRAME_BYTES);
    this.used = 0;
    this.begins = false;
    await this.line(packed);
  }

  private async line(packed: Promise<Packed>): Promise<void> {
    // Whoever waits for it meets the error; nobody waits for those behind it then.
    packed.catch(() => undefined);
    this.underWay.push(packed);
    if (this.underWay.length > FRAMES_UNDER_WAY) await this.handOn();
  }

  private async handOn(): Promise<void> {
    const { frame, original } = await this.underWay.shift()!;
    await this.put(frame, original);
    // Buffers go round: new ones would cost as much as the cipher.
    this.spare.push(new Uint8Array(original.buffer));
  }

  /** In the order of the frames, since the bound on expansion counts what came before. */
  private async put(frame: Frame, original?: Uint8Array): Promise<void> {
    const fits = this.growth.allows(frame.lead.stored, frame.lead.original);
    const { lead, contents } = fits ? frame : stored(frame, original ?? openFrameHere(frame));
    this.growth.add(lead.stored, lead.original);
    await this.sink(encodeFrameLead(lead), contents);
  }
}

interface Packed {
  readonly frame: Frame;
  /** What it was made of, in a buffer of the writer. */
  readonly original: Uint8Array<ArrayBuffer>;
}

function stored({ lead }: Frame, original: Uint8Array): Frame {
  return { lead: { ...lead, deflated: false, stored: original.length }, contents: original };
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
      const frame = readFrame(payload, growth, leads);
      const opened = await frame.then(
        (next) => next && { bytes: openFrame(next), begins: next.lead.begins },
        (error: unknown) => ({ bytes: Promise.reject(error), begins: false }),
      );
      ended = opened === undefined;
      if (opened === undefined) break;
      const { bytes, begins } = opened;
      const done = bytes.then((original) => ({ bytes: original, begins }));
      done.catch(() => {
        ended = true;
      });
      ahead.push(done);
    }
    const frame = ahead.shift();
    if (frame === undefined) return;
    yield await frame;
  }
}

async function readFrame(
  payload: ByteReader,
  growth: Growth,
  leads: Pick<ChunkLeads, 'frameAt' | 'end'>,
): Promise<Frame | undefined> {
  if (await payload.atEnd()) {
    leads.end();
    return undefined;
  }
  leads.frameAt(payload.position);
  const lead = readFrameLead(await payload.exact(FRAME_LEAD_BYTES));
  if (!growth.allows(lead.stored, lead.original))
    refuse('limit-exceeded', { what: `内容展开后超过包的 ${EXPANSION_FACTOR} 倍` });
  growth.add(lead.stored, lead.original);
  return { lead, contents: await payload.exact(lead.stored) };
}

/** A file begins a frame of its own when this much has gathered: fewer bytes are lost with a chunk, and few frames are short. */
const GATHERED_BYTES = 65_536;
/** Frames that are deflated or inflated at a time; libuv has four threads. */
const FRAMES_UNDER_WAY = 4;

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
