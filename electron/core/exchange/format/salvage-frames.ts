import { Refusal, refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes } from '../../crypto/bytes.ts';
import { FRAME_LEAD_BYTES, openFrame, readFrameLead } from '../../store/frame.ts';
import { ByteReader } from './byte-reader.ts';
import type { OpenedFrame } from './frames.ts';
import { CHUNK_BYTES, EXPANSION_BASE, EXPANSION_FACTOR, LEAD_BYTES } from './limits.ts';
import { leadOf } from './payload-marks.ts';
import type { ChunkRead } from './payload-reader.ts';

/** What was not there when a package was salvaged. */
export interface LostChunks {
  chunks: number;
  /** Bytes of payload in them. */
  bytes: number;
}

/**
 * The frames of a payload with chunks missing, `undefined` for each place where some are lost: after a gap, frames go on at the lead of the
 * next chunk that has one. Only intact chunks are used. Refuses `limit-exceeded`.
 * @param lost counts along
 */
export async function* salvageFrames(
  chunks: AsyncIterable<ChunkRead>,
  total: number,
  lost: LostChunks,
): AsyncGenerator<OpenedFrame | undefined> {
  const bound = EXPANSION_FACTOR * total * CHUNK_BYTES + EXPANSION_BASE;
  let expanded = 0;
  let expected = 0;
  let pending: Uint8Array | undefined;
  const gap = (count: number, bytes: number): undefined => {
    lost.chunks += count;
    lost.bytes += bytes;
    pending = undefined;
  };
  for await (const { chunk, bytes, intact } of chunks) {
    if (chunk > expected) yield gap(chunk - expected, (chunk - expected) * CHUNK_BYTES);
    expected = chunk + 1;
    if (!intact) {
      yield gap(1, bytes.length);
      continue;
    }
    const first = leadOf(bytes);
    if (pending !== undefined) pending = concatBytes(pending, bytes.subarray(LEAD_BYTES));
    else if (first !== undefined && first > 0) pending = bytes.subarray(first);
    else continue;
    try {
      while (pending !== undefined && pending.length >= FRAME_LEAD_BYTES) {
        const lead = readFrameLead(pending);
        const end = FRAME_LEAD_BYTES + lead.stored;
        if (pending.length < end) break;
        expanded += lead.original;
        if (expanded > bound) refuse('limit-exceeded', { what: `内容展开后超过包的 ${EXPANSION_FACTOR} 倍` });
        const original = await openFrame({ lead, contents: pending.subarray(FRAME_LEAD_BYTES, end) });
        pending = pending.subarray(end);
        yield { bytes: original, begins: lead.begins };
      }
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code !== 'contents-rejected') throw error;
      yield gap(0, 0);
    }
  }
  if (total > expected) yield gap(total - expected, (total - expected) * CHUNK_BYTES);
}

/** Stretches of a tar that begin with a file and have nothing missing up to their end. */
export class SalvagedStretches {
  private readonly frames: AsyncGenerator<OpenedFrame | undefined>;

  constructor(frames: AsyncGenerator<OpenedFrame | undefined>) {
    this.frames = frames;
  }

  /** The next stretch; the one before is over then, read or not. Undefined at the end. */
  async next(): Promise<ByteReader | undefined> {
    for (;;) {
      const { value, done } = await this.frames.next();
      if (done === true) return undefined;
      if (value?.begins) return new ByteReader(this.from(value.bytes));
    }
  }

  private async *from(first: Uint8Array): AsyncGenerator<Uint8Array> {
    yield first;
    for (;;) {
      // Not `for await`: leaving that would end the frames for the stretches behind.
      const { value, done } = await this.frames.next();
      if (done === true || value === undefined) return;
      yield value.bytes;
    }
  }
}
