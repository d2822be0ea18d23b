import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import {
  openPackage,
  repairPackage,
  salvagePackage,
  verifyPackage,
} from '../../electron/core/exchange/format/format.ts';
import { CHUNKS, HEADER_BYTES } from '../../electron/core/exchange/format/limits.ts';
import { recoveryLayout } from '../../electron/core/exchange/format/recovery-layout.ts';
import {
  encodeVolumeHeader,
  type VolumeHeader,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import type { FailureCode } from '../../shared/contract/failures.ts';
import { asReceiver, temporaryFolder } from '../fixtures/packages.ts';
import { codeOf } from '../fixtures/refusal.ts';

// A volume header is believed when its checksum is right, and anybody can compute that. What it says of lengths must not cost anything
// before the file is known to be that long.

const { dir, remove } = temporaryFolder();
afterAll(remove);
const out = join(dir, 'out');
mkdirSync(out);

const small: VolumeHeader = {
  packageId: '01'.repeat(16),
  number: 1,
  last: true,
  headerBytes: HEADER_BYTES,
  firstChunk: 0,
  chunks: CHUNKS,
  payloadBytes: CHUNKS * 65_536,
  recoveryBytes: 0,
  indexDigest: new Uint8Array(32),
  volumeDigest: new Uint8Array(32),
};
const withRecovery = (volume: VolumeHeader): VolumeHeader => ({
  ...volume,
  recoveryBytes: recoveryLayout(volumeLayout(volume).protectedBytes).bytes,
});
const claims: readonly (readonly [about: string, VolumeHeader, FailureCode])[] = [
  ['as many chunks as a package may have', small, 'truncated'],
  ['as many chunks, and recovery data', withRecovery(small), 'truncated'],
  [
    'all chunks but one in other volumes',
    { ...small, number: 2, firstChunk: CHUNKS - 1, chunks: 1, payloadBytes: 1 },
    'truncated',
  ],
  ['more volumes to come', withRecovery({ ...small, last: false }), 'truncated'],
  [
    'more chunks than a package may have',
    withRecovery({ ...small, chunks: CHUNKS + 1, payloadBytes: small.payloadBytes + 1 }),
    'limit-exceeded',
  ],
  ['a longer header than there may be', { ...small, headerBytes: 2 ** 32 - 1 }, 'limit-exceeded'],
];

describe.each(claims)('a file whose volume header claims %s', (_, header, code) => {
  const block = encodeVolumeHeader(header);
  it.each([
    ['has nothing else', [block], code],
    ['has some bytes behind it', [block, new Uint8Array(200_000)], code],
    ['has it at both ends', [block, new Uint8Array(200_000), block], code],
    ['has it at its end only', [new Uint8Array(200_000), block], 'header-damaged'],
  ] as const)('and %s costs no memory', async (__, parts, expected) => {
    const path = join(dir, 'p.ydp');
    writeFileSync(path, concatBytes(...parts));
    const most = await mostAskedFor(async () => {
      expect(await codeOf(() => openPackage([path], asReceiver))).toBe(expected);
      expect(await verifyPackage([path])).toMatchObject({ code: expected, repairable: false });
      expect(await codeOf(() => repairPackage([path], out))).toBe(expected);
      expect(await codeOf(() => salvagePackage([path], asReceiver))).toBe(expected);
    });
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(1 << 20);
    expect(readdirSync(out)).toEqual([]);
  });
});

/** Bytes of the largest array that is asked for while work is done. */
async function mostAskedFor(work: () => Promise<void>): Promise<number> {
  const names = ['ArrayBuffer', 'Uint8Array', 'Uint32Array'] as const;
  const own = names.map((name) => globalThis[name]);
  let most = 0;
  for (const [i, name] of names.entries()) {
    const construct = (target: typeof ArrayBuffer, [first, ...rest]: [number, ...unknown[]], as: unknown): object => {
      if (typeof first === 'number') most = Math.max(most, first * (name === 'Uint32Array' ? 4 : 1));
      return Reflect.construct(target, [first, ...rest], as as typeof ArrayBuffer);
    };
    Object.assign(globalThis, { [name]: new Proxy(own[i]!, { construct: construct as never }) });
  }
  try {
    await work();
  } finally {
    for (const [i, name] of names.entries()) Object.assign(globalThis, { [name]: own[i] });
  }
  return most;
}
