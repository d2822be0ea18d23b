import { packageThreads } from '../threads/package-threads.ts';
import { type ChunkRun, type ChunkRunDone, workChunks } from './chunk-work.ts';

/** Chunks in a run: some 10 ms of work, so that nothing waits long behind one, and threads seldom wait for the next. */
export const RUN_CHUNKS = 32;

/** Runs that are on their way at a time: all cores stay busy while the calling thread fills and empties others. */
export const RUNS_UNDER_WAY = 6;

/**
 * Does the work on a worker thread, unless the run holds all the chunks that there are: most packages are a few pages, and a
 * thread takes longer to start than they take to seal. Raises `cancelled`.
 * @param name of the file, for the message when the thread dies
 */
export async function workChunksBeside(run: ChunkRun, name: string, signal?: AbortSignal): Promise<ChunkRunDone> {
  if (run.first === 0 && run.last) return workChunks(run);
  const transfer = [run.data.buffer];
  return await packageThreads<ChunkRun, ChunkRunDone>().run({ chunks: run }, { name, signal, transfer });
}
