import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry, receiver, sender, temporaryFolder, writeSample } from '../fixtures/packages.ts';
import { largeFiles } from '../vectors/large-files.ts';
import { decodeVector, entryLine } from '../vectors/vector-file.ts';

// read_ydp.py was written from docs/format/ydp-v1.md without a look at our reader, and uses the ciphers of Botan and OpenSSL instead of ours.
// Where the two disagree, the document is to be mended first.

const vectors = join(import.meta.dirname, '..', 'vectors', 'ydp');
const stored = readdirSync(vectors)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => decodeVector(name.slice(0, -4), readFileSync(join(vectors, name), 'utf8')));

const { dir, remove } = temporaryFolder();
afterAll(remove);

describe('a reader written from the document alone answers each vector as it says', () => {
  type Answer = { readonly code: string; readonly entries: readonly string[] };
  const answers = new Map<string, Answer>();
  beforeAll(() => {
    for (const line of python('read_vectors.py', vectors)) {
      const { name, ...answer } = JSON.parse(line) as Answer & { readonly name: string };
      answers.set(name, answer);
    }
  });

  it.each(stored)('$name: $expect ($about)', ({ name, expect: code, entries }) => {
    expect(answers.get(name)).toEqual({ code, entries });
  });
});

it.each(largeFiles)(
  'a reader written from the document alone answers $name: $expect',
  ({ name, expect: code, write }) => {
    const path = join(dir, `${name}.ydp`);
    write(path);
    expect(python('read_ydp.py', receiver.privateKey, '', path)).toEqual([code]);
  },
);

describe('a reader written from the document alone reads what the program writes today', () => {
  const noise = (length: number) => new Uint8Array(randomBytes(length));
  const files = [
    entry('records/catalog.jsonl', Buffer.from('{"标题":"关于防汛工作的通知"}\n'.repeat(20_000))),
    entry('扫描件/发文 2026-17 号 50%.pdf', noise(900_000)),
    entry('empty', new Uint8Array()),
    ...Array.from({ length: 300 }, (_, i) => entry(`many/${i}.txt`, Buffer.from(`${i}\n`.repeat(i)))),
    entry(`long/${'路径'.repeat(40)}/${'名'.repeat(80)}.tif`, noise(300_000)),
  ];

  it.each([
    { name: 'whole', about: 'in one volume', change: {}, volumes: 1 },
    { name: 'whole-recovery', about: 'in one volume with recovery data', change: { recovery: true }, volumes: 1 },
    {
      name: 'parts',
      about: 'in several volumes with recovery data',
      change: { recovery: true, volumeBytes: 700_000 },
      volumes: 3,
    },
  ])('$about', async ({ name, change, volumes }) => {
    const written = await writeSample(dir, name, files, change);
    expect(written.files.length).toBeGreaterThanOrEqual(volumes);
    const paths = written.files.map((file) => join(dir, file.name)).toReversed();
    expect(python('read_ydp.py', receiver.privateKey, sender.signing.publicKey, ...paths)).toEqual([
      'ok',
      ...files.map(({ path, bytes }) => entryLine(path, bytes as Uint8Array)),
    ]);
  });
});

/** The lines that a script beside this test prints. */
function python(script: string, ...args: readonly string[]): readonly string[] {
  const words = ['-B', join(import.meta.dirname, script), ...args];
  return execFileSync('/usr/bin/python3', words, { encoding: 'utf8', maxBuffer: 1 << 26 })
    .trimEnd()
    .split('\n');
}
