import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { asReceiver, entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { tarFile } from '../../../../tests/vectors/craft-bag.ts';
import { frame } from '../../../../tests/vectors/craft-frames.ts';
import { SeededRandom } from '../../../../tests/vectors/seeded-random.ts';
import { concatBytes, utf8 } from '../../crypto/bytes.ts';
import type { EntryToWrite } from './bag-writer.ts';
import { openPackage, salvagePackage } from './format.ts';
import { parseVolumeHeader, volumeLayout } from './volume-header.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

const random = new SeededRandom('salvage');
const chunk = 65_536;

/** What somebody would put into a file so that it passes for records: frames that say that files begin with them. It is stored, not deflated. */
const forged = concatBytes(
  ...Array.from({ length: 30 }, (_, i) =>
    frame(tarFile(`data/records/forged-${i}.jsonl`, random.bytes(8000)), { method: 2 }),
  ),
);

const entries: EntryToWrite[] = [
  entry('station.json', utf8('{}')),
  entry('blobs/a', random.bytes(300_000)),
  entry('blobs/forged', forged),
  entry('blobs/b', random.bytes(200_000)),
  ...Array.from({ length: 30 }, (_, i) => entry(`records/${i}.jsonl`, random.bytes(9000))),
  entry('datasets/大表.csv', utf8('序号,名称,金额\n'.repeat(30_000))),
  entry('records/last.jsonl', utf8('{"name":"企业基本信息"}\n')),
];
const bytesOf = new Map(entries.map(({ path, bytes }) => [path, bytes as Uint8Array]));

let whole = new Uint8Array(0);
let payload = 0;
let chunks = 0;
beforeAll(async () => {
  await writeSample(dir, 'whole', entries);
  whole = new Uint8Array(readFileSync(join(dir, 'whole.ydp')));
  const found = parseVolumeHeader(whole);
  if (found.is !== 'volume') throw new Error('volume expected');
  payload = volumeLayout(found.header).payload.offset;
  chunks = found.header.chunks;
});

/** Salvages the package with these chunks spoilt. */
async function salvage(paths: readonly string[]) {
  const salvaged = await salvagePackage(paths, asReceiver);
  const came = new Map<string, Uint8Array>();
  for await (const { path, bytes } of salvaged.entries) {
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of bytes) pieces.push(piece.slice());
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code !== 'payload-damaged') throw error;
      continue;
    }
    came.set(path, concatBytes(...pieces));
  }
  return { came, lost: salvaged.lost() };
}

function spoil(...lost: readonly number[]): string {
  const bytes = whole.slice();
  for (const one of lost) bytes[payload + one * chunk + 77]! ^= 0x40;
  const path = join(dir, 'spoilt.ydp');
  writeFileSync(path, bytes);
  return path;
}

describe('salvage of a package with lost chunks', () => {
  it('gives nothing but files as they were packed, and names all others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(chunks - 2), { minLength: 1, maxLength: 8 }), async (lost) => {
        const { came, lost: said } = await salvage([spoil(...lost)]);
        for (const [path, bytes] of came) expect(Buffer.compare(bytes, bytesOf.get(path)!), path).toBe(0);
        expect(said.chunks).toBe(lost.length);
        if (said.files) expect([...said.files, ...came.keys()].toSorted()).toEqual([...bytesOf.keys()].toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it('loses no more than what lies in them and what shares a frame with that', async () => {
    for (let lost = 0; lost < chunks - 1; lost++) {
      const { lost: said } = await salvage([spoil(lost)]);
      const bytes = said.files?.reduce((sum, path) => sum + bytesOf.get(path)!.length, 0);
      // A large file is one piece; small ones gather to 64 KiB and at most one frame more.
      expect(bytes, `chunk ${lost}`).toBeLessThanOrEqual(600_000);
      expect(said.files!.length, `chunk ${lost}`).toBeLessThanOrEqual(20);
    }
  });

  it('never takes contents for files, whatever they pretend to be', async () => {
    for (let lost = 0; lost < chunks; lost++) {
      const { came } = await salvage([spoil(lost)]);
      expect(
        [...came.keys()].filter((path) => !bytesOf.has(path)),
        `chunk ${lost}`,
      ).toEqual([]);
    }
  });

  it('does not know what is lost when the manifest is', async () => {
    const { came, lost } = await salvage([spoil(chunks - 1)]);
    expect(lost).toMatchObject({ chunks: 1, files: undefined });
    expect(came.get('station.json')).toEqual(utf8('{}'));
  });

  it('of a whole package gives all of it', async () => {
    const { came, lost } = await salvage([spoil()]);
    expect(came.size).toBe(entries.length);
    expect(lost).toEqual({ chunks: 0, bytes: 0, files: [] });
  });
});

describe('salvage of a package with volumes missing', () => {
  const volumes = (): Promise<{ files: readonly { name: string }[] }> => {
    rmSync(join(dir, 'volumes'), { recursive: true, force: true });
    mkdirSync(join(dir, 'volumes'));
    return writeSample(join(dir, 'volumes'), 'v', entries, { volumeBytes: 400_000 });
  };

  it('needs the last one, which has the signed table, and no other', async () => {
    const { files } = await volumes();
    const paths = files.map(({ name }) => join(dir, 'volumes', name));
    expect(paths.length).toBeGreaterThan(2);
    for (let gone = 0; gone < paths.length - 1; gone++) {
      const left = paths.toSpliced(gone, 1);
      expect(await codeOf(() => openPackage(left, asReceiver))).toBe('missing-volume');
      const { came, lost } = await salvage(left);
      expect(lost.chunks).toBeGreaterThan(1);
      expect(lost.files!.length + came.size).toBe(entries.length);
      for (const [path, bytes] of came) expect(Buffer.compare(bytes, bytesOf.get(path)!), path).toBe(0);
    }
    expect(await codeOf(() => salvage(paths.slice(0, -1)))).toBe('missing-volume');
  });
});

it('salvage is for recipients, of known senders, and of what they signed', async () => {
  const path = spoil(2);
  const refusedAs = (change: Partial<typeof asReceiver>): Promise<string> =>
    codeOf(() => salvagePackage([path], { ...asReceiver, ...change }));
  expect(await refusedAs({ privateKeyFor: () => undefined })).toBe('not-for-this-station');
  expect(await refusedAs({ findSender: () => undefined })).toBe('unknown-sender');
  const other = (await import('../../crypto/sm2.ts')).generateKeyPair();
  expect(await refusedAs({ findSender: () => other.publicKey })).toBe('signature-invalid');
});
