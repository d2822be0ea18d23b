import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { deflated, frame, payloadOf, storedFrames } from './craft-frames.ts';
import { flip } from './craft-volume.ts';
import type { Cases } from './list-ydp.ts';

/** Packages that differ from one another, and all of them right. Those at the border of a rule stand beside what breaks it. */
export const accepted: Cases = {
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
  'ok-two-volumes': {
    expect: 'ok',
    about: 'two volumes, given in the wrong order',
    craft: { ...payloadOf(65_545), volumes: [1, 1] },
    files: (own) => own.toReversed(),
  },
  'ok-recovery': { expect: 'ok', about: 'a volume with recovery data', craft: { recovery: true } },
  'ok-recovery-changed': {
    expect: 'ok',
    about: 'a bit of the recovery data changed, which a reader that opens the package does not look at',
    craft: { recovery: true, file: (file, { recovery }) => flip(file, recovery.offset + recovery.length / 2) },
  },
};
