import { type FileHandle, open } from 'node:fs/promises';
import { equalBytes, randomBytes } from './bytes.ts';
import { RUNS_UNDER_WAY, workChunksBeside } from './chunk-runs.ts';
import { type ChunkRunDone, workChunks } from './chunk-work.ts';
import { hkdfSm3 } from './hkdf.ts';
import { HmacSm3 } from './hmac.ts';
import { CHUNK_BYTES } from './kernel/kernel.ts';
import { SM3_BYTES } from './sm3.ts';
import { SM4_BYTES } from './sm4.ts';

/** Thrown when a sealed box was changed, cut, or sealed under another key. */
export class BoxDamaged extends Error {
  /** What the box holds, where that is known. */
  readonly what: string;

  constructor(reason: string, what = '') {
    super(`sealed box refused: ${reason}`);
    this.name = 'BoxDamaged';
    this.what = what;
  }
}

/** Bytes of the sealed box of so many bytes of contents. */
export function boxBytes(contents: number): number {
  return SM4_BYTES + contents + (chunksOf(contents) + 1) * SM3_BYTES;
}

/**
 * Encrypts and authenticates bytes at rest: nonce (16, random) ‖ ciphertext ‖ table ‖ tag (32). Contents are cut into chunks,
 * encrypted and digested as those of packages are (docs/format/ydp-v1.md, chapter 6), so that they can be read in pieces and on
 * several threads; tag = HMAC-SM3(nonce ‖ table). Cipher and HMAC have keys of their own for each box.
 * @param key any secret of 32 bytes
 */
export function sealBytes(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(SM4_BYTES);
  const keys = keysOf(key, nonce);
  const run = { task: 'seal', first: 0, last: true, data: new Uint8Array(plain), key: keys.cipher } as const;
  const { data, digests } = workChunks(run);
  const sealed = new Uint8Array(boxBytes(plain.length));
  sealed.set(nonce);
  sealed.set(data, SM4_BYTES);
  sealed.set(digests, SM4_BYTES + plain.length);
  sealed.set(tag(keys.hmac, nonce, digests), sealed.length - SM3_BYTES);
  return sealed;
}

/** The contents of a sealed box. Tag and digests are checked before anything is decrypted; throws `BoxDamaged`. */
export function openBytes(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const contents = contentsOf(sealed.length);
  const nonce = sealed.subarray(0, SM4_BYTES);
  const end = SM4_BYTES + contents;
  const { cipher, table } = unlock(key, nonce, sealed.subarray(end));
  const data = new Uint8Array(sealed.subarray(SM4_BYTES, end));
  const opened = workChunks({ task: 'open', first: 0, last: true, data, key: cipher, table });
  if (!opened.intact.every(Boolean)) throw new BoxDamaged('digest differs');
  return opened.data;
}

/** A sealed box in a file. */
export interface BoxFile {
  readonly key: Uint8Array;
  readonly path: string;
  /** What it holds, for messages. */
  readonly name: string;
}

/** A piece of the contents of a box. */
export interface BoxPiece {
  /** Index of the box. */
  readonly box: number;
  readonly bytes: Uint8Array;
}

/**
 * The contents of sealed boxes in files, one after the other, piece by piece and worked on by other threads, which begin with a box
 * while the one before is still read. Each piece is checked before it is given out, and is good until the next one is asked for.
 * Throws `BoxDamaged`.
 */
export async function* openFilesBeside(files: Iterable<BoxFile>): AsyncGenerator<BoxPiece> {
  // Buffers go round: V8 collects garbage for new ones, and that takes as long as the cipher.
  const spare: Uint8Array<ArrayBuffer>[] = [];
  const closing: Promise<void>[] = [];
  const runs = runsOf(files, spare, closing);
  const ahead: BoxRun[] = [];
  try {
    for (let ended = false; ; ) {
      while (!ended && ahead.length < RUNS_UNDER_WAY) {
        const next = await runs.next();
        if (next.done === true) ended = true;
        else ahead.push(next.value);
      }
      const run = ahead.shift();
      if (run === undefined) return;
      const { data, intact } = await run.work;
      if (!intact.every(Boolean)) throw new BoxDamaged('digest differs', run.name);
      yield { box: run.box, bytes: data };
      spare.push(new Uint8Array(data.buffer));
    }
  } finally {
    await runs.return(undefined);
    await Promise.all(closing);
  }
}

interface BoxRun {
  readonly box: number;
  readonly name: string;
  readonly work: Promise<ChunkRunDone>;
}

/** Begins the work on each piece as it is asked for; files are closed when the last of it is done. */
async function* runsOf(
  files: Iterable<BoxFile>,
  spare: Uint8Array<ArrayBuffer>[],
  closing: Promise<void>[],
): AsyncGenerator<BoxRun> {
  const coming = files[Symbol.iterator]();
  // The next box is unlocked while the pieces of this one are worked on: small ones follow each other fast.
  let next = unlockNext(coming);
  try {
    for (let box = 0; ; box++) {
      const opened = await next;
      if (opened === undefined) return;
      next = unlockNext(coming);
      const { file, name, contents, cipher, table } = opened;
      const read = async (first: number): Promise<ChunkRunDone> => {
        const at = first * CHUNK_BYTES;
        const length = Math.min(PIECE_CHUNKS * CHUNK_BYTES, contents - at);
        const data = (spare.pop() ?? new Uint8Array(PIECE_CHUNKS * CHUNK_BYTES)).subarray(0, length);
        await readInto(file, SM4_BYTES + at, data, name);
        const last = at + length === contents;
        const digests = table.slice(first * SM3_BYTES, (first + PIECE_CHUNKS) * SM3_BYTES);
        return await workChunksBeside({ task: 'open', first, last, data, key: cipher, table: digests }, name);
      };
      const begun: Promise<unknown>[] = [];
      try {
        for (let first = 0; first < chunksOf(contents); first += PIECE_CHUNKS) {
          const work = read(first);
          work.catch(() => undefined);
          begun.push(work);
          yield { box, name, work };
        }
      } finally {
        closing.push(Promise.allSettled(begun).then(() => file.close()));
      }
    }
  } finally {
    closing.push(
      next.then(
        (opened) => opened?.file.close(),
        () => undefined,
      ),
    );
  }
}

interface OpenBox {
  readonly file: FileHandle;
  readonly name: string;
  /** Bytes of contents. */
  readonly contents: number;
  readonly cipher: Uint8Array;
  readonly table: Uint8Array;
}

/** Opens the next file and checks its tag; whoever comes to it meets what is wrong with it. */
function unlockNext(files: Iterator<BoxFile>): Promise<OpenBox | undefined> {
  const { value, done } = files.next();
  const opened = done === true ? Promise.resolve(undefined) : unlockFile(value);
  opened.catch(() => undefined);
  return opened;
}

async function unlockFile({ key, path, name }: BoxFile): Promise<OpenBox> {
  const file = await open(path, 'r');
  try {
    const contents = contentsOf((await file.stat()).size, name);
    const nonce = new Uint8Array(SM4_BYTES);
    const tail = new Uint8Array((chunksOf(contents) + 1) * SM3_BYTES);
    await readInto(file, 0, nonce, name);
    await readInto(file, SM4_BYTES + contents, tail, name);
    return { file, name, contents, ...unlock(key, nonce, tail, name) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Chunks in a piece: attachments are a few megabytes, and all threads should have a share in each. */
const PIECE_CHUNKS = 8;

async function readInto(file: FileHandle, at: number, bytes: Uint8Array, name: string): Promise<void> {
  for (let got = 0; got < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, got, bytes.length - got, at + got);
    if (bytesRead === 0) throw new BoxDamaged(`${at + bytes.length} bytes expected, got ${at + got}`, name);
    got += bytesRead;
  }
}

/** No contents are one empty chunk. */
function chunksOf(contents: number): number {
  return Math.max(1, Math.ceil(contents / CHUNK_BYTES));
}

/** Bytes of contents in a box of this length. */
function contentsOf(sealed: number, name?: string): number {
  const rest = sealed - SM4_BYTES - SM3_BYTES;
  const contents = rest - SM3_BYTES * Math.max(1, Math.ceil(rest / (CHUNK_BYTES + SM3_BYTES)));
  if (contents < 0 || boxBytes(contents) !== sealed) throw new BoxDamaged(`no box has ${sealed} bytes`, name);
  return contents;
}

/** The cipher's key and the table, once the tag has been checked. */
function unlock(
  key: Uint8Array,
  nonce: Uint8Array,
  tail: Uint8Array,
  name?: string,
): { cipher: Uint8Array; table: Uint8Array } {
  const { cipher, hmac } = keysOf(key, nonce);
  const table = tail.subarray(0, -SM3_BYTES);
  if (!equalBytes(tag(hmac, nonce, table), tail.subarray(-SM3_BYTES))) throw new BoxDamaged('tag differs', name);
  return { cipher, table };
}

const ENCRYPT = new TextEncoder().encode('yidi-box-v1/enc');
const AUTHENTICATE = new TextEncoder().encode('yidi-box-v1/mac');

function keysOf(key: Uint8Array, nonce: Uint8Array): { cipher: Uint8Array; hmac: Uint8Array } {
  return { cipher: hkdfSm3(key, nonce, ENCRYPT, SM4_BYTES), hmac: hkdfSm3(key, nonce, AUTHENTICATE, SM3_BYTES) };
}

function tag(key: Uint8Array, nonce: Uint8Array, table: Uint8Array): Uint8Array {
  return new HmacSm3(key).update(nonce).update(table).digest();
}
