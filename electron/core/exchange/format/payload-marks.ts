import { refuse } from '../../../../shared/contract/failures.ts';
import { LEAD_BYTES } from './limits.ts';

/**
 * The leads of the chunks: each says where the first frame of its chunk begins, for a reader that lost the chunk before. Whoever
 * has them all compares them with where the frames do begin. Refuses `contents-rejected`.
 */
export class ChunkLeads {
  private readonly chunks: { readonly end: number; readonly first: number | undefined; met: boolean }[] = [];

  /** The bytes of the frames, out of the plaintext of whole chunks. */
  async *strip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let position = 0;
    for await (const chunk of chunks) {
      if (chunk.length === 0) continue;
      const lead = leadOf(chunk) ?? rejected();
      const end = position + chunk.length - LEAD_BYTES;
      const first = lead === 0 ? undefined : position + lead - LEAD_BYTES;
      this.chunks.push({ end, first, met: first === undefined });
      position = end;
      yield chunk.subarray(LEAD_BYTES);
    }
  }

  /** Says that a frame begins at this byte of what was stripped. */
  frameAt(position: number): void {
    this.passTo(position);
    const chunk = this.chunks[0];
    if (chunk?.first === undefined || position < chunk.first || (position > chunk.first && !chunk.met)) rejected();
    else chunk.met = true;
  }

  /** Says that there are no more frames. */
  end(): void {
    this.passTo(Number.POSITIVE_INFINITY);
  }

  private passTo(position: number): void {
    while (this.chunks[0] !== undefined && this.chunks[0].end <= position) if (!this.chunks.shift()!.met) rejected();
  }
}

/** Offset in the chunk of the first frame that begins in it, 0 for none; undefined when it cannot be right. */
export function leadOf(chunk: Uint8Array): number | undefined {
  if (chunk.length <= LEAD_BYTES) return undefined;
  const lead = (chunk[0]! << 8) | chunk[1]!;
  return lead === 0 || (lead >= LEAD_BYTES && lead < chunk.length) ? lead : undefined;
}

/** Where frames say that a file begins. A reader of the tar compares it with where files do. Refuses `contents-rejected`. */
export class FileMarks {
  private readonly marks: number[] = [];

  /** The original bytes of the frames. */
  async *pass(
    frames: AsyncIterable<{ readonly bytes: Uint8Array; readonly begins: boolean }>,
  ): AsyncGenerator<Uint8Array> {
    let position = 0;
    for await (const { bytes, begins } of frames) {
      if (begins) this.marks.push(position);
      position += bytes.length;
      yield bytes;
    }
  }

  /** Says that all bytes before this one were read, and whether a file begins here. */
  readTo(position: number, file: boolean): void {
    if (this.marks[0] === undefined || this.marks[0] > position) return;
    if (this.marks.shift()! < position || !file) refuse('contents-rejected', { reason: '压缩块的文件起始标记不符' });
  }
}

function rejected(): never {
  return refuse('contents-rejected', { reason: '块首所记的压缩块位置不符' });
}
