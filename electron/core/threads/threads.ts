import { availableParallelism } from 'node:os';
import type { ScannedPage } from '../../../shared/seal/scan.ts';
import { createPool, type WorkPool } from './pool.ts';

export { createPool, type WorkPool, type WorkReply, type WorkRequest } from './pool.ts';

/** One page of a scan. `bytes` is the whole file. */
export interface ImagingInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Page of the file, from 0. */
  readonly index: number;
  /** Also make a picture of the whole page. */
  readonly preview: boolean;
}

export interface ImagingOutput {
  /** Pages in the file. */
  readonly pages: number;
  readonly page: ScannedPage;
}

let imaging: WorkPool<ImagingInput, ImagingOutput> | undefined;

/** The threads that read scans; they use every core that there is. */
export function imagingPool(): WorkPool<ImagingInput, ImagingOutput> {
  imaging ??= createPool({ entry: 'imaging', threads: Math.max(1, availableParallelism()) });
  return imaging;
}
