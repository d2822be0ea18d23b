import { availableParallelism } from 'node:os';
import { createPool, type WorkPool } from './pool.ts';

/** Bulk work on packages: `chunks` encrypts, decrypts and digests, `codewords` works on recovery data. See electron/workers/packages.ts. */
export type PackageWork<I> = { readonly chunks: I } | { readonly codewords: I };

let threads: WorkPool<PackageWork<unknown>, unknown> | undefined;

/** The threads that share it: one for each core, whatever they do, for each takes some 40 MiB. */
export function packageThreads<I, O>(): WorkPool<PackageWork<I>, O> {
  threads ??= createPool({ entry: 'packages', threads: PACKAGE_THREADS });
  return threads as WorkPool<PackageWork<I>, O>;
}

export const PACKAGE_THREADS: number = Math.max(2, availableParallelism());
