import type { FailureCode } from '../../shared/contract/failures.ts';
import { type Craft, craftPackage, parties } from './craft-package.ts';
import { accepted } from './list-ydp-accepted.ts';
import { contents } from './list-ydp-contents.ts';
import { headers } from './list-ydp-headers.ts';
import { volumes } from './list-ydp-volumes.ts';
import { entryLine, type Vector } from './vector-file.ts';

/** A vector before it is written: how its package differs from a right one and what a reader has to say to it. */
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

/** Every vector by name, the same bytes each time. */
export function ydpVectors(): Vector[] {
  return Object.entries({ ...accepted, ...headers, ...volumes, ...contents }).map(([name, it]) => {
    const own = craftPackage({ ...it.craft, seed: name });
    const other = it.files ? craftPackage({ ...it.craft, seed: `${name}, another` }) : [];
    const files = it.files ? it.files(own, other) : own;
    const entries = it.craft?.entries ?? DEFAULT_ENTRIES;
    return {
      name,
      expect: it.expect,
      about: it.about,
      sender: it.senderUnknown ? undefined : parties.signing.publicKey,
      key: (it.stranger ? parties.stranger : parties.recipient).privateKey,
      entries: it.expect === 'ok' ? entries.map(([path, bytes]) => entryLine(path, bytes)) : [],
      files: files.map((bytes, i) => ({ name: `${i + 1}.ydp`, bytes })),
    };
  });
}

const DEFAULT_ENTRIES = [['records/catalog.jsonl', new TextEncoder().encode('{"name":"企业基本信息"}\n')]] as const;
