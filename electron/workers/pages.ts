import sharp from 'sharp';
import { Refusal } from '../../shared/contract/failures.ts';
import { answerWith } from '../core/threads/answer.ts';
import type { PagesInput, PagesOutput } from '../core/threads/threads.ts';
import { lookAt, type OpenScan, openScan } from './pages/open-scan.ts';

// Worker thread: takes files of scans apart into pictures that a browser shows, and tells blank pages and 分隔页. It keeps the file it was last asked of.
sharp.cache(false);
sharp.concurrency(1);

let open: { readonly file: string; readonly bytes: Uint8Array; readonly scan: OpenScan } | undefined;

async function pageOf({ file, name, index, bytes }: PagesInput): Promise<PagesOutput> {
  if (bytes) {
    await open?.scan.close();
    open = undefined;
    open = { file, bytes, scan: await openScan(bytes, name) };
  }
  if (open?.file !== file) return { file: 'closed' };
  const { scan, bytes: whole } = open;
  try {
    const page = await scan.page(index);
    return { file: 'open', pages: scan.pages, page: { ...page, seen: await lookAt(page.bytes ?? whole, name) } };
  } catch (error) {
    // One bad page of many leaves the others alone.
    if (!(error instanceof Refusal) || scan.pages === 1) throw error;
    return { file: 'open', pages: scan.pages, failure: error.failure };
  }
}

answerWith(pageOf);
