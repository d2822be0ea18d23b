import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyOf } from '../../electron/core/crypto/sm2.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { openPackage } from '../../electron/core/exchange/format/format.ts';
import { Refusal } from '../../shared/contract/failures.ts';
import { asReceiver } from '../fixtures/packages.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { largeFiles } from './large-files.ts';
import { decodeVector, entryLine, type Vector } from './vector-file.ts';

const folder = join(import.meta.dirname, 'ydp');
const stored = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => decodeVector(name.slice(0, -4), readFileSync(join(folder, name), 'utf8')));

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-vectors-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a reader answers each vector as it says', () => {
  it.each(stored)('$name: $expect ($about)', async (vector) => {
    const answer = await readVector(vector);
    expect(answer).toEqual(vector.expect === 'ok' ? { code: 'ok', entries: vector.entries } : { code: vector.expect });
  });
});

describe('a reader answers alike when the medium gives a few bytes at a time', () => {
  it.each([
    ['one', 1, spread(10, (vector) => bytesOf(vector) < 5000)],
    ['up to a thousand', 1000, spread(20, () => true)],
  ] as const)(
    '%s',
    async (_, most, vectors) => {
      const handle = await open(import.meta.filename);
      const prototype = Object.getPrototypeOf(handle) as FileHandle;
      await handle.close();
      const read = prototype.read as (into: Uint8Array, at: number, length: number, from: number) => Promise<unknown>;
      const short = async function (this: FileHandle, into: Uint8Array, at: number, length: number, from: number) {
        return await read.call(this, into, at, Math.min(length, most), from);
      };
      prototype.read = short as unknown as FileHandle['read'];
      try {
        for (const vector of vectors) {
          const answer = await readVector(vector);
          expect(answer.code, vector.name).toBe(vector.expect);
          if (vector.expect === 'ok') expect(answer.entries, vector.name).toEqual(vector.entries);
        }
      } finally {
        prototype.read = read as unknown as FileHandle['read'];
      }
    },
    120_000,
  );
});

describe('files too large for a vector', () => {
  it.each(largeFiles)('$name: $expect', async ({ name, expect: code, write }) => {
    const path = join(dir, `${name}.ydp`);
    write(path);
    expect(await codeOf(() => openPackage([path], asReceiver))).toBe(code);
  });
});

it('every code that a package itself can cause has a vector', () => {
  const codes = stored.map((vector) => vector.expect);
  expect(new Set(codes)).toEqual(
    new Set([
      'ok',
      'not-a-package',
      'unsupported-version',
      'header-damaged',
      'truncated',
      'payload-damaged',
      'limit-exceeded',
      'volume-of-another-package',
      'missing-volume',
      'not-for-this-station',
      'unknown-sender',
      'signature-invalid',
      'contents-rejected',
    ]),
  );
});

/** Of each code at most so many vectors, from the beginning of the alphabet to its end. */
function spread(most: number, wanted: (vector: Vector) => boolean): Vector[] {
  const codes = Map.groupBy(stored.filter(wanted), (vector) => vector.expect);
  return [...codes.values()].flatMap((all) => {
    const step = Math.max(1, all.length / most);
    return Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor(i * step)]!);
  });
}

function bytesOf({ files }: Vector): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

async function readVector(vector: Vector): Promise<{ code: string; entries?: string[] }> {
  const paths = vector.files.map(({ name, bytes }) => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  });
  const id = recipientIdOf(publicKeyOf(vector.key));
  try {
    const { entries } = await openPackage(paths, {
      privateKeyFor: (recipient) => (recipient === id ? vector.key : undefined),
      findSender: () => vector.sender,
    });
    const lines: string[] = [];
    for await (const { path, bytes } of entries) {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      lines.push(entryLine(path, Buffer.concat(pieces)));
    }
    return { code: 'ok', entries: lines };
  } catch (error) {
    if (error instanceof Refusal) return { code: error.failure.code };
    throw error;
  }
}
