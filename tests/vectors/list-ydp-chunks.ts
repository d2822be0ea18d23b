import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import { CHUNK, deflated, frame, noise, payloadOf, storedFrames } from './craft-frames.ts';
import type { Case, Cases } from './list-ydp.ts';

type Change = (payload: Uint8Array) => Uint8Array;

const twoChunks = payloadOf(65_545);
const threeChunks = payloadOf(131_080);
const oneChunk = payloadOf(65_536);
/** One frame from the beginning of the first chunk to the end of the second. */
const throughChunk = {
  entries: [['datasets/noise.bin', noise(60_000)]],
  frames: storedFrames,
} as const satisfies Case['craft'];

const withLead =
  (lead: number, at = 0): Change =>
  (payload) =>
    concatBytes(payload.subarray(0, at), Uint8Array.of(lead >> 8, lead), payload.subarray(at + 2));
const badLead = (about: string, payload: Change, craft: Case['craft'] = {}): Case => ({
  expect: 'contents-rejected',
  about,
  craft: { ...craft, payload },
});
const forged = (about: string, change: Change, craft: Case['craft'] = threeChunks): Case => ({
  expect: 'signature-invalid',
  about: `${about}; the table fits, the signature does not`,
  craft: { ...craft, forged: change },
});
const swapped: Change = (payload) =>
  concatBytes(payload.subarray(CHUNK, 2 * CHUNK), payload.subarray(0, CHUNK), payload.subarray(2 * CHUNK));

/** A noise file in two stored frames, of which the first ends as many bytes before the end of the first chunk as said. */
const endingBefore = (bytes: number): NonNullable<Case['craft']> => ({
  entries: [['datasets/noise.bin', noise(62_000)]],
  frames: (tar) => {
    const end = CHUNK - 2 - 9 - bytes;
    return concatBytes(frame(tar.subarray(0, end)), frame(tar.subarray(end)));
  },
});

/** The chunks of the payload: their digests, and where they say that frames begin. */
export const chunks: Cases = {
  'payload-empty': {
    expect: 'contents-rejected',
    about: 'no payload at all',
    craft: { payload: () => new Uint8Array(0) },
  },
  'ok-one-chunk-less-one': { expect: 'ok', about: 'payload of one chunk less one byte', craft: payloadOf(65_535) },
  'ok-one-chunk': { expect: 'ok', about: 'payload of exactly one chunk', craft: oneChunk },
  'chunk-of-one-byte': {
    expect: 'contents-rejected',
    about: 'payload of one chunk and one byte: half a lead',
    craft: { ...oneChunk, payload: (payload) => concatBytes(payload, new Uint8Array(1)) },
  },
  'chunk-of-lead-only': {
    expect: 'contents-rejected',
    about: 'payload of one chunk and two bytes: nothing behind the lead',
    craft: { ...oneChunk, payload: (payload) => concatBytes(payload, new Uint8Array(2)) },
  },
  'ok-one-chunk-and-three': { expect: 'ok', about: 'payload of one chunk and three bytes', craft: payloadOf(65_539) },

  'chunk-first-changed': {
    expect: 'payload-damaged',
    about: 'the first bit of the payload changed',
    craft: { file: (file, { payload }) => file.with(payload.offset, file[payload.offset]! ^ 0x80) },
  },
  'chunk-last-changed': {
    expect: 'payload-damaged',
    about: 'the last bit of the payload changed',
    craft: { file: (file, { index }) => file.with(index.offset - 1, file[index.offset - 1]! ^ 1) },
  },
  'chunks-swapped-in-table': {
    expect: 'payload-damaged',
    about: 'the sender signed a table with two digests swapped',
    craft: { ...twoChunks, table: (table) => concatBytes(table.subarray(32), table.subarray(0, 32)) },
  },
  'last-flag-missing': {
    expect: 'payload-damaged',
    about: 'the sender signed a table without the last flag: the payload was meant to go on',
    craft: { lastFlag: false },
  },
  'chunk-last-missing': forged('the last chunk was taken away', (payload) => payload.slice(0, CHUNK), twoChunks),
  'chunk-extra': forged('a chunk was put behind the last', (payload) => concatBytes(payload, noise(500)), oneChunk),
  'chunks-reordered': forged('two chunks were swapped', swapped),
  'chunk-last-missing-signed': {
    expect: 'contents-rejected',
    about: 'the sender signed a payload without its last chunk',
    craft: { ...twoChunks, payload: (payload) => payload.subarray(0, CHUNK) },
  },
  'chunk-extra-signed': {
    expect: 'contents-rejected',
    about: 'the sender signed a payload with a chunk behind the end of the bag',
    craft: {
      ...oneChunk,
      payload: (payload) => concatBytes(payload, Uint8Array.of(0, 2), deflated(new Uint8Array(512))),
    },
  },

  'chunk-lead-wrong': badLead('a lead that points into its first frame', withLead(3)),
  'chunk-lead-none': badLead('a lead of 0 though a frame begins', withLead(0)),
  'chunk-lead-one': badLead('a lead that points into itself', withLead(1)),
  'chunk-lead-later': badLead('a lead that points to the second frame of its chunk', withLead(2 + 9 + 100), {
    frames: (tar) => concatBytes(frame(tar.subarray(0, 100)), frame(tar.subarray(100))),
  }),
  'chunk-lead-at-end': badLead('a lead that points to the end of its chunk', (payload) =>
    withLead(payload.length)(payload),
  ),
  'chunk-lead-beyond': badLead('a lead that points behind its chunk', withLead(0xffff)),
  'chunk-lead-second': badLead('a lead though a frame goes through the whole chunk', withLead(2, CHUNK), throughChunk),
  'chunk-lead-early': badLead(
    'a lead in the second chunk that points to a byte before its first frame',
    withLead(2 + 99, CHUNK),
    endingBefore(-100),
  ),
  'ok-frame-through-chunk': {
    expect: 'ok',
    about: 'a frame that begins in the first chunk and ends with the second, which has no frame to point to',
    craft: throughChunk,
  },
  'ok-frame-ends-with-chunk': {
    expect: 'ok',
    about: 'a frame that ends with its chunk: the next one begins with the next chunk',
    craft: endingBefore(0),
  },
  'ok-frame-ends-with-second-chunk': {
    expect: 'ok',
    about: 'a frame that ends with the second chunk, in which none begins',
    craft: {
      entries: [['datasets/noise.bin', noise(128_000)]],
      frames: (tar) => {
        const end = 2 * (CHUNK - 2) - 9;
        return concatBytes(frame(tar.subarray(0, end)), frame(tar.subarray(end)));
      },
    },
  },
  'ok-frame-lead-in-two-chunks': {
    expect: 'ok',
    about: 'a frame that begins in the last byte of a chunk, eight bytes of its lengths in the next',
    craft: endingBefore(1),
  },
};
