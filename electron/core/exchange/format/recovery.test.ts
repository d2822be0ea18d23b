import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asReceiver, contentsOf, entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { openPackage, repairPackage, verifyPackage } from './format.ts';
import { type RecoveryLayout, recoveryLayout } from './recovery-layout.ts';
import { multiply } from './reed-solomon.ts';
import {
  encodeVolumeHeader,
  parseVolumeHeader,
  type Region,
  type VolumeLayout,
  volumeLayout,
} from './volume-header.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

const out = join(dir, 'out');
const spoilt = join(dir, 'p.ydp');
let whole = Buffer.alloc(0);
let layout: VolumeLayout;
let blocks: RecoveryLayout;

beforeAll(async () => {
  mkdirSync(out);
  mkdirSync(join(dir, 'whole'));
  // Two codewords, and a place that only one of them has.
  await writeSample(join(dir, 'whole'), 'p', [entry('a', randomBytes(1_251_500))], { recovery: true });
  whole = readFileSync(join(dir, 'whole', 'p.ydp'));
  layout = layoutOf(whole);
  blocks = recoveryLayout(layout.protectedBytes);
  expect(blocks.groups).toBe(2);
  expect(blocks.dataBlocks % 2).toBe(1);
});

function layoutOf(file: Uint8Array): VolumeLayout {
  const found = parseVolumeHeader(file);
  if (found.is !== 'volume') throw new Error('volume expected');
  return volumeLayout(found.header);
}

/** A copy of the file with these stretches overwritten: with random bytes, of which the first always differs, or with one value. */
function overwritten(stretches: readonly Region[], byte?: number): Buffer {
  const bytes = Buffer.from(whole);
  for (const { offset, length } of stretches) {
    if (byte !== undefined) {
      bytes.fill(byte, offset, offset + length);
    } else {
      randomBytes(length).copy(bytes, offset);
      bytes.writeUInt8(255 - whole.readUInt8(offset), offset);
    }
  }
  return bytes;
}

async function restores(bytes: Uint8Array): Promise<void> {
  writeFileSync(spoilt, bytes);
  expect(await verifyPackage([spoilt])).toMatchObject({ ok: false, repairable: true, lostChunks: 0 });
  const { result } = await repairPackage([spoilt], out);
  expect(result).toMatchObject({ ok: true, damage: [] });
  const restored = readFileSync(join(out, 'p.ydp'));
  rmSync(join(out, 'p.ydp'));
  expect(readdirSync(out)).toEqual([]);
  expect(restored.equals(whole), 'restored to the same bytes').toBe(true);
  expect(readFileSync(spoilt).equals(Buffer.from(bytes)), 'the medium is not touched').toBe(true);
}

/** Blocks of the file that hold the data blocks from `first` on, or with `dataBlocks` added the parity blocks. */
const block = (first: number, count = 1): Region =>
  first < blocks.dataBlocks
    ? { offset: first * 4096, length: count * 4096 }
    : { offset: blocks.parity.offset + (first - blocks.dataBlocks) * 4096, length: count * 4096 };

describe('recovery data as it is written', () => {
  it('keeps every one of the equations', () => {
    const bytes = Buffer.alloc(blocks.dataBlocks * 4096);
    whole.copy(bytes, 192, 192, layout.protectedBytes);
    for (let column = 0; column < 4096; column += 45) {
      for (let codeword = 0; codeword < 2; codeword++) {
        const sums = new Uint8Array(23);
        for (let place = 0, alpha = 1; place < 255; place++, alpha = multiply(alpha, 2)) {
          const data = place * 2 + codeword;
          const parity = blocks.parity.offset + ((place - 232) * 2 + codeword) * 4096 + column;
          const byte = place >= 232 ? whole[parity]! : data < blocks.dataBlocks ? bytes[data * 4096 + column]! : 0;
          for (let r = 0, power = 1; r < 23; r++, power = multiply(power, alpha)) sums[r]! ^= multiply(byte, power);
        }
        expect(sums).toEqual(new Uint8Array(23));
      }
    }
  });

  it('has three copies of a list with the CRC-32 of every block and the volume header', () => {
    const [first, second, third] = blocks.checks.map(({ offset, length }) => whole.subarray(offset, offset + length));
    expect(first!.equals(second!) && first!.equals(third!)).toBe(true);
    expect(first!.subarray(0, 192).equals(whole.subarray(0, 192))).toBe(true);
    expect(first!.readUInt32BE(4092)).toBe(crc32(first!.subarray(0, 4092)));
    const bytes = Buffer.from(whole).fill(0, 0, 192).fill(0, layout.protectedBytes, blocks.checks[0].offset);
    for (let i = 0; i < blocks.dataBlocks + blocks.parityBlocks; i++) {
      const { offset } = block(i);
      expect(first!.readUInt32BE(200 + 4 * i)).toBe(crc32(bytes.subarray(offset, offset + 4096)));
    }
  });

  it('is nothing to a reader of a package that is whole, and that verifies', async () => {
    writeFileSync(spoilt, whole);
    expect(await verifyPackage([spoilt])).toMatchObject({ ok: true, damage: [], repairable: false, lostChunks: 0 });
    expect(await contentsOf(await openPackage([spoilt], asReceiver))).toHaveLength(1);
  });
});

describe('what is lost is restored to the same bytes', () => {
  it('of every region, and of both copies of each', async () => {
    const { front, header, index, headerCopy, indexCopy, back, payload } = layout;
    for (const lost of [
      [front],
      [back],
      [front, back],
      [header, headerCopy],
      [index, indexCopy],
      [front, header, index, headerCopy, indexCopy, back],
      [{ offset: payload.offset + 100_000, length: 90_000 }],
      [front, back, { offset: payload.offset + 70_000, length: 66_000 }],
    ]) {
      await restores(overwritten(lost));
      await restores(overwritten(lost, 0));
    }
  });

  it('of recovery data itself, all of it', async () => {
    const { padding, checks, parity } = blocks;
    for (const lost of [[padding], [parity], [...checks], [...checks, parity], [checks[0], parity, checks[1]]]) {
      await restores(overwritten(lost, 0xaa));
    }
  });

  it('of each codeword up to 23 blocks, wherever they are', async () => {
    await restores(overwritten([block(0, 46)]));
    await restores(overwritten([block(blocks.dataBlocks - 46, 46)]));
    await restores(overwritten([block(100, 26), block(blocks.dataBlocks + 10, 20)]));
    await restores(overwritten([block(7), block(blocks.dataBlocks - 1), block(blocks.dataBlocks)]));
  });

  it('with no check list left, as long as it has a copy', async () => {
    const chunk = (i: number): Region => ({ offset: layout.payload.offset + i * 65_536 + 30_000, length: 1 });
    await restores(overwritten([...blocks.checks, layout.header, layout.indexCopy, layout.front]));
    // Nothing tells any more which parity block is right.
    writeFileSync(spoilt, overwritten([...blocks.checks, chunk(3)]));
    expect(await verifyPackage([spoilt])).toMatchObject({ repairable: false, lostChunks: 1 });
    writeFileSync(spoilt, overwritten([...blocks.checks, layout.index, layout.indexCopy]));
    expect(await verifyPackage([spoilt])).toMatchObject({ repairable: false, lostChunks: 20 });
  });

  it('with two of three check lists gone', async () => {
    for (const left of [0, 1, 2]) {
      await restores(overwritten([...blocks.checks.filter((_, i) => i !== left), block(40, 30), layout.front]));
    }
  });

  it('of a file that is cut, or has something behind its end', async () => {
    await restores(whole.subarray(0, -1));
    await restores(whole.subarray(0, Math.floor(whole.length * 0.92)));
    await restores(whole.subarray(0, layout.recovery.offset));
    await restores(Buffer.concat([whole, randomBytes(5000)]));
    await restores(Buffer.concat([overwritten([block(0, 20)]), randomBytes(5000)]));
  });

  it('of a file that lost its beginning and is cut', async () => {
    const cut = overwritten([block(0, 2)]).subarray(0, blocks.parity.offset + 40 * 4096 + 17);
    writeFileSync(spoilt, cut);
    expect(await verifyPackage([spoilt])).toMatchObject({ code: 'header-damaged' });
    await restores(cut);
  });
});

describe('what is beyond reach', () => {
  it('is refused by name, with how much is lost, and nothing is written', async () => {
    writeFileSync(spoilt, overwritten([block(100, 47)]));
    const found = await verifyPackage([spoilt]);
    expect(found).toMatchObject({ ok: false, code: 'payload-damaged', repairable: false });
    // 24 blocks of one codeword, each a chunk or a border between two; the other codeword has its 23.
    expect(found.lostChunks).toBeGreaterThanOrEqual(3);
    await expect(repairPackage([spoilt], out)).rejects.toMatchObject({
      failure: { code: 'payload-damaged', details: { lostChunks: found.lostChunks, chunks: 20 } },
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it('is all of it where the table is', async () => {
    const { index, indexCopy } = layout;
    writeFileSync(spoilt, overwritten([index, indexCopy, block(100, 50)]));
    expect(await verifyPackage([spoilt])).toMatchObject({ code: 'payload-damaged', repairable: false, lostChunks: 20 });
    expect(await codeOf(() => repairPackage([spoilt], out))).toBe('payload-damaged');
  });

  it('is a file that kept neither end nor a check block', async () => {
    writeFileSync(spoilt, overwritten([layout.front, layout.back, ...blocks.checks], 0));
    expect(await verifyPackage([spoilt])).toMatchObject({ code: 'not-a-package', repairable: false });
    expect(await codeOf(() => repairPackage([spoilt], out))).toBe('not-a-package');
  });
});

it('a volume header that states 200 GiB in a file of some bytes costs nothing', async () => {
  const found = parseVolumeHeader(whole);
  if (found.is !== 'volume') throw new Error('volume expected');
  const chunks = 3_276_800;
  const plain = { ...found.header, chunks, payloadBytes: chunks * 65_536, recoveryBytes: 0 };
  for (const recoveryBytes of [0, recoveryLayout(volumeLayout(plain).protectedBytes).bytes]) {
    writeFileSync(spoilt, Buffer.concat([encodeVolumeHeader({ ...plain, recoveryBytes }), randomBytes(5000)]));
    expect(await verifyPackage([spoilt])).toMatchObject({ code: 'truncated', repairable: false, lostChunks: chunks });
    expect(await codeOf(() => repairPackage([spoilt], out))).toBe('truncated');
    expect(readdirSync(out)).toEqual([]);
  }
});

describe('damage of recovery data alone', () => {
  it('is found when verified, at its place, and does not keep a reader from the contents', async () => {
    for (let offset = layout.recovery.offset; offset < layout.headerCopy.offset; offset += 6151) {
      const bytes = Buffer.from(whole);
      bytes[offset]! ^= 1 << (offset % 8);
      writeFileSync(spoilt, bytes);
      const found = await verifyPackage([spoilt]);
      expect(found, `byte ${offset}`).toMatchObject({ ok: false, code: 'payload-damaged', repairable: true });
      expect(found.damage).toMatchObject([{ region: 'recovery', copyIntact: true }]);
      const [place] = found.damage;
      expect(place!.offset).toBeLessThanOrEqual(offset);
      expect(place!.offset + place!.length).toBeGreaterThan(offset);
    }
    expect(await contentsOf(await openPackage([spoilt], asReceiver))).toHaveLength(1);
  });
});

it('whatever is lost, verify says whether it comes back, and repair keeps to that', async () => {
  const size = whole.length;
  const stretch = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(120_000) });
  const cut = fc.option(fc.double({ min: 0.9, max: 1, noNaN: true }), { freq: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(stretch, { minLength: 1, maxLength: 4 }), cut, async (stretches, end) => {
      const regions = stretches.map(({ at, length }) => ({ offset: Math.floor(at * (size - length)), length }));
      const bytes = overwritten(regions, 0).subarray(0, end === null ? size : Math.ceil(end * size));
      writeFileSync(spoilt, bytes);
      const found = await verifyPackage([spoilt]);
      if (found.ok) return;
      if (found.repairable) return await restores(bytes);
      expect(await codeOf(() => repairPackage([spoilt], out))).toBe(found.code);
      expect(readdirSync(out)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

describe('a package of several volumes', () => {
  const set = join(dir, 'set');
  let names: string[] = [];
  beforeAll(async () => {
    mkdirSync(set);
    const files = await writeSample(set, 's', [entry('a', randomBytes(1_000_000))], {
      recovery: true,
      volumeBytes: 550_000,
    });
    names = files.files.map(({ name }) => name);
    expect(names).toHaveLength(3);
  });

  const spoil = (name: string, ...stretches: Region[]): Buffer => {
    const bytes = readFileSync(join(set, name));
    const before = Buffer.from(bytes);
    for (const { offset, length } of stretches) bytes.fill(0x55, offset, offset + length);
    writeFileSync(join(set, name), bytes);
    return before;
  };

  it('is restored when each volume can be, also one that lost headers and table, and one alone', async () => {
    const paths = names.map((name) => join(set, name));
    const before = names.map((name) => readFileSync(join(set, name)));
    const { front, back, header, headerCopy, index, indexCopy } = layoutOf(before[1]!);
    spoil(names[1]!, front, back, header, headerCopy, index, indexCopy);
    spoil(names[2]!, { offset: 80_000, length: 20_000 });
    expect(await verifyPackage(paths)).toMatchObject({ code: 'header-damaged', repairable: true });
    expect((await repairPackage(paths, out)).files).toEqual(names);
    for (const [i, name] of names.entries()) expect(readFileSync(join(out, name)).equals(before[i]!)).toBe(true);
    for (const name of names) rmSync(join(out, name));

    const { result } = await repairPackage([paths[1]!], out);
    expect(result).toMatchObject({ code: 'missing-volume', damage: [] });
    expect(readFileSync(join(out, names[1]!)).equals(before[1]!)).toBe(true);
    rmSync(join(out, names[1]!));
    for (const [i, path] of paths.entries()) writeFileSync(path, before[i]!);
  });

  it('is refused when one volume cannot, and nothing is written', async () => {
    const before = spoil(names[0]!, { offset: 50_000, length: 120_000 });
    const paths = names.map((name) => join(set, name));
    const found = await verifyPackage(paths);
    expect(found).toMatchObject({ code: 'payload-damaged', repairable: false, lostChunks: 3 });
    expect(await codeOf(() => repairPackage(paths, out))).toBe('payload-damaged');
    expect(readdirSync(out)).toEqual([]);

    // A second copy of the volume that is whole will do.
    mkdirSync(join(dir, 'copy'));
    writeFileSync(join(dir, 'copy', names[0]!), before);
    await repairPackage([...paths, join(dir, 'copy', names[0]!)], out);
    expect(readFileSync(join(out, names[0]!)).equals(before)).toBe(true);
  });
});
