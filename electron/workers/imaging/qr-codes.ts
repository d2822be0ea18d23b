import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { letGo, type Point, type Raster } from './raster.ts';

/** What of zxing-wasm is used. */
interface Reader {
  prepareZXingModule(options: { overrides: { wasmBinary: ArrayBuffer }; fireImmediately: true }): Promise<unknown>;
  readBarcodes(picture: Uint8Array, options: object): Promise<QrCode[]>;
}

export interface QrCode {
  readonly text: string;
  /** False: the code was found, and too much of it is spoilt. */
  readonly isValid: boolean;
  /** Corners by the code's own top, px. */
  readonly position: Readonly<Record<'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft', Point>>;
}

const require = createRequire(import.meta.url);
let reader: Promise<Reader> | undefined;

/** Loads the reader from the program's own package; needs no network. */
async function load(): Promise<Reader> {
  const zxing = require('zxing-wasm/reader') as Reader;
  const { buffer, byteOffset, length } = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await zxing.prepareZXingModule({
    overrides: { wasmBinary: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer },
    fireImmediately: true,
  });
  return zxing;
}

/**
 * The QR codes on a picture in any turn, `most` at most; with `spoilt`, those too that are seen and cannot be read. `wholeLight` tells dark from light by
 * the whole picture instead of place by place, and looks at smaller pictures of it as well.
 */
export async function findQrCodes(
  raster: Raster,
  {
    most,
    spoilt = false,
    wholeLight = false,
  }: { readonly most: number; readonly spoilt?: boolean; readonly wholeLight?: boolean },
): Promise<QrCode[]> {
  reader ??= load();
  const file = redOf(raster);
  const codes = await (await reader).readBarcodes(file, {
    formats: ['QRCode'],
    tryHarder: true,
    tryInvert: false,
    tryDownscale: wholeLight,
    binarizer: wholeLight ? 'GlobalHistogram' : 'LocalAverage',
    maxNumberOfSymbols: most,
    returnErrors: spoilt,
  });
  letGo(file);
  return codes;
}

/** A picture as a file of grey pixels (PGM), a quarter of the bytes that four channels have: what is red is a seal, and no part of a code. */
function redOf({ width, height, data }: Raster): Uint8Array {
  const head = Buffer.from(`P5 ${width} ${height} 255\n`);
  const file = new Uint8Array(head.length + width * height);
  file.set(head);
  for (let y = 0; y < height; y++) redAlong(data, y * width * 3, file, head.length + y * width, width);
  return file;
}

function redAlong(data: Uint8Array, from: number, out: Uint8Array, to: number, count: number): void {
  for (const end = to + count; to < end; to++, from += 3) out[to] = data[from]!;
}
