import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../crypto/bytes.ts';
import { FRAME_BYTES, framesIn, frameWhole, newFrameRoom, openFrame, unframeWhole, worthDeflating } from './frame.ts';

async function* cut(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe('the frames of a file', () => {
  it('give it back, whole and in pieces', async () => {
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.nat(700_000).map((length) => new Uint8Array(length)),
      fc.nat(700_000).map((length) => new Uint8Array(randomBytes(length))),
    );
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 100_000 }), async (bytes, length) => {
        const framed = frameWhole(bytes);
        expect(Buffer.compare(unframeWhole(framed), bytes)).toBe(0);
        const parts: Uint8Array[] = [];
        for await (const frame of framesIn(cut(framed, length), newFrameRoom())) {
          expect(frame.lead.original).toBeLessThanOrEqual(FRAME_BYTES);
          parts.push(new Uint8Array(await openFrame(frame)));
        }
        expect(Buffer.compare(concatBytes(...parts), bytes)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('are deflated where that is worth it', () => {
    expect(frameWhole(new Uint8Array(300_000)).length).toBeLessThan(3000);
    expect(frameWhole(new Uint8Array(randomBytes(300_000))).length).toBe(300_018);
  });
});

it('only what shrinks by a tenth is worth deflating', () => {
  expect(worthDeflating(new Uint8Array(5000))).toBe(true);
  expect(worthDeflating(new Uint8Array(randomBytes(5000)))).toBe(false);
});
