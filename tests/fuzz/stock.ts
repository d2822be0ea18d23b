import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerIsWhole } from '../../electron/core/exchange/format/package-header.ts';
import {
  parseVolumeHeader,
  type VolumeHeader,
  type VolumeLayout,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import { decodeVector } from '../vectors/vector-file.ts';

/** A package that hostile ones are made of: one of the test vectors. */
export interface Stock {
  readonly name: string;
  readonly files: readonly Uint8Array[];
  /** Digest and path of each of its files, when a reader is to take it. */
  readonly entries: readonly string[] | undefined;
}

/** One whose volumes are all of one piece, whatever is in them. */
export interface WholeStock extends Stock {
  /** The text header. */
  readonly header: Uint8Array;
  readonly volumes: readonly StockVolume[];
}

export interface StockVolume {
  readonly bytes: Uint8Array;
  readonly volume: VolumeHeader;
  readonly layout: VolumeLayout;
}

const folder = join(import.meta.dirname, '..', 'vectors', 'ydp');

export const stock: readonly Stock[] = readdirSync(folder)
  .toSorted()
  .map((file) => decodeVector(file.slice(0, -4), readFileSync(join(folder, file), 'utf8')))
  .map(({ name, expect, entries, files }) => ({
    name,
    files: files.map(({ bytes }) => bytes),
    entries: expect === 'ok' ? entries : undefined,
  }));

export const whole: readonly WholeStock[] = stock.flatMap((one) => {
  const volumes = one.files.map(volumeIn);
  const [first] = volumes;
  if (first === undefined || !volumes.every((volume) => volume !== undefined)) return [];
  return [{ ...one, header: headerOf(first), volumes: volumes as StockVolume[] }];
});

function volumeIn(bytes: Uint8Array): StockVolume | undefined {
  const found = parseVolumeHeader(bytes);
  if (found.is !== 'volume') return undefined;
  const volume = { bytes, volume: found.header, layout: volumeLayout(found.header) };
  return volume.layout.fileBytes === bytes.length && headerIsWhole(headerOf(volume)) ? volume : undefined;
}

export function headerOf({ bytes, layout: { header } }: StockVolume): Uint8Array {
  return bytes.subarray(header.offset, header.offset + header.length);
}
