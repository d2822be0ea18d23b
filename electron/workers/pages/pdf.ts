import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, ImageKind, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';
import { refuse } from '../../../shared/contract/failures.ts';
import type { PageFile } from '../../core/threads/threads.ts';

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

/**
 * The pages of a PDF as pictures: of a scanned page its own picture, pixel for pixel, of any other a drawing at 300 dpi. Refuses `pdf-locked`,
 * `pdf-damaged`, `limit-exceeded`, `picture-too-large`.
 */
export async function pagesOfPdf(bytes: Uint8Array, name: string): Promise<PageFile[]> {
  const document = await opened(bytes, name);
  try {
    const { numPages } = document;
    if (numPages > MAX_PAGES)
      refuse('limit-exceeded', { what: `“${name}”有 ${numPages} 页，一个文件最多 ${MAX_PAGES} 页` });
    const out: PageFile[] = [];
    for (let number = 1; number <= numPages; number++) {
      const page = await document.getPage(number).catch(() => refuse('pdf-damaged', { name }));
      const pageName = `${name.replace(/\.pdf$/i, '')}${numPages > 1 ? `-${number}` : ''}`;
      out.push((await ownPicture(page, pageName, name)) ?? (await drawn(page, pageName, name)));
      page.cleanup();
    }
    return out;
  } finally {
    await document.loadingTask.destroy();
  }
}

async function opened(bytes: Uint8Array, name: string): Promise<PDFDocumentProxy> {
  try {
    // pdf.js takes the bytes away from whoever gives them.
    return await getDocument({
      data: new Uint8Array(bytes),
      cMapUrl: `${join(packageDir, 'cmaps')}/`,
      standardFontDataUrl: `${join(packageDir, 'standard_fonts')}/`,
      wasmUrl: `${join(packageDir, 'wasm')}/`,
      isEvalSupported: false,
      stopAtErrors: true,
      verbosity: 0,
    }).promise;
  } catch (error) {
    return refuse((error as Error).name === 'PasswordException' ? 'pdf-locked' : 'pdf-damaged', { name });
  }
}

/** Of a page that shows one upright picture from edge to edge, that picture; null for any other. */
async function ownPicture(page: PDFPageProxy, pageName: string, name: string): Promise<PageFile | null> {
  const { fnArray, argsArray } = await page.getOperatorList().catch(() => refuse('pdf-damaged', { name }));
  const painted = fnArray.flatMap((fn: number, index: number) => (fn === OPS.paintImageXObject ? [index] : []));
  const others = [OPS.paintImageMaskXObject, OPS.paintInlineImageXObject, OPS.shadingFill, OPS.paintFormXObjectBegin];
  if (painted.length !== 1 || fnArray.some((fn: number) => others.includes(fn))) return null;
  const askew = fnArray.some((fn: number, index: number) => {
    if (fn !== OPS.transform) return false;
    const [a, b, c, d] = argsArray[index] as number[];
    return b !== 0 || c !== 0 || a! <= 0 || d! <= 0;
  });
  const [id, width, height] = argsArray[painted[0]!] as [string, number, number];
  const [left, bottom, right, top] = page.view as [number, number, number, number];
  const shape = (right - left) / (top - bottom);
  if (askew || Math.abs(width / height / shape - 1) > SAME_SHAPE) return null;
  tooLarge(name, width, height);
  const objects = id.startsWith('g_') ? page.commonObjs : page.objs;
  const picture = await new Promise<Decoded | null>((done) => objects.get(id, done));
  if (!picture?.data) return null;
  const raw = rawOf(picture);
  if (!raw) return null;
  const plain = sharp(raw.data, { raw: { width, height, channels: raw.channels }, limitInputPixels: false })
    .rotate(page.rotate)
    .withMetadata({ density: (width / (right - left)) * 72 });
  // Shades of a photograph as JPEG, letters in black and white as they are.
  const jpeg = raw.channels > 1;
  const made = await (jpeg
    ? plain.removeAlpha().jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    : plain.png()
  ).toBuffer({
    resolveWithObject: true,
  });
  return {
    bytes: made.data,
    name: `${pageName}.${jpeg ? 'jpg' : 'png'}`,
    width: made.info.width,
    height: made.info.height,
  };
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

async function drawn(page: PDFPageProxy, pageName: string, name: string): Promise<PageFile> {
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
  const bytes = await sharp(canvas.data(), { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .flatten({ background: '#ffffff' })
    .withMetadata({ density: DRAWN_DPI })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { bytes, name: `${pageName}.png`, width, height };
}

function tooLarge(name: string, width: number, height: number): void {
  if (width * height > MAX_PIXELS)
    refuse('picture-too-large', { name, megapixels: Math.round((width * height) / 1e6), limit: MAX_PIXELS / 1e6 });
}
