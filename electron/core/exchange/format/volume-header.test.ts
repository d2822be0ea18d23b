import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recoveryLayout } from './recovery-layout.ts';
import {
  encodeVolumeHeader,
  parseVolumeHeader,
  VOLUME_HEADER_BYTES,
  type VolumeHeader,
  volumeLayout,
} from './volume-header.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/** Any volume that keeps the rules: number 1 begins at chunk 0, and only the last may hold a short chunk. */
const volume: fc.Arbitrary<VolumeHeader> = fc
  .record({
    packageId: bytes(16).map((value) => Buffer.from(value).toString('hex')),
    number: fc.integer({ min: 1, max: 9999 }),
    last: fc.boolean(),
    headerBytes: fc.integer({ min: 1, max: 65_536 }),
    firstChunk: fc.integer({ min: 1, max: 2 ** 30 }),
    chunks: fc.integer({ min: 1, max: 2 ** 30 }),
    short: fc.nat(65_535),
    recovery: fc.boolean(),
    indexDigest: bytes(32),
    volumeDigest: bytes(32),
  })
  .map(({ short, recovery, ...rest }) => {
    const plain = {
      ...rest,
      firstChunk: rest.number === 1 ? 0 : rest.firstChunk,
      payloadBytes: rest.chunks * 65_536 - (rest.last ? short : 0),
      recoveryBytes: 0,
    };
    const { bytes: recoveryBytes } = recoveryLayout(volumeLayout(plain).protectedBytes);
    return recovery ? { ...plain, recoveryBytes } : plain;
  });

describe('a volume header', () => {
  it('reads as it was written', () => {
    fc.assert(
      fc.property(volume, (header) => {
        const block = encodeVolumeHeader(header);
        expect(block).toHaveLength(VOLUME_HEADER_BYTES);
        expect(parseVolumeHeader(block)).toEqual({ is: 'volume', header });
      }),
    );
  });

  it('with any bit changed is none: foreign in the magic, another version in the version, damaged elsewhere', () => {
    const block = encodeVolumeHeader(fc.sample(volume, { numRuns: 1, seed: 1 })[0]!);
    for (let bit = 0; bit < block.length * 8; bit++) {
      const changed = block.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const expected = bit < 64 ? 'foreign' : bit < 80 ? 'other-version' : 'damaged';
      expect(parseVolumeHeader(changed).is, `bit ${bit}`).toBe(expected);
    }
  });

  it('cut anywhere is cut', () => {
    const block = encodeVolumeHeader(fc.sample(volume, { numRuns: 1, seed: 1 })[0]!);
    for (let end = 0; end < block.length; end++) expect(parseVolumeHeader(block.subarray(0, end)).is).toBe('cut');
  });

  it('that breaks a rule is damaged', () => {
    const [sample] = fc.sample(volume, { numRuns: 1, seed: 1 });
    const whole: VolumeHeader = { ...sample!, number: 1, last: true, firstChunk: 0, chunks: 2, payloadBytes: 65_537 };
    const is = (change: Partial<VolumeHeader>): string =>
      parseVolumeHeader(encodeVolumeHeader({ ...whole, ...change })).is;
    expect(is({})).toBe('volume');
    expect(is({ payloadBytes: 131_072 })).toBe('volume');
    expect(is({ chunks: 1, payloadBytes: 0 })).toBe('volume');
    for (const change of [
      { payloadBytes: 65_536 },
      { payloadBytes: 131_073 },
      { last: false },
      { chunks: 0, payloadBytes: 0 },
      { number: 0 },
      { number: 2 },
      { firstChunk: 1 },
      { headerBytes: 0 },
      { number: 2, firstChunk: 3, chunks: 1, payloadBytes: 0 },
    ]) {
      expect(is(change), JSON.stringify(change)).toBe('damaged');
    }
    const { bytes: recoveryBytes } = recoveryLayout(volumeLayout({ ...whole, recoveryBytes: 0 }).protectedBytes);
    expect(is({ recoveryBytes })).toBe('volume');
    expect(is({ recoveryBytes: recoveryBytes + 4096 })).toBe('damaged');
  });
});

it('recovery data lies on whole blocks, and is as much as the blocks need', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (protectedBytes) => {
      const layout = recoveryLayout(protectedBytes);
      let at = protectedBytes;
      for (const { offset, length } of [
        layout.padding,
        layout.checks[0],
        layout.checks[1],
        layout.parity,
        layout.checks[2],
      ]) {
        expect(offset).toBe(at);
        at += length;
        expect(at % 4096).toBe(0);
      }
      expect(at - protectedBytes).toBe(layout.bytes);
      expect(layout.groups * 232).toBeGreaterThanOrEqual(layout.dataBlocks);
      expect((layout.groups - 1) * 232).toBeLessThan(layout.dataBlocks);
      expect(layout.checkBlocks * 973).toBeGreaterThanOrEqual(layout.dataBlocks + layout.parityBlocks);
    }),
  );
});

it('the regions of a volume follow one another to its end', () => {
  fc.assert(
    fc.property(volume, (header) => {
      const { fileBytes, tableEntries, protectedBytes, ...regions } = volumeLayout(header);
      let at = 0;
      for (const { offset, length } of Object.values(regions)) {
        expect(offset).toBe(at);
        at += length;
      }
      expect(at).toBe(fileBytes);
      expect(protectedBytes).toBe(regions.index.offset + regions.index.length);
      expect(tableEntries).toBe(header.chunks + (header.last ? header.firstChunk : 0));
    }),
  );
});
