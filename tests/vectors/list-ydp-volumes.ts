import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { flip, resealVolumeHeader } from './craft-package.ts';
import type { Case } from './list-ydp.ts';
import { payloadOf } from './list-ydp-accepted.ts';

const twoChunks = payloadOf(65_545);
const threeChunks = payloadOf(131_080);

const change = (expect: Case['expect'], about: string, file: NonNullable<Case['craft']>['file']): Case => ({
  expect,
  about,
  craft: { file: file! },
});
const swapFirstTwo = (table: Uint8Array): Uint8Array =>
  concatBytes(table.subarray(32, 64), table.subarray(0, 32), table.subarray(64));

/** The volume around the stream: its headers, copies, table, chunks, and the set of volumes. */
export const volumes: Readonly<Record<string, Case>> = {
  'file-of-text': change('not-a-package', 'a text file', () => utf8('你好\n')),
  'file-of-zeros': change(
    'not-a-package',
    'zeros, as a pack that was killed leaves them',
    (file) => new Uint8Array(file.length),
  ),
  'file-unfinished': change('not-a-package', 'everything but the volume header at both ends', (file, { front, back }) =>
    concatBytes(new Uint8Array(front.length), file.subarray(front.length, back.offset)),
  ),
  'file-empty': change('truncated', 'no bytes at all', () => new Uint8Array(0)),
  'cut-in-volume-header': change('truncated', 'cut in the first volume header', (file) => file.subarray(0, 100)),
  'cut-in-header': change('truncated', 'cut in the text header', (file) => file.subarray(0, 300)),
  'cut-in-payload': change('truncated', 'cut in the payload', (file, { payload }) =>
    file.subarray(0, payload.offset + 10),
  ),
  'cut-before-table': change('truncated', 'cut before the table', (file, { index }) => file.subarray(0, index.offset)),
  'cut-last-byte': change('truncated', 'the last byte is missing', (file) => file.subarray(0, -1)),
  'trailing-byte': change('payload-damaged', 'a byte behind the end', (file) => concatBytes(file, Uint8Array.of(0))),
  'trailing-header': change('payload-damaged', 'the volume header stands once more behind the end', (file, { back }) =>
    concatBytes(file, file.subarray(back.offset)),
  ),
  'volume-version-2': change('unsupported-version', 'a volume of version 2', (file, { back }) => {
    const two = (block: Uint8Array): void => new DataView(block.buffer, block.byteOffset).setUint16(8, 2);
    return resealVolumeHeader(resealVolumeHeader(file, 0, two), back.offset, two);
  }),
  'volume-recovery-length': change(
    'header-damaged',
    'another length of recovery data than follows from what it protects',
    (file, { back }) => {
      const more = (block: Uint8Array): void => {
        const view = new DataView(block.buffer, block.byteOffset);
        view.setBigUint64(64, 4096n);
        view.setBigUint64(72, BigInt(file.length + 4096));
      };
      return resealVolumeHeader(resealVolumeHeader(file, 0, more), back.offset, more);
    },
  ),
  'volume-both-ends-lost': {
    expect: 'header-damaged',
    about: 'zeros at both ends; the check blocks of the recovery data have the volume header too',
    craft: {
      recovery: true,
      file: (file, { front, back }) => file.map((byte, i) => (i < front.length || i >= back.offset ? 0 : byte)),
    },
  },
  'cut-in-recovery': {
    expect: 'truncated',
    about: 'cut in the recovery data',
    craft: { recovery: true, file: (file, { recovery }) => file.subarray(0, recovery.offset + 5000) },
  },
  'volume-magic-changed': change('header-damaged', 'the first byte changed', (file) => flip(file, 0)),
  'volume-version-changed': change('header-damaged', 'a bit of the version changed at the front only', (file) =>
    flip(file, 9),
  ),
  'volume-header-changed': change('header-damaged', 'a bit of the payload length changed', (file) => flip(file, 63)),
  'volume-trailer-changed': change('header-damaged', 'a bit of the volume header at the end changed', (file) =>
    flip(file, file.length - 1),
  ),
  'volume-headers-changed': change('header-damaged', 'both volume headers changed', (file) =>
    flip(flip(file, 20), file.length - 100),
  ),
  'volume-flag-unknown': change('header-damaged', 'a flag that this version does not know', (file, { back }) => {
    const flag = (block: Uint8Array): void => block.set([0x80, 1], 10);
    return resealVolumeHeader(resealVolumeHeader(file, 0, flag), back.offset, flag);
  }),
  'volume-reserved-set': change('header-damaged', 'a reserved byte is not zero', (file, { back }) => {
    const set = (block: Uint8Array): void => block.set([1], 90);
    return resealVolumeHeader(resealVolumeHeader(file, 0, set), back.offset, set);
  }),
  'volume-lengths-contradict': {
    expect: 'header-damaged',
    about: 'fewer payload bytes than its chunks need',
    craft: { ...twoChunks, volume: (volume) => ({ ...volume, chunks: 3 }) },
  },
  'volume-number-zero': {
    expect: 'header-damaged',
    about: 'volume number 0',
    craft: { volume: (volume) => ({ ...volume, number: 0 }) },
  },
  'volume-digest-wrong': {
    expect: 'header-damaged',
    about: 'the number on paper is not that of the table',
    craft: { volume: (volume) => ({ ...volume, volumeDigest: new Uint8Array(32) }) },
  },
  'header-first-copy-changed': change('header-damaged', 'a bit of the first text header changed', (file) =>
    flip(file, 250),
  ),
  'header-second-copy-changed': change(
    'header-damaged',
    'a bit of the second text header changed',
    (file, { headerCopy }) => flip(file, headerCopy.offset + 20),
  ),
  'header-of-another-package': {
    expect: 'volume-of-another-package',
    about: 'volume header and text header name different packages',
    craft: { volume: (volume) => ({ ...volume, packageId: '00'.repeat(16) }) },
  },
  'chunk-first-changed': {
    expect: 'payload-damaged',
    about: 'the first bit of the payload changed',
    craft: { ...twoChunks, file: (file, { payload }) => flip(file, payload.offset) },
  },
  'chunk-last-changed': {
    expect: 'payload-damaged',
    about: 'the last byte of the payload changed',
    craft: { ...twoChunks, file: (file, { payload }) => flip(file, payload.offset + payload.length - 1) },
  },
  'chunks-swapped': {
    expect: 'payload-damaged',
    about: 'two chunks swapped in the file',
    craft: {
      ...threeChunks,
      file: (file, { payload: { offset } }) => {
        const [a, b] = [file.slice(offset, offset + 65_536), file.slice(offset + 65_536, offset + 131_072)];
        const changed = file.slice();
        changed.set(b, offset);
        changed.set(a, offset + 65_536);
        return changed;
      },
    },
  },
  'chunks-swapped-in-table': {
    expect: 'payload-damaged',
    about: 'the sender signed a table with two digests swapped',
    craft: { ...threeChunks, table: swapFirstTwo },
  },
  'last-flag-missing': {
    expect: 'payload-damaged',
    about: 'the sender signed a table without the last flag: the payload was meant to go on',
    craft: { lastFlag: false },
  },
  'table-changed': change('payload-damaged', 'a bit of the first table changed', (file, { index }) =>
    flip(file, index.offset),
  ),
  'table-copy-changed': change('payload-damaged', 'a bit of the second table changed', (file, { indexCopy }) =>
    flip(file, indexCopy.offset),
  ),
  'seal-changed': change('payload-damaged', 'a bit of the first seal changed', (file, { index }) =>
    flip(file, index.offset + index.length - 1),
  ),
  'tables-changed': change('payload-damaged', 'both tables changed', (file, { index, indexCopy }) =>
    flip(flip(file, index.offset), indexCopy.offset),
  ),
  'volume-second-missing': {
    expect: 'missing-volume',
    about: 'the first of two volumes alone',
    craft: { ...twoChunks, volumes: [1, 1] },
    files: ([first]) => [first!],
  },
  'volume-first-missing': {
    expect: 'missing-volume',
    about: 'the last of two volumes alone',
    craft: { ...twoChunks, volumes: [1, 1] },
    files: ([, second]) => [second!],
  },
  'volume-middle-missing': {
    expect: 'missing-volume',
    about: 'the second of three volumes is missing',
    craft: { ...threeChunks, volumes: [1, 1, 1] },
    files: ([first, , third]) => [first!, third!],
  },
  'volume-of-another': {
    expect: 'volume-of-another-package',
    about: 'the first volume with the second of another package',
    craft: { ...twoChunks, volumes: [1, 1] },
    files: ([first], [, second]) => [first!, second!],
  },
  'two-packages': {
    expect: 'volume-of-another-package',
    about: 'two whole packages given as one',
    files: ([one], [two]) => [one!, two!],
  },
  'volume-table-differs': {
    expect: 'volume-of-another-package',
    about: 'the first volume has a table that the last one does not confirm',
    craft: { ...threeChunks, volumes: [2, 1] },
    files: ([first, last]) => [withSwappedTable(first!), last!],
  },
};

/** A first volume of two chunks with their digests swapped, and the volume's own digests made to fit. */
function withSwappedTable(file: Uint8Array): Uint8Array {
  const headerBytes = new DataView(file.buffer, file.byteOffset).getUint32(32);
  const index = 192 + headerBytes + 131_072;
  const table = swapFirstTwo(file.slice(index, index + 64));
  const changed = file.slice();
  changed.set(table, index);
  changed.set(table, index + 64 + headerBytes);
  const digests = (block: Uint8Array): void => {
    block.set(sm3(table), 96);
    block.set(sm3(table), 128);
  };
  return resealVolumeHeader(resealVolumeHeader(changed, 0, digests), file.length - 192, digests);
}
