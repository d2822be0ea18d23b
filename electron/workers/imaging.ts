import { setImmediate } from 'node:timers/promises';
import { threadId, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import { answerWith } from '../core/threads/answer.ts';
import type { ImagingInput, ImagingOutput } from '../core/threads/threads.ts';
import { passTurn, type Turn, takeTurn } from '../core/threads/turn.ts';
import { openPicture } from './imaging/decode.ts';
import { jpegQuality } from './imaging/jpeg-quality.ts';
import { letGo } from './imaging/raster.ts';
import { scanPage } from './imaging/scan-page.ts';

// Worker thread: reads one page of a scan after the other. The pool already keeps every core busy, and a page is decoded once.
sharp.cache(false);
sharp.concurrency(1);

/** Of pages with more pixels than this, 100 MB and more at 600 dpi, only one thread holds one at a time; the others go on with what comes after. */
const LARGE = 20_000_000;
const turn = workerData as Turn;

async function scan({ bytes, name, index, preview, ink, drawn, quarters }: ImagingInput): Promise<ImagingOutput> {
  const file = await openPicture(bytes, name);
  try {
    if (index >= file.pages) refuse('not-a-picture', { name });
    if ((await file.pixels(index)) > LARGE) await takeTurn(turn, threadId);
    const decoded = await file.page(index);
    const pixelsRead = async (): Promise<void> => {
      letGo(decoded.raster.data);
      // The decoder's memory is given back between two events.
      await setImmediate();
      passTurn(turn, threadId);
    };
    const settings = { preview, ink, drawn, quarters, jpegQuality: jpegQuality(bytes), pixelsRead };
    const page = await scanPage(decoded, index, settings).finally(() => letGo(decoded.raster.data));
    return { pages: file.pages, page };
  } catch (error) {
    // One page in many that cannot be read leaves the others.
    if (!(error instanceof Refusal) || file.pages === 1) throw error;
    return { pages: file.pages, failure: error.failure };
  } finally {
    passTurn(turn, threadId);
    await file.close();
  }
}

// sharp's buffers cannot move between threads; copying a page's few pictures takes a millisecond.
answerWith(scan);
