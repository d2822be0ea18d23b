import sharp from 'sharp';
import { Refusal } from '../../shared/contract/failures.ts';
import { answerWith } from '../core/threads/answer.ts';
import type { QrCodesInput, QrCodesOutput } from '../core/threads/threads.ts';
import { openPicture } from './imaging/decode.ts';
import { findQrCodes } from './imaging/qr-codes.ts';
import { type Raster, shrink } from './imaging/raster.ts';

// Worker thread: reads the QR codes of one page of a scan after the other.
sharp.cache(false);
sharp.concurrency(1);

/** The long side of a page whose codes are read, px: A4 at 300 dpi stays as it is, one at 600 dpi is halved. */
const LONG_PX = 3200;
const MOST_CODES = 255;

async function codesOn({ bytes, name, index }: QrCodesInput): Promise<QrCodesOutput> {
  const file = await openPicture(bytes, name);
  try {
    const { raster } = await file.page(index);
    const factor = Math.max(1, Math.floor(Math.max(raster.width, raster.height) / LONG_PX));
    return { pages: file.pages, ...(await read(shrink(raster, factor))) };
  } catch (error) {
    // One bad page of many leaves the others alone.
    if (!(error instanceof Refusal) || file.pages === 1) throw error;
    return { pages: file.pages, failure: error.failure };
  } finally {
    await file.close();
  }
}

async function read(page: Raster): Promise<{ texts: string[]; unread: number }> {
  const first = await findQrCodes(page, { most: MOST_CODES, spoilt: true });
  const spoilt = first.filter(({ isValid }) => !isValid).length;
  const texts = new Set(first.filter(({ isValid }) => isValid).map(({ text }) => text));
  if (spoilt === 0 && texts.size > 0) return { texts: [...texts], unread: 0 };
  // Pale or blurred: told from the whole picture's light, and at half its size.
  const before = texts.size;
  for (const { text } of await findQrCodes(page, { most: MOST_CODES, wholeLight: true })) texts.add(text);
  return { texts: [...texts], unread: Math.max(0, spoilt - (texts.size - before)) };
}

answerWith(codesOn);
