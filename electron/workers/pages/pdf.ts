import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, ImageKind, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { OpenScan } from './open-scan.ts';

/** Of a file for 扫描台. */
const MAX_PAGES = 200;
const MAX_PIXELS = 80_000_000;
/** Resolution of a page that is drawn, dpi. */
const DRAWN_DPI = 300;
/** The picture of a scanned page has the page's proportion within this. */
const SAME_SHAPE = 0.03;

const packageDir = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** A picture as pdf.js decodes it. */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
  readonly data: Uint8Array;
}

/** A page of a PDF as pixels, upright; 8 bits a channel. */
export interface PdfPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly dpi: number;
  /** The picture that the page is, pixel for pixel; otherwise the page was drawn at 300 dpi. */
  readonly own: boolean;
}

export interface PdfFile {
  readonly pages: number;
  /** Page from 0. Refuses `pdf-damaged`, `picture-too-large`. */
  picture(index: number): Promise<PdfPicture>;
  close(): Promise<void>;
}

/** Opens a PDF whose pages are wanted as pictures. Refuses `pdf-locked`, `pdf-damaged`, `limit-exceeded`. */
export async function openPdf(bytes: Uint8Array, name: string, mostPages = MAX_PAGES): Promise<PdfFile> {
  const document = await opened(bytes, name);
  const { numPages } = document;
  if (numPages > mostPages) {
    await document.loadingTask.destroy();
    refuse('limit-exceeded', { what: `“${name}”有 ${numPages} 页，一个文件最多 ${mostPages} 页` });
  }
  return {
    pages: numPages,
    async picture(index) {
      const page = await document.getPage(index + 1).catch(() => refuse('pdf-damaged', { name }));
      if (await lacksWhatItHas(page, bytes, name)) refuse('pdf-damaged', { name });
      const picture = (await ownPicture(page, name)) ?? (await drawn(page, name));
      page.cleanup();
      return picture;
    },
    close: () => document.loadingTask.destroy(),
  };
}

/** The pages of a PDF as files. Refuses what `openPdf` and its pages refuse, and `picture-damaged` for one page of several. */
export async function openPdfScan(bytes: Uint8Array, name: string, mostPages: number): Promise<OpenScan> {
  const { pages, picture, close } = await openPdf(bytes, name, mostPages);
  return {
    pages,
    async page(index) {
      const { data, width, height, channels, dpi, own } = await picture(index).catch((error: unknown) => {
        const torn = error instanceof Refusal && error.failure.code === 'pdf-damaged' && pages > 1;
        return torn ? refuse('picture-damaged', { name: `${name} 第 ${index + 1} 页` }) : Promise.reject(error);
      });
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).withMetadata({
        density: dpi,
      });
      // Shades of a photograph as JPEG, letters in black and white and drawings as they are.
      const jpeg = own && channels > 1;
      const made = jpeg ? raw.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }) : raw.png({ compressionLevel: 6 });
      const stem = `${name.replace(/\.pdf$/i, '')}${pages > 1 ? `-${index + 1}` : ''}`;
      return { bytes: await made.toBuffer(), name: `${stem}.${jpeg ? 'jpg' : 'png'}`, width, height };
    },
    close,
  };
}

/** A page with an error, or with a picture beyond measure, comes out empty; read with patience it has something on it. */
async function lacksWhatItHas(page: PDFPageProxy, bytes: Uint8Array, name: string): Promise<boolean> {
  const lines = async (of: PDFPageProxy) => (await of.getOperatorList().catch(() => null))?.fnArray.length ?? 0;
  if ((await lines(page)) > 0) return false;
  const patient = await opened(bytes, name, false);
  try {
    return (await lines(await patient.getPage(page.pageNumber))) > 0;
  } finally {
    await patient.loadingTask.destroy();
  }
}

async function opened(bytes: Uint8Array, name: string, stopAtErrors = true): Promise<PDFDocumentProxy> {
  try {
    // pdf.js takes the bytes away from whoever gives them.
    return await getDocument({
      data: new Uint8Array(bytes),
      cMapUrl: `${join(packageDir, 'cmaps')}/`,
      standardFontDataUrl: `${join(packageDir, 'standard_fonts')}/`,
      wasmUrl: `${join(packageDir, 'wasm')}/`,
      isEvalSupported: false,
      stopAtErrors,
      maxImageSize: MAX_PIXELS,
      verbosity: 0,
    }).promise;
  } catch (error) {
    return refuse((error as Error).name === 'PasswordException' ? 'pdf-locked' : 'pdf-damaged', { name });
  }
}

/** Of a page that shows one upright picture from edge to edge, that picture; null for any other. */
async function ownPicture(page: PDFPageProxy, name: string): Promise<PdfPicture | null> {
  const { fnArray, argsArray } = await page.getOperatorList().catch(() => refuse('pdf-damaged', { name }));
  const painted = fnArray.flatMap((fn: number, index: number) => (fn === OPS.paintImageXObject ? [index] : []));
  const others = [OPS.paintImageMaskXObject, OPS.paintInlineImageXObject, OPS.shadingFill, OPS.paintFormXObjectBegin];
  const pictures = await Promise.all(painted.map((index) => pictureOf(page, argsArray[index][0] as string)));
  // A scan whose data is torn would be drawn as an empty page.
  if (pictures.includes(null)) refuse('pdf-damaged', { name });
  if (painted.length !== 1 || fnArray.some((fn: number) => others.includes(fn))) return null;
  const askew = fnArray.some((fn: number, index: number) => {
    if (fn !== OPS.transform) return false;
    const [a, b, c, d] = argsArray[index] as number[];
    return b !== 0 || c !== 0 || a! <= 0 || d! <= 0;
  });
  const [, width, height] = argsArray[painted[0]!] as [string, number, number];
  const [left, bottom, right, top] = page.view as [number, number, number, number];
  const shape = (right - left) / (top - bottom);
  if (askew || Math.abs(width / height / shape - 1) > SAME_SHAPE) return null;
  tooLarge(name, width, height);
  const raw = rawOf(pictures[0]!);
  if (!raw) return null;
  const { data, info } = await sharp(raw.data, {
    raw: { width, height, channels: raw.channels },
    limitInputPixels: false,
  })
    .rotate(page.rotate)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const dpi = (width / (right - left)) * 72;
  return { data, width: info.width, height: info.height, channels: raw.channels === 1 ? 1 : 3, dpi, own: true };
}

/** The picture of that name once it is decoded; null where that failed. */
async function pictureOf(page: PDFPageProxy, id: string): Promise<Decoded | null> {
  const objects = id.startsWith('g_') ? page.commonObjs : page.objs;
  const picture = await new Promise<Decoded | null>((done) => objects.get(id, done));
  return picture?.data ? picture : null;
}

function rawOf({ width, height, kind, data }: Decoded): { data: Uint8Array; channels: 1 | 3 | 4 } | null {
  if (kind === ImageKind.RGB_24BPP) return { data, channels: 3 };
  if (kind === ImageKind.RGBA_32BPP) return { data, channels: 4 };
  if (kind !== ImageKind.GRAYSCALE_1BPP) return null;
  const out = new Uint8Array(width * height);
  const row = (width + 7) >> 3;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[y * width + x] = (data[y * row + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0;
  return { data: out, channels: 1 };
}

async function drawn(page: PDFPageProxy, name: string): Promise<PdfPicture> {
  const viewport = page.getViewport({ scale: DRAWN_DPI / 72 });
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
  tooLarge(name, width, height);
  const { createCanvas } = await import('@napi-rs/canvas');
  const canvas = createCanvas(width, height);
  try {
    await page.render({ canvas: canvas as never, canvasContext: canvas.getContext('2d') as never, viewport }).promise;
  } catch {
    refuse('pdf-damaged', { name });
  }
  const data = await sharp(canvas.data(), { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer();
  return { data, width, height, channels: 3, dpi: DRAWN_DPI, own: false };
}

function tooLarge(name: string, width: number, height: number): void {
  if (width * height > MAX_PIXELS)
    refuse('picture-too-large', { name, megapixels: Math.round((width * height) / 1e6), limit: MAX_PIXELS / 1e6 });
}
