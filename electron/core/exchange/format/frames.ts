import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { refuse } from '../../../../shared/contract/failures.ts';
import type { ByteReader } from './byte-reader.ts';
import { EXPANSION_BASE, EXPANSION_FACTOR, FRAME_BYTES } from './limits.ts';

/**
 * Frames lie between tar and encryption: method (1: 0 stored, 1 deflate) ‖ stored length (4) ‖ original length (4) ‖ bytes.
 * The writer collects the tar stream into frames; a file that does not shrink is stored, and so is every frame that does not.
 */
export class FrameWriter {
  private readonly sink: (frame: Uint8Array) => Promise<void>;
  private readonly buffer = new Uint8Array(FRAME_BYTES);
  private used = 0;
  private deflating = true;
  private readonly growth = new Growth();

  constructor(sink: (frame: Uint8Array) => Promise<void>) {
    this.sink = sink;
  }

  /** Says whether what follows is worth compressing; a change ends the frame. */
  async compress(worth: boolean): Promise<void> {
    if (worth !== this.deflating) await this.flush();
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

  async flush(): Promise<void> {
    if (this.used === 0) return;
    const original = this.buffer.subarray(0, this.used);
    const packed = this.deflating ? deflateRawSync(original, DEFLATE) : original;
    const shrunk = packed.length < original.length && this.growth.allows(packed.length, original.length);
    const stored = shrunk ? packed : original;
    this.growth.add(stored.length, original.length);
    const frame = new Uint8Array(LEAD_BYTES + stored.length);
    const view = new DataView(frame.buffer);
    view.setUint8(0, shrunk ? DEFLATED : STORED);
    view.setUint32(1, stored.length);
    view.setUint32(5, original.length);
    frame.set(stored, LEAD_BYTES);
    this.used = 0;
    await this.sink(frame);
  }
}

/** The original bytes of the frames, one piece a frame. Refuses `limit-exceeded` and `contents-rejected`. */
export async function* readFrames(payload: ByteReader): AsyncGenerator<Uint8Array> {
  const growth = new Growth();
  while (!(await payload.atEnd())) {
    const lead = await payload.exact(LEAD_BYTES);
    const view = new DataView(lead.buffer, lead.byteOffset, LEAD_BYTES);
    const method = view.getUint8(0);
    const stored = view.getUint32(1);
    const original = view.getUint32(5);
    if (original > FRAME_BYTES)
      refuse('limit-exceeded', { what: `压缩块展开后有 ${original} 字节，上限 ${FRAME_BYTES}` });
    const fits = method === STORED ? stored === original : method === DEFLATED && stored < original;
    if (!fits || original === 0) refuse('contents-rejected', { reason: '压缩块的头部不合规定' });
    if (!growth.allows(stored, original))
      refuse('limit-exceeded', { what: `内容展开后超过包的 ${EXPANSION_FACTOR} 倍` });
    growth.add(stored, original);
    const bytes = await payload.exact(stored);
    yield method === STORED ? bytes : inflate(bytes, original);
  }
}

/** Whether a sample of a file shrinks enough to be worth the time: by a tenth. */
export function worthDeflating(sample: Uint8Array): boolean {
  return deflateRawSync(sample, DEFLATE).length < sample.length * 0.9;
}

const STORED = 0;
const DEFLATED = 1;
const LEAD_BYTES = 9;
const DEFLATE = { level: constants.Z_BEST_SPEED } as const;

/** The bound on expansion, which writer and reader count alike, frame by frame. */
class Growth {
  private stored = 0;
  private original = 0;

  allows(stored: number, original: number): boolean {
    return this.original + original <= EXPANSION_FACTOR * (this.stored + LEAD_BYTES + stored) + EXPANSION_BASE;
  }

  add(stored: number, original: number): void {
    this.stored += LEAD_BYTES + stored;
    this.original += original;
  }
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function inflate(stored: Uint8Array, original: number): Uint8Array {
  try {
    // With `info` Node gives the engine too; its types know the plain result only.
    const { buffer, engine } = inflateRawSync(stored, { maxOutputLength: original, info: true }) as unknown as Inflated;
    if (buffer.length === original && engine.bytesWritten === stored.length) return buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      refuse('limit-exceeded', { what: `压缩块展开后超过它声明的 ${original} 字节` });
    }
  }
  return refuse('contents-rejected', { reason: '压缩块展不开，或与声明的长度不符' });
}
