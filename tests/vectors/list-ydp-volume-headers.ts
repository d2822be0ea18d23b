import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import type { VolumeHeader } from '../../electron/core/exchange/format/volume-header.ts';
import { CHUNK } from './craft-frames.ts';
import { resealVolumeHeader } from './craft-volume.ts';
import type { Case, Cases } from './list-ydp.ts';
import { recoveryBytes } from './recovery-data.ts';

/** A field of the volume header at both ends, with a checksum that fits. */
const field = (about: string, change: (block: DataView) => void): Case => ({
  expect: 'header-damaged',
  about,
  craft: { file: (file) => resealVolumeHeader(file, change) },
});
const setByte = (about: string, offset: number, value: number): Case =>
  field(about, (block) => block.setUint8(offset, value));
/** As many bytes more before this part of the file, and volume headers that say so. */
const longer = (
  about: string,
  bytes: number,
  part: 'headerCopy' | 'back',
  change: (block: DataView) => void,
): Case => ({
  expect: 'header-damaged',
  about,
  craft: {
    file: (file, { [part]: { offset } }) => {
      const more = concatBytes(file.subarray(0, offset), new Uint8Array(bytes), file.subarray(offset));
      return resealVolumeHeader(more, (block) => {
        block.setBigUint64(72, BigInt(more.length));
        change(block);
      });
    },
  },
});
/**
 * Nothing but the first volume header of a volume, and the rest cut away: `truncated` where the header is valid. It is that of a
 * volume in the middle of a package unless `fields` say something else.
 */
const alone = (
  expect: Case['expect'],
  about: string,
  fields: Partial<VolumeHeader> | ((volume: VolumeHeader) => Partial<VolumeHeader>),
): Case => ({
  expect,
  about: `${about}, cut behind the volume header`,
  craft: {
    volume: (one) => {
      const volume = { ...one, number: 2, last: false, firstChunk: 1, chunks: 1, payloadBytes: CHUNK };
      return { ...volume, ...(typeof fields === 'function' ? fields(volume) : fields) };
    },
    file: (file) => file.subarray(0, 192),
  },
});
const invalid = (about: string, fields: Partial<VolumeHeader>): Case => alone('header-damaged', about, fields);

/** A volume of the middle with recovery data for as many blocks of 4096 bytes, of which the last is full or has one byte. */
const withBlocks = (blocks: number, last: 'full' | 'one byte', chunks: number): Case => {
  const protectedBytes = last === 'full' ? blocks * 4096 : (blocks - 1) * 4096 + 1;
  const payloadBytes = chunks * CHUNK;
  return alone('truncated', `recovery data for ${blocks} blocks`, {
    headerBytes: protectedBytes - 192 - payloadBytes - 32 * chunks,
    chunks,
    payloadBytes,
    recoveryBytes: recoveryBytes(protectedBytes),
  });
};

/** Rules of the volume header and its limits. Both ends say the same, and checksums fit. */
export const volumeHeaders: Cases = {
  'volume-flag-unknown': field('a flag that this version does not know', (block) => block.setUint16(10, 0x8001)),
  'volume-flag-second': field('the second flag', (block) => block.setUint16(10, 3)),
  'volume-reserved-first': setByte('the first reserved byte is not zero', 36, 1),
  'volume-reserved-fourth': setByte('the fourth reserved byte is not zero', 39, 1),
  'volume-reserved-fifth': setByte('the fifth reserved byte is not zero', 80, 1),
  'volume-reserved-last': setByte('the last reserved byte is not zero', 95, 1),
  'volume-size-field': longer('a length of the file that is not the sum of the regions', 1, 'back', () => undefined),
  'volume-recovery-length': longer(
    '4096 bytes of recovery data, which is not what follows',
    4096,
    'headerCopy',
    (block) => block.setBigUint64(64, 4096n),
  ),
  'volume-digest-wrong': {
    expect: 'header-damaged',
    about: 'the number on paper is not that of the table',
    craft: { volume: (volume) => ({ ...volume, volumeDigest: new Uint8Array(32) }) },
  },

  'cut-volume-of-the-middle': alone('truncated', 'a volume of the middle', {}),
  'cut-volume-of-the-end': alone('truncated', 'a last volume', { last: true, payloadBytes: 1 }),
  'cut-volume-with-recovery': alone('truncated', 'a volume of the middle with recovery data', (volume) => ({
    recoveryBytes: recoveryBytes(192 + volume.headerBytes + CHUNK + 32),
  })),
  'volume-recovery-of-last': alone(
    'header-damaged',
    'a volume of the middle with as much recovery data as a last one',
    () => ({
      headerBytes: 4096 * 20 - 192 - 32 - CHUNK,
      recoveryBytes: recoveryBytes(4096 * 20 + 96),
    }),
  ),
  'cut-volume-of-232-blocks': withBlocks(232, 'full', 14),
  'cut-volume-of-233-blocks': withBlocks(233, 'one byte', 14),
  'cut-volume-of-881-blocks': withBlocks(881, 'full', 55),
  'cut-volume-of-882-blocks': withBlocks(882, 'one byte', 55),
  'volume-number-zero': invalid('a volume of number 0', { number: 0 }),
  'cut-volume-header-of-one-byte': alone('truncated', 'a text header of one byte', { headerBytes: 1 }),
  'volume-header-empty': invalid('a text header of no bytes', { headerBytes: 0 }),
  'volume-first-chunk-of-first': invalid('volume 1 that begins with chunk 1', { number: 1 }),
  'volume-first-chunk-of-second': invalid('volume 2 that begins with chunk 0', { firstChunk: 0 }),
  'volume-first-chunk-beyond-2-53': invalid('a first chunk of number 2^53', { firstChunk: 2 ** 53 }),
  'volume-first-chunk-of-2-53-less-one': alone('limit-exceeded', 'a first chunk of number 2^53 - 1', {
    firstChunk: 2 ** 53 - 1,
  }),
  'volume-size-beyond-2-53': invalid('a file of more than 2^53 bytes', {
    chunks: 2 ** 37 - 1,
    payloadBytes: 2 ** 53 - CHUNK,
  }),
  'volume-no-chunks': invalid('no chunks', { chunks: 0, payloadBytes: 0 }),
  'volume-last-no-chunks': invalid('a last volume without chunks', { last: true, chunks: 0, payloadBytes: 0 }),
  'volume-payload-short': invalid('a byte too few in a volume that is not the last', { payloadBytes: CHUNK - 1 }),
  'volume-payload-more': invalid('a byte too many in a volume that is not the last', { payloadBytes: CHUNK + 1 }),
  'volume-payload-short-in-last': invalid('two chunks in a last volume with bytes for one', {
    last: true,
    chunks: 2,
  }),
  'volume-payload-more-in-last': invalid('a byte too many in a last volume', { last: true, payloadBytes: CHUNK + 1 }),
  'volume-payload-more-in-only': invalid('a byte too many in the only volume', {
    number: 1,
    last: true,
    firstChunk: 0,
    payloadBytes: CHUNK + 1,
  }),
  'volume-payload-none-in-last': invalid('a last volume of one chunk of no bytes, behind another', {
    last: true,
    payloadBytes: 0,
  }),
  'volume-payload-none-in-first': invalid('two chunks of no bytes in the only volume', {
    number: 1,
    last: true,
    firstChunk: 0,
    chunks: 2,
    payloadBytes: 0,
  }),
  'volume-payload-none-not-last': invalid('a first volume of one chunk of no bytes', {
    number: 1,
    firstChunk: 0,
    payloadBytes: 0,
  }),
  'volume-chunks-of-4194305': alone('limit-exceeded', 'one chunk more than a package may have', {
    firstChunk: 4_194_304,
  }),
  'volume-chunks-of-4194304': alone('truncated', 'as many chunks as a package may have', { firstChunk: 4_194_303 }),
  'volume-header-of-65537': alone('limit-exceeded', 'a text header of one byte more than 64 KiB', {
    headerBytes: 65_537,
  }),
  'volume-header-of-65536': alone('truncated', 'a text header of 64 KiB', { headerBytes: 65_536 }),
};
