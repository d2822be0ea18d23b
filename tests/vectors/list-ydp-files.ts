import { crc32 } from 'node:zlib';
import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { flip, resealVolumeHeader } from './craft-volume.ts';
import type { Case, Cases } from './list-ydp.ts';

const BLOCK = 4096;

const change = (expect: Case['expect'], about: string, file: NonNullable<Case['craft']>['file']): Case => ({
  expect,
  about,
  craft: { file: file! },
});
const zeros = (length: number): Uint8Array => new Uint8Array(length);
const version2 = (block: DataView): void => block.setUint16(8, 2);

/** Zeros, and after these a check block of the volume that the zeros were, then as many zeros as said. */
const checkBlock = (
  expect: Case['expect'],
  about: string,
  offset: number,
  {
    block: changed = (block) => block,
    behind = 0,
  }: { block?: (block: Uint8Array) => Uint8Array; behind?: number } = {},
): Case => ({
  expect,
  about,
  craft: {
    recovery: true,
    file: (file, { recovery }) => {
      const first = Math.ceil(recovery.offset / BLOCK) * BLOCK;
      if (first !== BLOCK) throw new Error('volume of one block expected');
      return concatBytes(zeros(offset), changed(file.slice(first, first + BLOCK)), zeros(behind));
    },
  },
});
/** A change of a check block that its CRC-32 fits. */
const refitted =
  (one: (block: DataView) => void) =>
  (block: Uint8Array): Uint8Array => {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    one(view);
    view.setUint32(4092, crc32(block.subarray(0, 4092)));
    return block;
  };

/** What a file is, when it begins with a volume header and when it does not: step 1 of the receiver's checks. */
export const files: Cases = {
  'file-of-text': change('not-a-package', 'a text file', () => utf8('你好\n')),
  'file-of-zeros': change('not-a-package', 'zeros, as a pack that was killed leaves them', (file) =>
    zeros(file.length),
  ),
  'file-unfinished': change('not-a-package', 'everything but the volume header at both ends', (file, { front, back }) =>
    concatBytes(zeros(front.length), file.subarray(front.length, back.offset)),
  ),
  'file-of-another-magic': change('not-a-package', 'another magic at both ends, checksums and all', (file) =>
    resealVolumeHeader(file, (block) => block.setUint8(7, 0x51)),
  ),
  'file-behind-a-byte': change('not-a-package', 'a byte before a package without its last volume header', (file) =>
    concatBytes(Uint8Array.of(0), file.subarray(0, -192)),
  ),
  'file-empty': change('truncated', 'no bytes at all', () => zeros(0)),

  'cut-in-magic': change('truncated', 'cut in the first eight bytes', (file) => file.subarray(0, 5)),
  'cut-in-volume-header': change('truncated', 'cut in the first volume header', (file) => file.subarray(0, 191)),
  'cut-in-volume-header-of-version-2': change(
    'truncated',
    'cut in the first volume header, of version 2: shortness is looked at first',
    (file) => resealVolumeHeader(file, version2).subarray(0, 100),
  ),
  'cut-in-other-magic': change('not-a-package', 'a short file that begins like a package and goes on otherwise', () =>
    utf8('YIDI-YDQ'),
  ),
  'cut-behind-volume-header': change('truncated', 'cut behind the first volume header', (file) =>
    file.subarray(0, 192),
  ),
  'cut-in-header': change('truncated', 'cut in the text header', (file) => file.subarray(0, 300)),
  'cut-in-payload': change('truncated', 'cut in the payload', (file, { payload }) =>
    file.subarray(0, payload.offset + 10),
  ),
  'cut-before-table': change('truncated', 'cut before the table', (file, { index }) => file.subarray(0, index.offset)),
  'cut-in-table': change('truncated', 'cut in the table', (file, { index }) => file.subarray(0, index.offset + 40)),
  'cut-behind-table': change('truncated', 'cut behind the table', (file, { recovery }) =>
    file.subarray(0, recovery.offset),
  ),
  'cut-in-recovery': {
    expect: 'truncated',
    about: 'cut in the recovery data',
    craft: { recovery: true, file: (file, { recovery }) => file.subarray(0, recovery.offset + 5000) },
  },
  'cut-last-byte': change('truncated', 'the last byte is missing', (file) => file.subarray(0, -1)),
  'cut-in-the-middle': change(
    'truncated',
    'a byte is missing from the payload, both ends are there',
    (file, { payload }) => concatBytes(file.subarray(0, payload.offset), file.subarray(payload.offset + 1)),
  ),
  'trailing-byte': change('payload-damaged', 'a byte behind the end', (file) => concatBytes(file, zeros(1))),
  'trailing-zeros': change('payload-damaged', 'zeros up to a whole block', (file) =>
    concatBytes(file, zeros(BLOCK - (file.length % BLOCK))),
  ),
  'trailing-header': change('payload-damaged', 'the volume header stands once more behind the end', (file) =>
    concatBytes(file, file.subarray(-192)),
  ),
  'byte-in-the-middle': change('payload-damaged', 'a byte more before the end, both ends are there', (file, { back }) =>
    concatBytes(file.subarray(0, back.offset), zeros(1), file.subarray(back.offset)),
  ),

  'volume-version-2': change('unsupported-version', 'a volume of version 2', (file) =>
    resealVolumeHeader(file, version2),
  ),
  'volume-version-0': change('unsupported-version', 'a volume of version 0', (file) =>
    resealVolumeHeader(file, (block) => block.setUint16(8, 0)),
  ),
  'volume-version-256': change('unsupported-version', 'a volume of version 256', (file) =>
    resealVolumeHeader(file, (block) => block.setUint16(8, 256)),
  ),
  'volume-version-2-unknown-form': change(
    'unsupported-version',
    'a volume of version 2 of which nothing else is known',
    (file) => flip(resealVolumeHeader(file, version2), 170, file.length - 1),
  ),
  'volume-version-2-back-lost': change('unsupported-version', 'a volume of version 2 that lost its end', (file) =>
    resealVolumeHeader(file, version2).fill(0, file.length - 192),
  ),
  'volume-version-changed': change('header-damaged', 'a bit of the version changed at the front only', (file) =>
    flip(file, 9),
  ),
  'volume-magic-changed': change('header-damaged', 'the first byte changed', (file) => flip(file, 0)),
  'volume-header-changed': change('header-damaged', 'a bit of the payload length changed', (file) => flip(file, 63)),
  'volume-front-lost': change('header-damaged', 'zeros in the place of the first volume header', (file) =>
    file.slice().fill(0, 0, 192),
  ),
  'volume-front-lost-shorter': change('header-damaged', 'zeros at the front, and a byte is missing', (file) =>
    file.slice(1).fill(0, 0, 192),
  ),
  'volume-front-lost-longer': change('header-damaged', 'zeros at the front, and a byte more', (file) =>
    concatBytes(zeros(193), file.subarray(192)),
  ),
  'volume-front-changed-version-shorter': change(
    'unsupported-version',
    'another version at the front, and a byte is missing: the end does not help',
    (file) => flip(concatBytes(file.subarray(0, 192), file.subarray(193)), 9),
  ),
  'volume-trailer-changed': change('header-damaged', 'a bit of the volume header at the end changed', (file) =>
    flip(file, file.length - 1),
  ),
  'volume-back-lost': change('header-damaged', 'zeros in the place of the last volume header', (file) =>
    file.slice().fill(0, file.length - 192),
  ),
  'volume-headers-changed': change('header-damaged', 'both volume headers changed', (file) =>
    flip(file, 20, file.length - 100),
  ),
  'volume-checksums-changed': change('header-damaged', 'both volume headers have the same wrong checksum', (file) =>
    flip(file, 191, file.length - 1),
  ),
  'volume-ends-differ': change('header-damaged', 'two right volume headers that differ', (file) =>
    resealVolumeHeader(file, (block) => block.setUint8(140, block.getUint8(140) ^ 1), [file.length - 192]),
  ),

  'volume-both-ends-lost': {
    expect: 'header-damaged',
    about: 'zeros at both ends and in two of three check lists; the third has the volume header too',
    craft: {
      recovery: true,
      file: (file) =>
        file
          .slice()
          .fill(0, 0, 192)
          .fill(0, BLOCK, 3 * BLOCK)
          .fill(0, file.length - 192),
    },
  },
  'check-block-first': checkBlock('header-damaged', 'nothing but the check block of the first list', BLOCK),
  'check-block-second': checkBlock('header-damaged', 'nothing but the check block of the second list', 2 * BLOCK, {
    behind: 100,
  }),
  'check-block-misplaced': checkBlock('not-a-package', 'a check block where parity belongs', 3 * BLOCK),
  'check-block-unaligned': checkBlock('not-a-package', 'a check block that does not lie on whole blocks', BLOCK + 512),
  'check-block-cut': checkBlock('not-a-package', 'a check block without its last byte', BLOCK, {
    block: (block) => block.subarray(0, -1),
  }),
  'check-block-wrong-crc': checkBlock('not-a-package', 'a check block whose own CRC-32 is wrong', BLOCK, {
    block: (block) => flip(block, BLOCK - 1),
  }),
  'check-block-changed': checkBlock('not-a-package', 'a check block that lists another CRC-32 than it did', BLOCK, {
    block: (block) => flip(block, 200),
  }),
  'check-block-header-changed': checkBlock(
    'not-a-package',
    'a check block whose volume header is not valid, its CRC-32 made to fit',
    BLOCK,
    { block: refitted((block) => block.setUint8(140, block.getUint8(140) ^ 1)) },
  ),
  'check-block-number': checkBlock(
    'not-a-package',
    'a second check block, of a volume whose check lists have one',
    2 * BLOCK,
    { block: refitted((block) => block.setUint32(192, 1)) },
  ),
  'check-block-reserved': checkBlock('not-a-package', 'a check block in which a reserved byte is not zero', BLOCK, {
    block: refitted((block) => block.setUint8(199, 1)),
  }),
  'check-block-behind-list': checkBlock(
    'not-a-package',
    'a check block with one CRC-32 more than the volume has blocks',
    BLOCK,
    {
      block: refitted((block) => block.setUint8(200 + 4 * 24, 1)),
    },
  ),
  'check-block-last-byte': checkBlock(
    'not-a-package',
    'a check block with a last byte before its own CRC-32 that is not zero',
    BLOCK,
    { block: refitted((block) => block.setUint8(4091, 1)) },
  ),
  'check-block-of-none': {
    expect: 'not-a-package',
    about: 'a check block with the header of a volume that has no recovery data',
    craft: {
      file: (file) => {
        const block = zeros(BLOCK);
        block.set(file.subarray(0, 192));
        return concatBytes(zeros(BLOCK), refitted(() => undefined)(block));
      },
    },
  },
};
