import type { FailureCode } from '../../shared/contract/failures.ts';
import { type Craft, craftPackage, DEFAULT_ENTRIES, parties } from './craft-package.ts';
import { accepted } from './list-ydp-accepted.ts';
import { bags } from './list-ydp-bags.ts';
import { chunks } from './list-ydp-chunks.ts';
import { files } from './list-ydp-files.ts';
import { frames } from './list-ydp-frames.ts';
import { headers } from './list-ydp-headers.ts';
import { keys } from './list-ydp-keys.ts';
import { order } from './list-ydp-order.ts';
import { paths } from './list-ydp-paths.ts';
import { pax } from './list-ydp-pax.ts';
import { tars } from './list-ydp-tars.ts';
import { volumeHeaders } from './list-ydp-volume-headers.ts';
import { volumes } from './list-ydp-volumes.ts';
import { entryLine, type Vector } from './vector-file.ts';

/**
 * A vector before it is written: how its package differs from a right one and what a reader has to say to it. It differs in one
 * thing only, as far as that can be, so that a reader which lacks the check says `ok` or another code.
 */
export interface Case {
  readonly expect: FailureCode | 'ok';
  readonly about: string;
  readonly craft?: Omit<Craft, 'seed'>;
  /** The receiver does not know the sender. */
  readonly senderUnknown?: boolean;
  /** The receiver is none of the recipients. */
  readonly stranger?: boolean;
  /** The files to read, from the volumes of this package and of a second one. */
  readonly files?: (own: Uint8Array[], other: Uint8Array[]) => Uint8Array[];
}

export type Cases = Readonly<Record<string, Case>>;

/** Every vector by name, the same bytes each time. */
export function ydpVectors(): Vector[] {
  const lists = [accepted, files, volumeHeaders, volumes, headers, keys, chunks, frames, tars, pax, paths, bags, order];
  const cases = lists.flatMap((list) => Object.entries(list));
  if (new Set(cases.map(([name]) => name)).size < cases.length) throw new Error('two vectors of one name');
  return cases.map(([name, it]) => {
    const own = craftPackage({ ...it.craft, seed: name });
    const other = it.files && it.files.length > 1 ? craftPackage({ ...it.craft, seed: `${name}, another` }) : [];
    const given = it.files ? it.files(own, other) : own;
    const entries = it.craft?.entries ?? DEFAULT_ENTRIES;
    return {
      name,
      expect: it.expect,
      about: it.about,
      sender: it.senderUnknown ? undefined : parties.signing.publicKey,
      key: (it.stranger ? parties.stranger : parties.recipient).privateKey,
      entries: it.expect === 'ok' ? entries.map(([path, bytes]) => entryLine(path, bytes)) : [],
      files: given.map((bytes, i) => ({ name: `${i + 1}.ydp`, bytes })),
    };
  });
}
