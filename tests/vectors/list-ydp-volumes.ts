import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import { CHUNK, payloadOf } from './craft-frames.ts';
import {
  flip,
  withDamagedIndex,
  withDamagedPayload,
  withHeader,
  withLongerPayload,
  withOtherChunk,
  withOtherSeal,
} from './craft-volume.ts';
import type { Case, Cases } from './list-ydp.ts';

const twoChunks = payloadOf(65_545);

const change = (expect: Case['expect'], about: string, file: NonNullable<Case['craft']>['file']): Case => ({
  expect,
  about,
  craft: { file: file! },
});

/** Header, tables and the set of volumes: steps 2 to 5 of the receiver's checks, but for the grammar of the header. */
export const volumes: Cases = {
  'header-first-copy-changed': change('header-damaged', 'a bit of the first text header changed', (file, { header }) =>
    flip(file, header.offset + 20),
  ),
  'header-second-copy-changed': change(
    'header-damaged',
    'a bit of the second text header changed',
    (file, { headerCopy }) => flip(file, headerCopy.offset + 20),
  ),
  'header-both-copies-changed': change(
    'header-damaged',
    'the same bit of both text headers changed',
    (file, { header, headerCopy }) => flip(file, header.offset + 20, headerCopy.offset + 20),
  ),
  'header-copies-differ': change('header-damaged', 'two text headers that differ, each with its right digest', (file) =>
    withHeader(file, 'headerCopy', (text) => text.replace('sequence 1', 'sequence 2')),
  ),
  'header-of-another-package': {
    expect: 'volume-of-another-package',
    about: 'volume header and text header name different packages',
    craft: { volume: (volume) => ({ ...volume, packageId: '00'.repeat(16) }) },
  },

  'table-changed': change('payload-damaged', 'a bit of the first table changed', (file, { index }) =>
    flip(file, index.offset),
  ),
  'table-copy-changed': change('payload-damaged', 'a bit of the second table changed', (file, { indexCopy }) =>
    flip(file, indexCopy.offset),
  ),
  'tables-changed': change('payload-damaged', 'the same bit of both tables changed', (file, { index, indexCopy }) =>
    flip(file, index.offset, indexCopy.offset),
  ),
  'seal-changed': change('payload-damaged', 'a bit of the first seal changed', (file, { index }) =>
    flip(file, index.offset + index.length - 1),
  ),
  'seal-copy-changed': change('payload-damaged', 'a bit of the second seal changed', (file, { indexCopy }) =>
    flip(file, indexCopy.offset + indexCopy.length - 1),
  ),
  'index-digest-wrong': {
    expect: 'payload-damaged',
    about: 'an index digest in both volume headers that is not that of the index',
    craft: { volume: (volume) => ({ ...volume, indexDigest: new Uint8Array(32) }) },
  },

  'ok-same-volume-twice': { expect: 'ok', about: 'the same file given twice', files: ([own]) => [own!, own!] },
  'ok-copy-damaged-behind': {
    expect: 'ok',
    about: 'two copies of one volume, the second damaged in the payload: the first is read',
    files: ([own]) => [own!, withDamagedPayload(own!)],
  },
  'copy-damaged-before': {
    expect: 'payload-damaged',
    about: 'two copies of one volume, the first damaged in the payload: the first is read',
    files: ([own]) => [withDamagedPayload(own!), own!],
  },
  'copy-table-damaged-behind': {
    expect: 'payload-damaged',
    about: 'two copies of one volume, the second damaged in the table: each file is checked',
    files: ([own]) => [own!, withDamagedIndex(own!)],
  },
  'ok-copy-longer-behind': {
    expect: 'ok',
    about: 'two volumes of one index, the second with a byte of payload more: copies, the first is read',
    files: ([own]) => [own!, withLongerPayload(own!)],
  },
  'copy-longer-before': {
    expect: 'payload-damaged',
    about: 'two volumes of one index, the first with a byte of payload more: copies, the first is read',
    files: ([own]) => [withLongerPayload(own!), own!],
  },

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
    about: 'volumes 1 and 3 with all chunks between them: 2 is missing',
    craft: { ...twoChunks, volumes: [1, { number: 3, chunks: 1 }] },
  },
  'volume-of-another': {
    expect: 'volume-of-another-package',
    about: 'two volumes whose tables fit and whose text headers differ in the time',
    craft: { ...twoChunks, volumes: [1, 1] },
    files: ([first, second]) => [withEarlierHeader(first!), second!],
  },
  'volume-of-another-copy': {
    expect: 'volume-of-another-package',
    about: 'two volumes of one number and index whose text headers differ in the time',
    files: ([own]) => [own!, withEarlierHeader(own!)],
  },
  'two-packages': {
    expect: 'volume-of-another-package',
    about: 'two whole packages given as one',
    files: ([one], [two]) => [one!, two!],
  },
  'volume-two-of-one-number': {
    expect: 'volume-of-another-package',
    about: 'two different first volumes of one package, the second with another seal',
    files: ([own]) => [own!, withOtherSeal(own!)],
  },
  'volume-two-last': {
    expect: 'volume-of-another-package',
    about: 'a first and a second volume that are both last ones; their chunks follow',
    craft: { ...twoChunks, volumes: [{ chunks: 1, last: true }, 1] },
  },
  'volume-run-gap': {
    expect: 'volume-of-another-package',
    about: 'a chunk is missing between the runs of two volumes',
    craft: {
      ...twoChunks,
      payload: (payload) => concatBytes(payload.subarray(0, CHUNK), payload),
      volumes: [1, { firstChunk: 2, chunks: 1 }],
    },
  },
  'volume-run-misplaced': {
    expect: 'volume-of-another-package',
    about: 'three volumes whose tables follow, of which the second says that it begins with chunk 2',
    craft: {
      ...payloadOf(131_080),
      volumes: [1, 1, 1],
      volume: (volume) => (volume.number === 2 ? { ...volume, firstChunk: 2 } : volume),
    },
  },
  'volume-table-differs': {
    expect: 'volume-of-another-package',
    about: 'the first volume has another chunk than the last one says, with a table that fits',
    craft: { ...twoChunks, volumes: [1, 1] },
    files: ([first, last]) => [withOtherChunk(first!), last!],
  },
};

/** A right volume of a package that was made a year before. */
function withEarlierHeader(file: Uint8Array): Uint8Array {
  const earlier = (text: string): string => text.replace('created 2026', 'created 2025');
  return withHeader(withHeader(file, 'header', earlier), 'headerCopy', earlier);
}
