import type { FailureCode } from '../../shared/contract/failures.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { enrolments } from './enrolments.ts';
import { headers } from './headers.ts';
import { packages } from './packages.ts';
import { signed } from './signed.ts';

/** How a reader answered. */
export type Answer = FailureCode | 'ok';

/** Something hostile, and what is done with it. */
export interface Case {
  /** What is read, for whoever looks into a failure. */
  readonly files: readonly Uint8Array[];
  /** Reads it. Throws whatever is neither an answer nor a refusal with a code that the reader may give. */
  readonly read: (dir: string) => Answer | Promise<Answer>;
}

/** A way to make cases. */
export interface Kind {
  readonly name: string;
  /** So many of all weights together. */
  readonly weight: number;
  readonly make: (random: Seeded) => Case;
}

/** Most are headers, which take some microseconds; packages take milliseconds. */
const kinds: readonly Kind[] = [...headers, ...enrolments, ...packages, ...signed];

/** Case `index` of a seed, the same every time. */
export function makeCase(seed: number, index: number): Case & { readonly kind: string } {
  const random = new Seeded(seed * INDEXES + index);
  let left = random.below(WEIGHTS);
  const kind = kinds.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })!;
  return { kind: kind.name, ...kind.make(random) };
}

/** Cases of a seed at most, and seeds: together they fit into the 53 bits of a number. */
export const INDEXES = 2 ** 22;
export const SEEDS = 2 ** 31;

const WEIGHTS = kinds.reduce((sum, { weight }) => sum + weight, 0);
