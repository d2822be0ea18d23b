import { decode as decodeBmp } from 'bmp-ts';
import sharp from 'sharp';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { Raster } from './raster.ts';
import { isSrgb } from './srgb.ts';

/** A3 at 600 dpi has 70 million pixels; more than this is no sheet, and would take more memory than the job may use. */
export const MAX_PIXELS = 80_000_000;
/** A feeder's batch in one TIFF. */
export const MAX_PAGES = 200;

export interface DecodedPage {
  readonly raster: Raster;
  /** Dots per inch as the file says; null where it says nothing. */
  readonly dpi: number | null;
}

export interface PictureFile {
  readonly pages: number;
  /** How many pixels a page has by its head; 0 where only decoding tells (PDF). */
  pixels(index: number): Promise<number>;
  /** Decodes one page, upright by its own orientation mark, colours as sRGB. Raises `picture-damaged`, `pdf-damaged`, `picture-too-large`. */
  page(index: number): Promise<DecodedPage>;
  close(): Promise<void>;
}

type Kind = 'png' | 'jpeg' | 'tiff' | 'bmp' | 'pdf';

const nothingToClose = async (): Promise<void> => {};

function kindOf(b: Uint8Array): Kind | null {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => b[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(0x49, 0x49, 0x2a, 0) || starts(0x4d, 0x4d, 0, 0x2a)) return 'tiff';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'pdf';
  if (starts(0x42, 0x4d) && b.length > 54) return 'bmp';
  return null;
}

function limit(name: string, width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  const millions = (pixels: number) => Math.round(pixels / 1e6);
  refuse('picture-too-large', { name, megapixels: millions(width * height), limit: millions(MAX_PIXELS) });
}

/**
 * Opens a PNG, JPEG, BMP, TIFF or PDF (both with many pages). The size is judged from the header before a pixel is decoded.
 * Raises `not-a-picture`, `picture-too-large`, `limit-exceeded`, `pdf-locked`, `pdf-damaged`.
 */
export async function openPicture(bytes: Uint8Array, name: string): Promise<PictureFile> {
  const kind = kindOf(bytes);
  if (kind === null) refuse('not-a-picture', { name });
  if (kind === 'bmp') return openBmp(bytes, name);
  if (kind === 'pdf') return openPdf(bytes, name);
  const head = (page: number) =>
    sharp(bytes, { limitInputPixels: false, ...(kind === 'tiff' ? { page } : {}) })
      .metadata()
      .catch(() => refuse('not-a-picture', { name }));
  const first = await head(0);
  limit(name, first.width, first.height);
  const pages = kind === 'tiff' ? (first.pages ?? 1) : 1;
  if (pages > MAX_PAGES) refuse('limit-exceeded', { what: `“${name}”有 ${pages} 页，一个文件最多 ${MAX_PAGES} 页` });
  const headOf = async (index: number) => (index === 0 ? first : head(index));
  return {
    pages,
    close: nothingToClose,
    async pixels(index) {
      const { width, height } = await headOf(index);
      return width * height;
    },
    async page(index) {
      const meta = await headOf(index);
      limit(name, meta.width, meta.height);
      try {
        const { data, info } = await sharp(bytes, {
          limitInputPixels: MAX_PIXELS,
          // From sRGB to sRGB nothing changes, and it takes as long as all the decoding.
          ignoreIcc: meta.icc !== undefined && isSrgb(meta.icc),
          ...(kind === 'tiff' ? { page: index } : {}),
        })
          .autoOrient()
          .flatten({ background: '#ffffff' })
          .toColourspace('srgb')
          .raw({ depth: 'uchar' })
          .toBuffer({ resolveWithObject: true });
        return { raster: asRgb(data, info.width, info.height, info.channels), dpi: meta.density ?? null };
      } catch (error) {
        if (error instanceof Refusal) throw error;
        return refuse('picture-damaged', { name });
      }
    },
  };
}

async function openPdf(bytes: Uint8Array, name: string): Promise<PictureFile> {
  // Half a second and 40 MiB that only a PDF is worth.
  const pdf = await (await import('../pages/pdf.ts')).openPdf(bytes, name);
  return {
    pages: pdf.pages,
    close: pdf.close,
    pixels: async () => 0,
    async page(index) {
      const { data, width, height, channels, dpi } = await pdf.picture(index);
      return { raster: asRgb(data, width, height, channels), dpi };
    },
  };
}

function asRgb(data: Uint8Array, width: number, height: number, channels: number): Raster {
  if (channels === 3) return { width, height, data };
  const out = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; i < width * height; i++, at += channels) {
    const grey = channels < 3;
    out[i * 3] = data[at]!;
    out[i * 3 + 1] = data[grey ? at : at + 1]!;
    out[i * 3 + 2] = data[grey ? at : at + 2]!;
  }
  return { width, height, data: out };
}

function openBmp(bytes: Uint8Array, name: string): PictureFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [columns, rows] = [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
  limit(name, columns, rows);
  const perMetre = view.getInt32(38, true);
  return {
    pages: 1,
    close: nothingToClose,
    pixels: async () => columns * rows,
    async page() {
      try {
        const { width, height, data } = decodeBmp(Buffer.from(bytes), { toRGBA: true });
        const raster = asRgb(new Uint8Array(data.buffer, data.byteOffset, data.length), width, height, 4);
        return { raster, dpi: perMetre > 0 ? perMetre * 0.0254 : null };
      } catch {
        return refuse('picture-damaged', { name });
      }
    },
  };
}
