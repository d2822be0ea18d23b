import { expect, it } from 'vitest';
import { type Readable, readRegion } from './read-region.ts';

/** A medium of 20000 bytes that fails wherever a read touches `bad`, and gives at most `most` bytes at a time. */
function medium(bad: (offset: number) => boolean, most = Number.POSITIVE_INFINITY): Readable {
  const read = async (into: Uint8Array, at: number, length: number, from: number) => {
    const bytesRead = Math.max(0, Math.min(length, most, 20_000 - from));
    for (let i = 0; i < bytesRead; i++) {
      if (bad(from + i)) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      into[at + i] = 1 + ((from + i) % 250);
    }
    return { bytesRead, buffer: into };
  };
  return { read: read as unknown as Readable['read'] };
}

const expected = (from: number, to: number): Uint8Array =>
  Uint8Array.from({ length: to - from }, (_, i) => 1 + ((from + i) % 250));

it('a stretch is read whole, however little the system gives at a time', async () => {
  expect(
    await readRegion(
      medium(() => false, 777),
      { offset: 100, length: 9000 },
    ),
  ).toEqual(expected(100, 9100));
});

it('at the end of the file there is less', async () => {
  expect(
    await readRegion(
      medium(() => false),
      { offset: 19_990, length: 50 },
    ),
  ).toEqual(expected(19_990, 20_000));
  expect(
    await readRegion(
      medium(() => false),
      { offset: 30_000, length: 50 },
    ),
  ).toEqual(new Uint8Array(0));
});

it('a sector that cannot be read is zeros, and its neighbours are what they are', async () => {
  const found = await readRegion(
    medium((offset) => offset === 5000),
    { offset: 0, length: 10_000 },
  );
  const wanted = expected(0, 10_000);
  wanted.fill(0, 4096, 6144);
  expect(found).toEqual(wanted);
});

it('other faults are not hidden', async () => {
  const read = (): never => {
    throw Object.assign(new Error('gone'), { code: 'ENODEV' });
  };
  await expect(readRegion({ read: read as unknown as Readable['read'] }, { offset: 0, length: 1 })).rejects.toThrow(
    'gone',
  );
});
