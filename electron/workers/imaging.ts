import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import type { ImagingInput, ImagingOutput, WorkReply, WorkRequest } from '../core/threads/threads.ts';
import { openPicture } from './imaging/decode.ts';
import { jpegQuality } from './imaging/jpeg-quality.ts';
import { scanPage } from './imaging/scan-page.ts';

// Worker thread: reads one page of a scan after the other. The pool already keeps every core busy, and a page is decoded once.
sharp.cache(false);
sharp.concurrency(1);

async function scan({ bytes, name, index, preview, ink }: ImagingInput): Promise<ImagingOutput> {
  const file = await openPicture(bytes, name);
  if (index >= file.pages) refuse('not-a-picture', { name });
  return {
    pages: file.pages,
    page: await scanPage(await file.page(index), index, { preview, ink, jpegQuality: jpegQuality(bytes) }),
  };
}

parentPort!.on('message', async ({ input }: WorkRequest<ImagingInput>) => {
  let reply: WorkReply<ImagingOutput>;
  try {
    reply = { ok: true, value: await scan(input) };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  // sharp's buffers cannot move between threads; copying a page's few pictures takes a millisecond.
  parentPort!.postMessage(reply);
});
