import { concatBytes, equalBytes, toHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { encodePackageHeader, parsePackageHeader } from '../../electron/core/exchange/format/package-header.ts';
import {
  encodeVolumeHeader,
  parseVolumeHeader,
  type VolumeHeaderFound,
} from '../../electron/core/exchange/format/volume-header.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { headerOf } from '../vectors/craft-package.ts';
import { answerOf } from './answer.ts';
import type { Answer, Case, Kind } from './case.ts';
import { oneOf, spoil, spoilLines } from './spoil.ts';
import { whole } from './stock.ts';

/** Headers alone, without files: what a reader says of them, and that one which it takes has one form only. */
export const headers: readonly Kind[] = [
  { name: 'text header, bytes', weight: 50, make: (random) => textHeader(spoil(random, oneOf(random, whole).header)) },
  {
    name: 'text header, lines',
    weight: 400,
    make: (random) => textHeader(headerOf(spoilLines(random, linesOf(oneOf(random, whole).header)))),
  },
  {
    name: 'text header, bytes and digest',
    weight: 100,
    make: (random) => textHeader(resealed(spoil(random, oneOf(random, whole).header.subarray(0, -DIGEST_LINE)))),
  },
  { name: 'volume header, bytes', weight: 100, make: (random) => volumeHeader(spoil(random, frontOf(random))) },
  {
    name: 'volume header, bytes and checksum',
    weight: 150,
    make: (random) => {
      const changed = spoil(random, frontOf(random).subarray(0, CHECKED));
      return volumeHeader(concatBytes(changed, sm3(changed.subarray(0, CHECKED))));
    },
  },
];

/** The lines of a text header before its digest. */
export function linesOf(header: Uint8Array): string[] {
  return new TextDecoder().decode(header).split('\n').slice(0, -2);
}

const DIGEST_LINE = 'digest '.length + 64 + 1;
/** Bytes of a volume header that its checksum is over. */
const CHECKED = 160;

function resealed(body: Uint8Array): Uint8Array {
  return concatBytes(body, utf8(`digest ${toHex(sm3(body))}\n`));
}

function frontOf(random: Seeded): Uint8Array {
  return oneOf(random, oneOf(random, whole).files).subarray(0, 192);
}

function textHeader(bytes: Uint8Array): Case {
  const read = async (): Promise<Answer> =>
    await answerOf(TEXT_HEADER, () => {
      const header = parsePackageHeader(bytes, 'p.ydp');
      if (!equalBytes(encodePackageHeader(header), bytes)) throw new Error('a header with two forms');
    });
  return { files: [bytes], read };
}

const TEXT_HEADER = ['header-damaged', 'unsupported-version', 'limit-exceeded'] as const;

function volumeHeader(bytes: Uint8Array): Case {
  const read = (): Answer => {
    const found = parseVolumeHeader(bytes);
    if (found.is !== 'volume') return VOLUME_HEADER[found.is];
    if (!equalBytes(encodeVolumeHeader(found.header), bytes.subarray(0, 192)))
      throw new Error('a header with two forms');
    return 'ok';
  };
  return { files: [bytes], read };
}

const VOLUME_HEADER = {
  damaged: 'header-damaged',
  'other-version': 'unsupported-version',
  foreign: 'not-a-package',
  cut: 'truncated',
} as const satisfies Record<Exclude<VolumeHeaderFound['is'], 'volume'>, Answer>;
