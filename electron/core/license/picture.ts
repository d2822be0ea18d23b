import { randomBytes } from 'node:crypto';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { type PageFile, type PagesOutput, pagesPool } from '../threads/threads.ts';

/** A scanned page as the entry desk shows it: a browser can show neither TIFF nor BMP. */
export type ScannedPage = PageFile & { readonly bytes: Uint8Array };

/** A file of scans, its pages taken one at a time: a PDF of 500 pages is never in memory as pictures. */
export interface ScanFile {
  readonly pages: number;
  /** Refuses what is wrong with this page; the others can still be taken. */
  page(index: number): Promise<ScannedPage>;
}

const mostBytes = 64_000_000;

/**
 * Opens a scan before it is kept: PNG and JPEG as they are, each page of a TIFF and a BMP as a PNG of the same pixels, each page of a
 * PDF as the picture that it is or is drawn as. Refuses `file-too-large`, `not-a-picture` (also
 * for a damaged one) and `picture-too-large`, which is told from the head, before anything is unfolded.
 */
export async function openScan(bytes: Uint8Array, name: string, signal?: AbortSignal): Promise<ScanFile> {
  if (bytes.length > mostBytes)
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: mostBytes / 1e6 });
  const file = randomBytes(8).toString('hex');
  const ask = async (index: number, whole: boolean): Promise<Exclude<PagesOutput, { file: 'closed' }>> => {
    const output = await pagesPool().run({ file, name, index, ...(whole ? { bytes } : {}) }, { name, signal });
    // Another file was opened meanwhile, or the thread has ended.
    return output.file === 'closed' ? ask(index, true) : output;
  };
  const first = await ask(0, true);
  return {
    pages: first.pages,
    async page(index) {
      const output = index === 0 ? first : await ask(index, false);
      if ('failure' in output) throw new Refusal(output.failure.code, output.failure.details);
      return { ...output.page, bytes: output.page.bytes ?? bytes };
    },
  };
}
