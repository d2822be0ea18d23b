import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  parseVolumeHeader,
  VOLUME_HEADER_BYTES,
  type VolumeHeader,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import { type Desk, usccs, writeLicense } from './desks.ts';

/** Licenses that wait for signatures, each with a scan of `bytes` random bytes: as many chunks of payload as wanted. `first` is the place of the first one's number. */
export async function writeScanned(desk: Desk, count: number, bytes: number, first = 0): Promise<string[]> {
  const { station } = desk.core.context;
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const id = await writeLicense(desk, usccs[(first + at) % usccs.length]!);
    const { license, record } = await desk.client.call('license.get', { id });
    const blob = station.blobs.put(randomBytes(bytes), `扫描件 ${at + 1}.png`);
    const pages = [blob.id];
    await desk.client.call('license.save', {
      id,
      base: record.revision,
      license: { ...license, pages },
      state: 'pending',
    });
    ids.push(id);
  }
  return ids;
}

/** Copies files into a folder of their own; gives the paths of the copies. */
export function copiesOf(paths: readonly string[], folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return paths.map((path) => {
    const to = join(folder, basename(path));
    copyFileSync(path, to);
    return to;
  });
}

export function volumeOf(path: string): VolumeHeader {
  const found = parseVolumeHeader(readFileSync(path).subarray(0, VOLUME_HEADER_BYTES));
  if (found.is !== 'volume') throw new Error(`${path} is no volume`);
  return found.header;
}

/** Zeros that a scratch leaves, `from` bytes into the payload of a volume. */
export function scratch(path: string, from: number, bytes: number): void {
  const { payload } = volumeLayout(volumeOf(path));
  writeSync(openSync(path, 'r+'), new Uint8Array(bytes), 0, bytes, payload.offset + from);
}
