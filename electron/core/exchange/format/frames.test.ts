import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../crypto/bytes.ts';
import { ByteReader } from './byte-reader.ts';
import { FrameWriter, readFrames } from './frames.ts';

async function framesOf(pieces: readonly (readonly [bytes: Uint8Array, compress: boolean])[]): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const writer = new FrameWriter(async (lead, contents) => {
    frames.push(concatBytes(lead, contents));
  });
  for (const [bytes, compress] of pieces) {
    await writer.begin(compress);
    await writer.write(bytes);
  }
  await writer.finish();
  return frames;
}

async function* cut(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const anyLeads = { frameAt() {}, end() {} };

async function read(payload: Uint8Array, pieces: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const { bytes } of readFrames(new ByteReader(cut(payload, pieces)), anyLeads)) parts.push(bytes);
  return concatBytes(...parts);
}

describe('frames', () => {
  it('give back what went in, read whole, in pieces or byte by byte', async () => {
    const piece = fc.tuple(
      fc.oneof(
        fc.uint8Array({ maxLength: 500 }),
        fc.nat(3000).map((n) => new Uint8Array(n)),
      ),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const payload = concatBytes(...(await framesOf(pieces)));
        const whole = concatBytes(...pieces.map(([bytes]) => bytes));
        for (const length of [1, 7, 1 << 20]) expect(await read(payload, length)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('hold at most 256 KiB each', async () => {
    const frames = await framesOf([[new Uint8Array(600_000), false]]);
    expect(frames.map((frame) => frame.length - 9)).toEqual([262_144, 262_144, 75_712]);
  });

  it('are stored where deflating does not make them shorter', async () => {
    const [noise] = await framesOf([[randomBytes(1000), true]]);
    expect(noise![0]).toBe(2);
    const [zeros] = await framesOf([[new Uint8Array(1000), true]]);
    expect(zeros![0]).toBe(3);
    expect(zeros!.length).toBeLessThan(50);
  });

  it('say where a file begins, and begin anew for a file when 64 KiB have gathered', async () => {
    const small = new Uint8Array(40_000);
    const frames = await framesOf([
      [small, false],
      [small, false],
      [small, false],
      [new Uint8Array(300_000), false],
    ]);
    expect(frames.map((frame) => [frame[0], frame.length - 9])).toEqual([
      [2, 80_000],
      [2, 262_144],
      [0, 77_856],
    ]);
  });

  it('that the writer makes never go beyond the bound of the reader, however well the contents shrink', async () => {
    const frames = await framesOf([[new Uint8Array(40 << 20), true]]);
    const payload = concatBytes(...frames);
    expect(payload.length).toBeGreaterThan((24 << 20) / 100);
    expect((await read(payload, 1 << 20)).length).toBe(40 << 20);
  });
});
