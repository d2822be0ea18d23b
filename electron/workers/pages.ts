import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { Refusal } from '../../shared/contract/failures.ts';
import type { PageFile, PagesInput, WorkReply, WorkRequest } from '../core/threads/threads.ts';
import { openPicture } from './imaging/decode.ts';
import { pagesOfPdf } from './pages/pdf.ts';

// Worker thread: makes pictures that a browser shows out of files that it does not: PDF and BMP.
sharp.cache(false);
sharp.concurrency(1);

async function pagesOf({ bytes, name }: PagesInput): Promise<PageFile[]> {
  if (bytes[0] === 0x25) return pagesOfPdf(bytes, name);
  const { raster, dpi } = await (await openPicture(bytes, name)).page(0);
  const { width, height, data } = raster;
  const png = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .withMetadata(dpi === null ? {} : { density: dpi })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return [{ bytes: png, name: name.replace(/\.bmp$/i, '.png'), width, height }];
}

parentPort!.on('message', async ({ input }: WorkRequest<PagesInput>) => {
  let reply: WorkReply<PageFile[]>;
  try {
    reply = { ok: true, value: await pagesOf(input) };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort!.postMessage(reply);
});
