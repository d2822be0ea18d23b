import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BoxDamaged, boxBytes, openBytes, openFilesBeside, sealBytes } from './box.ts';
import { concatBytes, randomBytes } from './bytes.ts';

const key = new Uint8Array(32).fill(7);

async function readBeside(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const { bytes } of openFilesBeside([{ key, path, name: 'box' }])) pieces.push(new Uint8Array(bytes));
  return concatBytes(...pieces);
}

describe('a sealed box in a file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-box-'));
  const path = join(dir, 'box');
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each([0, 1, 65_535, 65_536, 65_537, 1_048_576, 1_048_577, 3_000_000])(
    'of %i bytes is read in pieces, and refused when a byte is changed, cut or added',
    async (length) => {
      const plain = randomBytes(length);
      const sealed = sealBytes(key, plain);
      writeFileSync(path, sealed);
      expect(Buffer.compare(await readBeside(path), plain)).toBe(0);
      expect(Buffer.compare(openBytes(key, sealed), plain)).toBe(0);
      for (const at of [0, 16, sealed.length >> 1, sealed.length - 40, sealed.length - 1]) {
        const changed = sealed.slice();
        changed[at]! ^= 0x10;
        writeFileSync(path, changed);
        await expect(readBeside(path)).rejects.toThrow(BoxDamaged);
        expect(() => openBytes(key, changed)).toThrow(BoxDamaged);
      }
      for (const other of [sealed.subarray(0, -1), concatBytes(sealed, Uint8Array.of(0))]) {
        writeFileSync(path, other);
        await expect(readBeside(path)).rejects.toThrow(BoxDamaged);
      }
    },
  );
});

describe('a sealed box', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 300 }),
        (anyKey, plain) => {
          const sealed = sealBytes(anyKey, plain);
          expect(sealed).toHaveLength(boxBytes(plain.length));
          expect(openBytes(anyKey, sealed)).toEqual(plain);
        },
      ),
    );
  });

  it('looks different each time', () => {
    expect(sealBytes(key, new Uint8Array(20))).not.toEqual(sealBytes(key, new Uint8Array(20)));
  });

  it('is refused when any bit is changed', () => {
    const sealed = sealBytes(key, new Uint8Array(20).fill(3));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openBytes(key, changed)).toThrow(BoxDamaged);
    }
  });

  it('is refused when it is cut anywhere, lengthened, or opened with another key', () => {
    const sealed = sealBytes(key, new Uint8Array(20).fill(3));
    for (let end = 0; end < sealed.length; end++)
      expect(() => openBytes(key, sealed.subarray(0, end))).toThrow(BoxDamaged);
    expect(() => openBytes(key, new Uint8Array([...sealed, 0]))).toThrow(BoxDamaged);
    expect(() => openBytes(new Uint8Array(32), sealed)).toThrow(BoxDamaged);
  });
});

it('several boxes are read one after the other, and the one that is damaged is named', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-boxes-'));
  const contents = [3_000_000, 0, 70_000, 1_500_000].map((length) => randomBytes(length));
  const files = contents.map((_, i) => ({ key, path: join(dir, `${i}`), name: `box ${i}` }));
  for (const [i, { path }] of files.entries()) writeFileSync(path, sealBytes(key, contents[i]!));
  const found: Uint8Array[][] = contents.map(() => []);
  for await (const { box, bytes } of openFilesBeside(files)) found[box]!.push(new Uint8Array(bytes));
  for (const [i, plain] of contents.entries()) expect(Buffer.compare(concatBytes(...found[i]!), plain)).toBe(0);
  writeFileSync(files[2]!.path, sealBytes(key, contents[2]!).fill(1, 60_000, 60_010));
  const read = async (): Promise<void> => {
    for await (const _ of openFilesBeside(files));
  };
  await expect(read()).rejects.toMatchObject({ what: 'box 2' });
  rmSync(dir, { recursive: true });
});

it('a box that cannot be unlocked is named, and no file stays open when reading stops', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-boxes-'));
  const files = [0, 1, 2].map((i) => ({ key, path: join(dir, `${i}`), name: `box ${i}` }));
  // More than is read ahead, so that the next one is unlocked and not yet reached when reading stops.
  for (const { path } of files) writeFileSync(path, sealBytes(key, randomBytes(4_000_000)));
  writeFileSync(files[1]!.path, sealBytes(key, randomBytes(1000)).fill(0, -1));
  const read = async (): Promise<void> => {
    for await (const { box } of openFilesBeside(files)) expect(box).toBe(0);
  };
  await expect(read()).rejects.toMatchObject({ what: 'box 1' });
  for await (const _ of openFilesBeside([files[0]!, files[2]!])) break;
  const open = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').map(target) : [];
  expect(open.filter((path) => path.startsWith(dir))).toEqual([]);
  rmSync(dir, { recursive: true });
});

/** What a handle of this process is of; '' for one that has been closed since. */
function target(handle: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`);
  } catch {
    return '';
  }
}
