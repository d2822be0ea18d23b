import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VolumeFile } from './volume-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-volume-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const piece = new Uint8Array(64 << 20);

/** The prototype of file handles, which Node does not name. */
async function fileHandles(): Promise<{ datasync(): Promise<void> }> {
  const handle = await open(join(dir, 'any'), 'w');
  await handle.close();
  rmSync(join(dir, 'any'));
  return Object.getPrototypeOf(handle);
}

test('a volume is synced while it is written, and what the medium refuses then ends the writing without a trace', async () => {
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const datasync = vi.spyOn(await fileHandles(), 'datasync').mockRejectedValue(full);
  const volume = await VolumeFile.create(dir, 'v', new Uint8Array(1000));
  await volume.appendPayload(piece);
  expect(datasync).toHaveBeenCalledTimes(1);
  await expect(volume.appendPayload(piece)).rejects.toMatchObject({ failure: { code: 'disk-full' } });
  expect(readdirSync(dir)).toEqual([]);
});
