import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseForm, type SealForm } from '../../../shared/seal/form.ts';
import type { Point, Raster } from './raster.ts';

/** What of zxing-wasm is used. */
interface Reader {
  prepareZXingModule(options: { overrides: { wasmBinary: ArrayBuffer }; fireImmediately: true }): Promise<unknown>;
  readBarcodes(picture: { width: number; height: number; data: Uint8ClampedArray }, options: object): Promise<Code[]>;
}
interface Code {
  readonly text: string;
  readonly position: Readonly<Record<'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft', Point>>;
}

export interface SeenCode {
  readonly form: SealForm;
  /** Corners of the code from its top left clockwise, px. */
  readonly corners: readonly [Point, Point, Point, Point];
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

/** The QR code of a sheet of ours, in any turn; null where there is none. */
export async function findFormCode({ width, height, data }: Raster): Promise<SeenCode | null> {
  reader ??= load();
  const rgba = new Uint32Array(width * height);
  // What is red is a seal, and no part of the code.
  for (let i = 0, from = 0; i < rgba.length; i++, from += 3) rgba[i] = data[from]! * 0x010101 + 0xff000000;
  const codes = await (await reader).readBarcodes(
    { width, height, data: new Uint8ClampedArray(rgba.buffer) },
    { formats: ['QRCode'], tryHarder: true, tryInvert: false, tryDownscale: false, maxNumberOfSymbols: 1 },
  );
  for (const { text, position } of codes) {
    const form = parseForm(text);
    const { topLeft, topRight, bottomRight, bottomLeft } = position;
    if (form) return { form, corners: [topLeft, topRight, bottomRight, bottomLeft] };
  }
  return null;
}
