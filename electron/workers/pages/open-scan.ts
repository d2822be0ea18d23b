import sharp from 'sharp';
import { refuse } from '../../../shared/contract/failures.ts';
import type { PageSeen } from '../../../shared/license/entry-methods.ts';
import type { PageFile } from '../../core/threads/threads.ts';
import { openPicture } from '../imaging/decode.ts';
import { LOOK_PX, seenOn } from './look.ts';
import { openPdfScan } from './pdf.ts';

/** A file of scans, its pages taken one at a time. */
export interface OpenScan {
  readonly pages: number;
  /** Of a page that is the file itself, no bytes. Raises `picture-damaged` where this page is, `picture-too-large`. */
  page(index: number): Promise<Omit<PageFile, 'seen'>>;
  close(): Promise<void>;
}

/** Largest picture that is taken: A3 at 600 dpi has 70 million pixels. */
const MAX_PIXELS = 120_000_000;
export const MAX_PAGES = 1000;

/** Opens PNG, JPEG, TIFF, BMP or PDF. Raises `not-a-picture`, `picture-too-large`, which is told from the head, `limit-exceeded`, `pdf-locked`, `pdf-damaged`. */
export async function openScan(bytes: Uint8Array, name: string): Promise<OpenScan> {
  if (bytes[0] === 0x25) return openPdfScan(bytes, name, MAX_PAGES);
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return openBmp(bytes, name);
  const { format, width, height, pages = 1 } = await headOf(bytes, name);
  if (width * height > MAX_PIXELS)
    refuse('picture-too-large', { name, megapixels: Math.ceil((width * height) / 1e6), limit: MAX_PIXELS / 1e6 });
  if (pages > MAX_PAGES) refuse('limit-exceeded', { what: `“${name}”有 ${pages} 页，一个文件最多 ${MAX_PAGES} 页` });
  const close = async () => {};
  if (format !== 'tiff') {
    const { autoOrient } = await sharp(bytes, options).metadata();
    return { pages: 1, page: async () => ({ bytes: null, name, ...sizeOf(autoOrient) }), close };
  }
  return {
    pages,
    async page(index) {
      const many = pages > 1;
      const stem = name.replace(/\.tiff?$/i, '');
      try {
        const picture = sharp(bytes, { ...options, page: index });
        const { density } = await picture.metadata();
        const { data, info } = await picture
          .autoOrient()
          .withMetadata(density ? { density } : {})
          .png({ compressionLevel: 6 })
          .toBuffer({ resolveWithObject: true });
        return { bytes: data, name: `${stem}${many ? `-${index + 1}` : ''}.png`, ...sizeOf(info) };
      } catch {
        return many
          ? refuse('picture-damaged', { name: `${name} 第 ${index + 1} 页` })
          : refuse('not-a-picture', { name });
      }
    },
    close,
  };
}

const options = { failOn: 'truncated', limitInputPixels: MAX_PIXELS } as const;
const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });

async function headOf(bytes: Uint8Array, name: string) {
  try {
    const head = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (head.format === 'jpeg' || head.format === 'png' || head.format === 'tiff') return head;
  } catch {
    // Told below: sharp's own words are no help to a clerk.
  }
  return refuse('not-a-picture', { name });
}

async function openBmp(bytes: Uint8Array, name: string): Promise<OpenScan> {
  const { raster, dpi } = await (await openPicture(bytes, name)).page(0);
  const { width, height, data } = raster;
  return {
    pages: 1,
    async page() {
      const png = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
        .withMetadata(dpi === null ? {} : { density: dpi })
        .png({ compressionLevel: 6 })
        .toBuffer();
      return { bytes: png, name: name.replace(/\.bmp$/i, '.png'), width, height };
    },
    close: async () => {},
  };
}

/** What a page is; reads the whole stream, so that a picture cut off in the middle is found now: `not-a-picture`. */
export async function lookAt(bytes: Uint8Array, name: string): Promise<PageSeen> {
  try {
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .resize({ width: LOOK_PX, height: LOOK_PX, fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (channels === 3) return seenOn({ width, height, data });
    const rgb = new Uint8Array(width * height * 3);
    for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * channels]!;
    return seenOn({ width, height, data: rgb });
  } catch {
    return refuse('not-a-picture', { name });
  }
}
