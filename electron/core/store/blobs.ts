import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { BoxDamaged, type BoxPiece, boxBytes, openBytes, openFilesBeside, sealBytes } from '../crypto/box.ts';
import { toHex } from '../crypto/bytes.ts';
import { deriveKey } from '../crypto/hkdf.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { sm3 } from '../crypto/sm3.ts';
import { writeFileAtomically } from './atomic-file.ts';
import type { Db } from './database.ts';
import { type Frame, framesIn, frameWhole, newFrameRoom, unframeWhole } from './frame.ts';
import { ioFailure } from './io-failures.ts';

export interface BlobInfo {
  /** HMAC-SM3 of the contents under the station's key: names the file, and tells a thief nothing of known contents. */
  readonly id: string;
  /** File name as it came in. */
  readonly name: string;
  /** Media type found in the bytes themselves, never taken from the name. */
  readonly type: string;
  readonly bytes: number;
  /** Plain SM3 of the contents, hex. */
  readonly sm3: string;
  /** Their SHA-256, hex, for the manifest of a package. */
  readonly sha256: string;
  /** Holds a seal without 仅供核对: no address serves it. Stays so, also when the same contents come again as something else. */
  readonly guarded: boolean;
}

export interface BlobStore {
  /** Keeps contents, encrypted and synced to disk before it returns; the same contents are kept once. */
  put(bytes: Uint8Array, name: string): BlobInfo;
  /** Marks a blob as guarded, from now on. */
  guard(id: string): BlobInfo;
  get(id: string): Uint8Array;
  /**
   * For each of the blobs in turn its contents as the frames that they are kept in, decrypted on other threads, which begin with a blob
   * while the one before is read. The frames of one are used up before the next is asked for.
   */
  frames(ids: readonly string[]): AsyncGenerator<AsyncIterable<Frame>, void>;
  info(id: string): BlobInfo;
  /** The blob with this plain SM3, if the station holds it. */
  bySm3(digest: string): BlobInfo | undefined;
}

/** The blobs of a station: `blobs/<id>` is a sealed box of the contents in frames, the row in `blob` holds name, type and size. */
export function createBlobStore(
  dir: string,
  db: Db,
  keys: { seal: Uint8Array; name: Uint8Array },
  now: () => string,
): BlobStore {
  const folder = join(dir, 'blobs');
  mkdirSync(folder, { recursive: true });
  // Each blob has a key of its own, so that a file put in another one's place does not open.
  const keyOf = (id: string): Uint8Array => deriveKey(keys.seal, id);
  const find = (column: 'id' | 'sm3', value: string): BlobInfo | undefined => {
    const row = db
      .prepare(`SELECT id, name, type, bytes, sm3, sha256, guarded FROM blob WHERE ${column} = ?`)
      .get(value) as (Omit<BlobInfo, 'guarded'> & { guarded: number }) | undefined;
    return row && { ...row, guarded: row.guarded === 1 };
  };
  const info = (id: string): BlobInfo => find('id', id) ?? refuse('record-missing', { id });

  return {
    put(bytes, name) {
      const id = Buffer.from(hmacSm3(keys.name, bytes)).toString('hex');
      const path = join(folder, id);
      const framed = frameWhole(bytes);
      if (statSync(path, { throwIfNoEntry: false })?.size !== boxBytes(framed.length))
        writeFileAtomically(path, sealBytes(keyOf(id), framed));
      db.prepare(
        `INSERT INTO blob (id, name, type, bytes, sm3, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ).run(id, name, typeOf(bytes), bytes.length, toHex(sm3(bytes)), hash('sha256', bytes), now());
      return info(id);
    },
    guard(id) {
      db.prepare('UPDATE blob SET guarded = 1 WHERE id = ?').run(id);
      return info(id);
    },
    get(id) {
      const { name } = info(id);
      let sealed: Uint8Array;
      try {
        sealed = readFileSync(join(folder, id));
      } catch (error) {
        throw ioFailure(error, join(folder, id));
      }
      try {
        return unframeWhole(openBytes(keyOf(id), sealed));
      } catch (error) {
        throw damaged(error, name);
      }
    },
    async *frames(ids) {
      const pieces = openFilesBeside(
        ids.map((id) => ({ key: keyOf(id), path: join(folder, id), name: info(id).name })),
      );
      const room = newFrameRoom();
      let held: BoxPiece | undefined;
      const next = async (): Promise<void> => {
        try {
          const { value, done } = await pieces.next();
          held = done === true ? undefined : value;
        } catch (error) {
          throw error instanceof BoxDamaged ? damaged(error, error.what) : ioFailure(error, folder);
        }
      };
      const piecesOf = async function* (box: number): AsyncGenerator<Uint8Array> {
        for (; held?.box === box; await next()) yield held.bytes;
      };
      try {
        await next();
        for (const box of ids.keys()) {
          yield framesIn(piecesOf(box), room);
          while (held?.box === box) await next();
        }
      } finally {
        await pieces.return(undefined);
      }
    },
    info,
    bySm3: (digest) => find('sm3', digest),
  };
}

function damaged(error: unknown, name: string): unknown {
  return error instanceof BoxDamaged ? new Refusal('station-damaged', { what: `附件“${name}”` }) : error;
}

/** Media type by the first bytes; `application/octet-stream` for all that the window never shows. */
export function typeOf(bytes: Uint8Array): string {
  const starts = (...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) return 'image/tiff';
  if (starts(0x42, 0x4d)) return 'image/bmp';
  return 'application/octet-stream';
}
