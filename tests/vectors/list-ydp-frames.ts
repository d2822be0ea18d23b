import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { paxHeader, tarFile } from './craft-bag.ts';
import { deflate, deflated, deflatedFrames, FRAME, frame, noise, storedFrames } from './craft-frames.ts';
import type { Case, Cases } from './list-ydp.ts';

type Frames = (tar: Uint8Array) => Uint8Array;

const rejected = (about: string, frames: Frames): Case => ({ expect: 'contents-rejected', about, craft: { frames } });
const ok = (about: string, frames: Frames): Case => ({ expect: 'ok', about, craft: { frames } });

/** Stored frames that end at these places of the tar, each marked or not as a frame with which a file begins. */
const cutAt =
  (...cuts: readonly (readonly [at: number, marked: boolean])[]): Frames =>
  (tar) =>
    concatBytes(
      frame(tar.subarray(0, cuts[0]![0])),
      ...cuts.map(([at, marked], i) => frame(tar.subarray(at, cuts[i + 1]?.[0]), { method: marked ? 2 : 0 })),
    );
/** The bag's one file lies behind a pax header, at 1024: bagit.txt comes before. */
const behindPax = {
  entries: [['a', utf8('x'), concatBytes(paxHeader('15 path=data/a\n'), tarFile('data/a', utf8('x')))]],
} as const satisfies Case['craft'];

/** Zeros that deflate to a little more than the bound on expansion. */
const ZEROS = 18_810_000;
/** Frames of a bag with that many zeros in it, as many bytes above the bound on expansion as said after one of them. */
const expandingTo =
  (excess: number): Frames =>
  (tar) => {
    const frames: Uint8Array[] = [];
    let sum = 0;
    const over = (one: Uint8Array, at: number, length: number): number =>
      at + length - 16 * 1024 * 1024 - 100 * (sum + one.length);
    for (let at = 0; at < ZEROS; ) {
      const take = (length: number): Uint8Array => deflated(tar.subarray(at, at + length));
      let length = Math.min(FRAME, ZEROS - at);
      if (over(take(length), at, length) < excess) {
        frames.push(take(length));
        sum += frames.at(-1)!.length;
        at += length;
        continue;
      }
      // With each byte more it goes up by one, or down: so there is a length at which it is met.
      let below = 0;
      while (length - below > 1) {
        const middle = Math.floor((below + length) / 2);
        if (over(take(middle), at, middle) < excess) below = middle;
        else length = middle;
      }
      if (over(take(length), at, length) !== excess) throw new Error('bound on expansion not met');
      return concatBytes(...frames, take(length), storedFrames(tar.subarray(at + length)));
    }
    throw new Error('bound on expansion not reached');
  };
const expanding = { entries: [['datasets/zeros.bin', new Uint8Array(ZEROS)]] } as const satisfies Case['craft'];

/** A piece from the beginning of the tar as a deflate frame in which it is not shorter, by as many bytes as said. */
const notShorter =
  (more: number): Frames =>
  (tar) => {
    for (let length = 1; length < 100; length++) {
      const stored = deflate(tar.subarray(0, length));
      if (stored.length === length + more)
        return concatBytes(frame(tar.subarray(0, length), { method: 1, stored }), storedFrames(tar.subarray(length)));
    }
    throw new Error(`no piece that deflates to ${more} bytes more`);
  };

/** Frames: what only a dishonest or faulty sender can do, for all of it is signed. */
export const frames: Cases = {
  'frame-inflates-too-far': {
    expect: 'limit-exceeded',
    about: 'a frame that inflates to more than it says',
    craft: { frames: (tar) => frame(tar, { method: 1, stored: deflate(tar), length: tar.length - 1 }) },
  },
  'frame-inflates-much-too-far': {
    expect: 'limit-exceeded',
    about: 'a frame that says a thousand bytes and inflates to 256 KiB',
    craft: { frames: () => frame(noise(1000), { method: 1, stored: deflate(new Uint8Array(FRAME)) }) },
  },
  'frame-too-large': {
    expect: 'limit-exceeded',
    about: 'a frame of one byte more than 256 KiB',
    craft: {
      entries: [['datasets/zeros.bin', new Uint8Array(300_000)]],
      frames: (tar) => concatBytes(deflated(tar.subarray(0, FRAME + 1)), deflated(tar.subarray(FRAME + 1))),
    },
  },
  'frame-too-large-and-unknown': {
    expect: 'limit-exceeded',
    about: 'a frame of more than 256 KiB and of method 4: the length is looked at first',
    craft: { frames: (tar) => concatBytes(storedFrames(tar), frame(utf8('x'), { method: 4, length: FRAME + 1 })) },
  },
  'ok-frame-of-256-kib': {
    expect: 'ok',
    about: 'a frame of exactly 256 KiB',
    craft: { entries: [['datasets/zeros.bin', new Uint8Array(300_000)]], frames: deflatedFrames },
  },
  'frames-expand-too-far': {
    expect: 'limit-exceeded',
    about: 'frames that expand to more than a hundred times their bytes and 16 MiB',
    craft: { entries: [['datasets/zeros.bin', new Uint8Array(20_000_000)]] },
  },
  'frames-expand-one-too-far': {
    expect: 'limit-exceeded',
    about:
      'frames that expand to one byte more than a hundred times their bytes and 16 MiB, and fall behind that again',
    craft: { ...expanding, frames: expandingTo(1) },
  },
  'ok-frames-expand-to-the-bound': {
    expect: 'ok',
    about: 'frames that expand to exactly a hundred times their bytes and 16 MiB',
    craft: { ...expanding, frames: expandingTo(0) },
  },
  'frame-inflates-short': rejected('a frame that inflates to less than it says', (tar) =>
    frame(tar, { method: 1, stored: deflate(tar), length: tar.length + 1 }),
  ),
  'frame-no-deflate': rejected('a deflate frame of noise', (tar) =>
    frame(tar, { method: 1, stored: new Uint8Array(50).fill(0xff) }),
  ),
  'frame-deflate-cut': rejected(
    'deflate data that end before their end, with nothing missing of what they stand for',
    (tar) => frame(tar, { method: 1, stored: deflate(tar).subarray(0, -1) }),
  ),
  'frame-behind-deflate': rejected('bytes behind the end of the deflate data', (tar) =>
    frame(tar, { method: 1, stored: concatBytes(deflate(tar), utf8('more')) }),
  ),
  'frame-zlib': rejected('deflate data wrapped as zlib has them', (tar) =>
    frame(tar, { method: 1, stored: concatBytes(Uint8Array.of(0x78, 0xda), deflate(tar), new Uint8Array(4)) }),
  ),
  'frame-deflate-larger': rejected('a deflate frame that is longer than its contents', notShorter(2)),
  'frame-deflate-equal': rejected('a deflate frame that is as long as its contents', notShorter(0)),
  'ok-frame-deflate-shorter': ok('a deflate frame that is one byte shorter than its contents', notShorter(-1)),
  'ok-frame-far-match': {
    expect: 'ok',
    about: 'deflate data that refer to bytes 32000 before',
    craft: { entries: [['datasets/noise.bin', concatBytes(noise(32_000), noise(32_000))]] },
  },
  'frame-method-4': rejected('a frame of method 4', (tar) => frame(tar, { method: 4 })),
  'frame-method-128': rejected('a frame of method 128', (tar) => frame(tar, { method: 128 })),
  'frame-stored-length': rejected('a stored frame that says one byte less than it holds', (tar) =>
    frame(tar, { length: tar.length - 1 }),
  ),
  'frame-stored-length-more': rejected('a stored frame that says one byte more than it holds', (tar) =>
    frame(tar, { length: tar.length + 1 }),
  ),
  'frame-empty': rejected('a frame of no bytes before the others', (tar) =>
    concatBytes(frame(new Uint8Array(0)), storedFrames(tar)),
  ),
  'frame-empty-at-end': rejected('a frame of no bytes behind the others', (tar) =>
    concatBytes(storedFrames(tar), frame(new Uint8Array(0))),
  ),
  'frame-cut': rejected('the last frame says one byte more than there is', (tar) =>
    frame(tar, { storedLength: tar.length + 1, length: tar.length + 1 }),
  ),
  'frame-cut-deflated': rejected('a deflated last frame says one byte more than there is', (tar) =>
    frame(tar, { method: 1, stored: deflate(tar), storedLength: deflate(tar).length + 1 }),
  ),
  'frame-lead-cut': rejected('eight bytes behind the last frame', (tar) =>
    concatBytes(storedFrames(tar), new Uint8Array(8)),
  ),
  'frame-mark-inside-file': rejected('a frame says that a file begins where contents do', cutAt([512, true])),
  'frame-mark-in-header': rejected(
    'a frame says that a file begins one byte behind where it does',
    cutAt([1025, true]),
  ),
  'frame-mark-at-end': rejected('a frame says that a file begins at the first zero block', (tar) =>
    cutAt([tar.length - 1024, true])(tar),
  ),
  'frame-mark-at-second-end-block': rejected('a frame says that a file begins at the second zero block', (tar) =>
    cutAt([tar.length - 512, true])(tar),
  ),
  'ok-frame-marked-at-pax': {
    expect: 'ok',
    about: 'a frame that begins with a pax header says that a file begins',
    craft: { ...behindPax, frames: cutAt([1024, true]) },
  },
  'frame-mark-behind-pax': {
    expect: 'contents-rejected',
    about: 'a frame says that a file begins behind the pax header of the file',
    craft: { ...behindPax, frames: cutAt([2048, true]) },
  },
  'frame-mark-in-pax': {
    expect: 'contents-rejected',
    about: 'a frame says that a file begins with the contents of a pax header',
    craft: { ...behindPax, frames: cutAt([1536, true]) },
  },
  'ok-frames-marked': ok('every frame begins with a file and says so', (tar) =>
    concatBytes(frame(tar.subarray(0, 1024), { method: 2 }), frame(tar.subarray(1024), { method: 2 })),
  ),
  'ok-frames-marked-deflated': ok('a deflated frame begins with a file and says so', (tar) =>
    frame(tar, { method: 3, stored: deflate(tar) }),
  ),
  'ok-frame-unmarked': ok('a frame begins with a file and does not say so', cutAt([1024, false])),
};
