import sharp from 'sharp';
import { refuse } from '../../../shared/contract/failures.ts';
import { typeOf } from '../store/blobs.ts';
import { pagesPool } from '../threads/threads.ts';

/** A scanned page as the entry desk shows it: a browser can show neither TIFF nor BMP. */
export interface ScannedPage {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Pixels, the picture's own orientation applied. */
  readonly width: number;
  readonly height: number;
}

/** Largest file and largest picture that is taken: A3 at 600 dpi has 70 million pixels. */
const mostBytes = 64_000_000;
const mostPixels = 120_000_000;
const mostPages = 200;

/**
 * Looks at a scan before it is kept: PNG and JPEG as they are, each page of a TIFF and a BMP as a PNG of the same pixels, each page of a
 * PDF as the picture that it is or is drawn as. Refuses `file-too-large`, `not-a-picture` (also
 * for a damaged one) and `picture-too-large`, which is told from the head, before anything is unfolded.
 */
export async function readScan(bytes: Uint8Array, name: string): Promise<ScannedPage[]> {
  if (bytes.length > mostBytes)
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: mostBytes / 1e6 });
  if (['application/pdf', 'image/bmp'].includes(typeOf(bytes))) return pagesPool().run({ bytes, name }, { name });
  const { format, width, height, pages = 1 } = await headOf(bytes, name);
  if (width * height * pages > mostPixels * (format === 'tiff' ? 4 : 1) || width * height > mostPixels)
    refuse('picture-too-large', {
      name,
      megapixels: Math.ceil((width * height * pages) / 1e6),
      limit: mostPixels / 1e6,
    });
  if (pages > mostPages) refuse('limit-exceeded', { what: `“${name}”有 ${pages} 页，一个文件最多 ${mostPages} 页` });
  try {
    if (format === 'jpeg' || format === 'png') {
      // A small thumbnail reads the whole stream, so that a picture cut off in the middle is found now.
      const { autoOrient } = await sharp(bytes, options).metadata();
      await sharp(bytes, options).resize(32).raw().toBuffer();
      return [{ bytes, name, width: autoOrient.width, height: autoOrient.height }];
    }
    const out: ScannedPage[] = [];
    for (let page = 0; page < pages; page++) {
      const { data, info } = await sharp(bytes, { ...options, page })
        .autoOrient()
        .png({ compressionLevel: 6 })
        .toBuffer({ resolveWithObject: true });
      const pageName = `${name.replace(/\.tiff?$/i, '')}${pages > 1 ? `-${page + 1}` : ''}.png`;
      out.push({ bytes: data, name: pageName, width: info.width, height: info.height });
    }
    return out;
  } catch {
    return refuse('not-a-picture', { name });
  }
}

const options = { failOn: 'truncated', limitInputPixels: mostPixels } as const;

async function headOf(bytes: Uint8Array, name: string) {
  try {
    const head = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (head.format === 'jpeg' || head.format === 'png' || head.format === 'tiff') return head;
  } catch {
    // Told below: sharp's own words are no help to a clerk.
  }
  return refuse('not-a-picture', { name });
}
