import sharp from 'sharp';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import { answerWith } from '../core/threads/answer.ts';
import type { ImagingInput, ImagingOutput } from '../core/threads/threads.ts';
import { openPicture } from './imaging/decode.ts';
import { jpegQuality } from './imaging/jpeg-quality.ts';
import { letGo } from './imaging/raster.ts';
import { scanPage } from './imaging/scan-page.ts';

// Worker thread: reads one page of a scan after the other. The pool already keeps every core busy, and a page is decoded once.
sharp.cache(false);
sharp.concurrency(1);

async function scan({ bytes, name, index, preview, ink, drawn, quarters }: ImagingInput): Promise<ImagingOutput> {
  const file = await openPicture(bytes, name);
  try {
    if (index >= file.pages) refuse('not-a-picture', { name });
    const decoded = await file.page(index);
    const settings = { preview, ink, drawn, quarters, jpegQuality: jpegQuality(bytes) };
    const page = await scanPage(decoded, index, settings).finally(() => letGo(decoded.raster.data));
    return { pages: file.pages, page };
  } catch (error) {
    // One page in many that cannot be read leaves the others.
    if (!(error instanceof Refusal) || file.pages === 1) throw error;
    return { pages: file.pages, failure: error.failure };
  } finally {
    await file.close();
  }
}

// sharp's buffers cannot move between threads; copying a page's few pictures takes a millisecond.
answerWith(scan);
