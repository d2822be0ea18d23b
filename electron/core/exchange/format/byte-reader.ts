import { refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes } from '../../crypto/bytes.ts';

/** Reads an async sequence of pieces by length, whatever the pieces' borders. */
export class ByteReader {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  /** Bytes given out so far. */
  position = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  async atEnd(): Promise<boolean> {
    while (this.piece.length === 0) {
      const next = await this.pieces.next();
      if (next.done === true) return true;
      this.piece = next.value;
    }
    return false;
  }

  /** At least one and at most `limit` bytes; refuses `contents-rejected` at the end. */
  async some(limit: number): Promise<Uint8Array> {
    if (await this.atEnd()) refuse('contents-rejected', { reason: '内容提前结束' });
    const taken = this.piece.subarray(0, limit);
    this.piece = this.piece.subarray(taken.length);
    this.position += taken.length;
    return taken;
  }

  /** Exactly `length` bytes; refuses `contents-rejected` when there are fewer. */
  async exact(length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0);
    const first = await this.some(length);
    if (first.length === length) return first;
    const parts = [first];
    for (let left = length - first.length; left > 0; left -= parts.at(-1)!.length) parts.push(await this.some(left));
    return concatBytes(...parts);
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
