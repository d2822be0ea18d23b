import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repairPackage, verifyPackage } from '../../electron/core/exchange/format/format.ts';
import type { Region } from '../../electron/core/exchange/format/volume-header.ts';
import { temporaryFolder, writeSample } from '../fixtures/packages.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { Seeded } from '../fixtures/seeded.ts';

/** Damage of one kind. */
export interface Damaged {
  readonly about: string;
  readonly stretches: (random: Seeded, fileBytes: number) => readonly Region[];
  readonly repairable: boolean;
}

/** One stretch of this share of a volume, anywhere in it. */
export const stretchOf = (share: number, repairable: boolean): Damaged => ({
  about: `one stretch of ${share * 100} % of the volume`,
  stretches: (random, fileBytes) => {
    const length = Math.floor(fileBytes * share);
    return [{ offset: random.below(fileBytes - length + 1), length }];
  },
  repairable,
});

/** This share of the blocks of 4096 bytes of a volume, anywhere in it. */
export const blocksOf = (share: number): Damaged => ({
  about: `${share * 100} % of the blocks of the volume`,
  stretches: (random, fileBytes) => {
    const blocks = Math.ceil(fileBytes / BLOCK);
    return random
      .sample(Math.round(blocks * share), blocks)
      .map((block) => ({ offset: block * BLOCK, length: Math.min(BLOCK, fileBytes - block * BLOCK) }));
  },
  repairable: true,
});

/**
 * Spoils one volume of about so many bytes again and again, with zeros and with random bytes in turn, and has it repaired; what cannot be
 * repaired must be refused by name. Set YIDI_SEED to run what failed once more.
 */
export function campaign(volumeBytes: number, runs: number, damaged: Damaged): void {
  const { dir, remove } = temporaryFolder();
  const random = new Seeded(Number(process.env.YIDI_SEED ?? Date.now()));
  const [medium, out] = [join(dir, 'medium'), join(dir, 'out')];
  let path = '';
  let whole = Buffer.alloc(0);

  beforeAll(async () => {
    mkdirSync(medium);
    mkdirSync(out);
    const size = Math.floor(volumeBytes / OVERHEAD);
    const bytes = pieces(random, size);
    const { files } = await writeSample(medium, 'p', [{ path: 'data.bin', size, bytes }], { recovery: true });
    path = join(medium, files[0]!.name);
    whole = readFileSync(path);
  });
  afterAll(remove);

  const outcome = damaged.repairable ? 'is restored to the same bytes' : 'is beyond repair, and refused by name';
  it(`${damaged.about} of ${volumeBytes} bytes ${outcome}, ${runs} times of ${runs}`, async () => {
    for (let run = 0; run < runs; run++) {
      const stretches = damaged.stretches(random, whole.length);
      overwrite(path, stretches, ({ length }) => (run % 2 === 0 ? Buffer.alloc(length) : random.bytes(length)));
      const where = `run ${run} of seed ${random.seed}`;
      if (damaged.repairable) {
        if (run % VERIFIED === 0) expect(await verifyPackage([path]), where).toMatchObject({ repairable: true });
        expect(await codeOf(() => repairPackage([path], out)), where).toBe('done');
        expect(sameBytes(join(out, basename(path)), whole), where).toBe(true);
        rmSync(join(out, basename(path)));
      } else {
        const found = await verifyPackage([path]);
        expect(found, where).toMatchObject({ ok: false, repairable: false });
        expect(found.lostChunks, where).toBeGreaterThan(0);
        expect(await codeOf(() => repairPackage([path], out)), where).toBe(found.code);
      }
      expect(readdirSync(out), where).toEqual([]);
      overwrite(path, stretches, ({ offset, length }) => whole.subarray(offset, offset + length));
    }
    expect(sameBytes(path, whole)).toBe(true);
  });
}

const BLOCK = 4096;
/** A volume by the bytes of its contents. */
const OVERHEAD = 1.11;
/** Every so many runs verify says beforehand that the volume can be restored. */
const VERIFIED = 10;

async function* pieces(random: Seeded, size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; left -= 1 << 20) yield random.bytes(Math.min(left, 1 << 20));
}

function overwrite(path: string, stretches: readonly Region[], bytesOf: (stretch: Region) => Buffer): void {
  const file = openSync(path, 'r+');
  for (const stretch of stretches) writeSync(file, bytesOf(stretch), 0, stretch.length, stretch.offset);
  closeSync(file);
}

function sameBytes(path: string, whole: Buffer): boolean {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(4 << 20);
  let at = 0;
  let same = true;
  for (let got = readSync(file, piece); got > 0 && same; got = readSync(file, piece)) {
    same = piece.subarray(0, got).equals(whole.subarray(at, at + got));
    at += got;
  }
  closeSync(file);
  return same && at === whole.length;
}
