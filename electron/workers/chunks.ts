import { parentPort } from 'node:worker_threads';
import { type ChunkRun, type ChunkRunDone, workChunks } from '../core/crypto/chunk-work.ts';
import type { WorkReply, WorkRequest } from '../core/threads/pool.ts';

// Worker thread: encrypts, decrypts and digests chunks of packages.
parentPort!.on('message', ({ input }: WorkRequest<ChunkRun>) => {
  let reply: WorkReply<ChunkRunDone>;
  try {
    reply = { ok: true, value: workChunks(input) };
  } catch (error) {
    reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort!.postMessage(reply, reply.ok ? [reply.value.data.buffer] : []);
});
