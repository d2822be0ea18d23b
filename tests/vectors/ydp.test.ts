import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyOf } from '../../electron/core/crypto/sm2.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { openPackage } from '../../electron/core/exchange/format/format.ts';
import { Refusal } from '../../shared/contract/failures.ts';
import { ydpVectors } from './list-ydp.ts';
import { decodeVector, encodeVector, entryLine, type Vector } from './vector-file.ts';

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
  const small = stored.filter(({ files }) => files.reduce((sum, { bytes }) => sum + bytes.length, 0) < 6000);
  it.each([
    ['one', 1, small],
    ['up to a thousand', 1000, stored],
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

it('the generator gives the files that are stored, byte for byte', () => {
  const made = new Map(ydpVectors().map((vector) => [vector.name, encodeVector(vector)]));
  expect([...made.keys()].toSorted()).toEqual(stored.map(({ name }) => name).toSorted());
  for (const vector of stored) expect(encodeVector(vector) === made.get(vector.name), vector.name).toBe(true);
});

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
