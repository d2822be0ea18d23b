import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { deflated, flip, frame, storedFrames } from './craft-package.ts';
import type { Case } from './list-ydp.ts';
import { SeededRandom } from './seeded-random.ts';

const noise = (length: number): Uint8Array => new SeededRandom('noise').bytes(length);

/** A tar with nothing but noise in it, whose payload is exactly `bytes` long, the leads of its chunks included. */
export function payloadOf(bytes: number): {
  entries: [string, Uint8Array][];
  frames: (tar: Uint8Array) => Uint8Array;
} {
  const length = bytes - 2 * Math.ceil(bytes / 65_536);
  const frames = (tar: Uint8Array): Uint8Array => {
    // Tars are whole blocks of 512, so the length is reached by the number of frames: nine bytes each.
    const count = (length - tar.length) / 9;
    if (!Number.isInteger(count)) throw new Error(`no frames of ${length} bytes for a tar of ${tar.length}`);
    const cuts = Array.from({ length: count }, (_, i) => (i < count - 1 ? tar.subarray(i, i + 1) : tar.subarray(i)));
    return concatBytes(...cuts.map((cut) => frame(cut)));
  };
  // Blocks of the tar without the file's contents; what is left of the length must be a multiple of nine.
  const empty = 512 * 11;
  for (let blocks = Math.floor((length - empty) / 512); blocks >= 0; blocks--) {
    const left = length - empty - blocks * 512;
    if (left > 0 && left % 9 === 0) return { entries: [['datasets/noise.bin', noise(blocks * 512)]], frames };
  }
  throw new Error(`no payload of ${length} bytes`);
}

export const accepted: Readonly<Record<string, Case>> = {
  'ok-one-file': { expect: 'ok', about: 'one small file for two recipients' },
  'ok-no-files': { expect: 'ok', about: 'a bag without files', craft: { entries: [] } },
  'ok-empty-file': {
    expect: 'ok',
    about: 'a file of no bytes',
    craft: { entries: [['datasets/empty.csv', new Uint8Array(0)]] },
  },
  'ok-chinese-names': {
    expect: 'ok',
    about: 'paths in Chinese, with spaces, quotes and a percent sign',
    craft: {
      entries: [
        ['datasets/行政许可 2019年度.csv', utf8('序号,名称\n')],
        ['datasets/100%.txt', utf8('%')],
        ["datasets/it's 甲乙丙.txt", utf8("'")],
      ],
    },
  },
  'ok-long-name': {
    expect: 'ok',
    about: 'a path of 400 bytes in three parts',
    craft: { entries: [[`datasets/${'长'.repeat(80)}/${'名'.repeat(45)}.csv`, utf8('x')]] },
  },
  'ok-many-files': {
    expect: 'ok',
    about: 'sixty files',
    craft: {
      entries: Array.from({ length: 60 }, (_, i) => [`blobs/${i.toString().padStart(4, '0')}`, utf8(`${i}`)] as const),
    },
  },
  'ok-stored': { expect: 'ok', about: 'frames that are stored', craft: { frames: storedFrames } },
  'ok-three-frames': {
    expect: 'ok',
    about: 'a file that goes on over frames of 256 KiB',
    craft: { entries: [['datasets/zeros.bin', new Uint8Array(600_000)]] },
  },
  'ok-small-frames': {
    expect: 'ok',
    about: 'a frame for every hundred bytes, stored and deflated in turn',
    craft: {
      frames: (tar) =>
        concatBytes(
          ...Array.from({ length: Math.ceil(tar.length / 100) }, (_, i) => {
            const piece = tar.subarray(i * 100, (i + 1) * 100);
            const packed = deflated(piece);
            return i % 2 === 1 && packed.length < piece.length + 9 ? packed : frame(piece);
          }),
        ),
    },
  },
  'ok-frame-through-chunk': {
    expect: 'ok',
    about: 'a frame that begins in the first chunk and ends in the third: the second has no frame to point to',
    craft: { entries: [['datasets/noise.bin', noise(180_000)]], frames: storedFrames },
  },
  'ok-frames-marked': {
    expect: 'ok',
    about: 'frames that begin with a file say so',
    craft: {
      entries: [['datasets/noise.bin', noise(3000)]],
      frames: (tar) =>
        concatBytes(frame(tar.subarray(0, 1024), { method: 2 }), frame(tar.subarray(1024), { method: 2 })),
    },
  },
  'ok-one-chunk-less-one': { expect: 'ok', about: 'payload of one chunk less one byte', craft: payloadOf(65_535) },
  'ok-one-chunk': { expect: 'ok', about: 'payload of exactly one chunk', craft: payloadOf(65_536) },
  'ok-one-chunk-and-three': { expect: 'ok', about: 'payload of one chunk and three bytes', craft: payloadOf(65_539) },
  'ok-two-chunks': { expect: 'ok', about: 'payload of exactly two chunks', craft: payloadOf(131_072) },
  'ok-unknown-recipient-type': {
    expect: 'ok',
    about: 'a recipient of a type that this version does not know stands before ours',
    craft: {
      lines: (lines) => lines.toSpliced(9, 0, `recipient later-2 ${'0'.repeat(32)} 00ff`),
    },
  },
  'ok-receipt': { expect: 'ok', about: 'kind receipt', craft: { lines: (lines) => lines.with(2, 'kind receipt') } },
  'ok-previous': {
    expect: 'ok',
    about: 'a package with one before it',
    craft: { lines: (lines) => lines.with(5, 'sequence 2').with(6, `previous ${'12'.repeat(16)}`) },
  },
  'ok-64-recipients': {
    expect: 'ok',
    about: 'as many recipients as allowed',
    craft: {
      lines: (lines) => [
        ...lines,
        ...Array.from({ length: 62 }, (_, i) => `recipient later ${i.toString(16).padStart(32, '0')} 00`),
      ],
    },
  },
  'ok-two-volumes': {
    expect: 'ok',
    about: 'two volumes, given in the wrong order',
    craft: { ...payloadOf(131_075), volumes: [2, 1] },
    files: (own) => own.toReversed(),
  },
  'ok-recovery': { expect: 'ok', about: 'a volume with recovery data', craft: { recovery: true } },
  'ok-recovery-two-volumes': {
    expect: 'ok',
    about: 'two volumes with recovery data',
    craft: { ...payloadOf(65_545), volumes: [1, 1], recovery: true },
  },
  'ok-recovery-changed': {
    expect: 'ok',
    about: 'a bit of the recovery data changed, which a reader that opens the package does not look at',
    craft: { recovery: true, file: (file, { recovery }) => flip(file, recovery.offset + recovery.length / 2) },
  },
  'ok-same-volume-twice': { expect: 'ok', about: 'the same file given twice', files: ([own]) => [own!, own!] },
};
