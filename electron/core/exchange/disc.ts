import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { Burner } from '../../../shared/exchange/disc.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { ioFailure } from '../store/io-failures.ts';
import { runDiscProgram } from './run-disc-program.ts';

// xorriso makes images and burns them. What it has made is never trusted: every file is read back from image or disc and compared.

/** A file that goes onto a disc, by the name that it has there. */
export interface DiscFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sm3: string;
}

/** What makes and burns discs on this system. */
export interface DiscProgram {
  /** None where the program is missing. */
  burners(): Promise<Burner[]>;
  makeImage(files: readonly DiscFile[], folder: string, name: string, job: Job): Promise<string>;
  burnImage(image: string, device: string, files: readonly DiscFile[], job: Job): Promise<void>;
}

const sector = 2048;
const piece = 512 * sector;

/** Burners of this machine; none where xorriso is not installed. */
async function burners(): Promise<Burner[]> {
  try {
    return burnersOf(await run(['-devices'], undefined, () => {}));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** What `xorriso -devices` says: `0  -dev '/dev/sr0' rwrw-- :  'HL-DT-ST' 'DVDRAM GH24NSD1'`. */
export function burnersOf(said: string): Burner[] {
  return [...said.matchAll(/-dev '([^']+)'.*?: *'([^']*)' *'([^']*)'/g)].map(
    ([, device = '', maker = '', model = '']) => ({
      device,
      name: `${maker.trim()} ${model.trim()}`.trim(),
    }),
  );
}

/**
 * Makes an ISO 9660 image with Joliet names in a folder, under a temporary name until every file has been read back from it. Refuses
 * `disc-program-missing`, `disk-full`, `cancelled`, `read-back-mismatch`, `disc-failed`. Gives its path.
 */
async function makeImage(files: readonly DiscFile[], folder: string, name: string, job: Job): Promise<string> {
  const path = join(folder, name);
  const temporary = `${path}.part`;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  try {
    const grafts = files.map((file) => `${escaped(file.name)}=${escaped(file.path)}`);
    const options = [
      '-iso-level',
      '3',
      '-J',
      '-joliet-long',
      '-r',
      '-V',
      labelOf(name),
      '-o',
      temporary,
      '-graft-points',
    ];
    await run(['-as', 'mkisofs', ...options, ...grafts], job.signal, (line) => {
      const share = /([\d.]+)% done/.exec(line)?.[1];
      if (share !== undefined) job.progress('制作映像', (Number(share) / 100) * total, total, 'bytes');
    });
    await compare(temporary, temporary, files, job);
    await rename(temporary, path);
    return path;
  } catch (error) {
    throw ioFailure(error, folder);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Burns an image onto the disc in a burner and reads every file back from the disc. Refuses `disc-program-missing`, `disc-failed` with what the
 * burner says (no disc, not blank, too small), `read-back-mismatch`, `cancelled`.
 */
async function burnImage(image: string, device: string, files: readonly DiscFile[], job: Job): Promise<void> {
  const { size } = await stat(image);
  await run(['-as', 'cdrecord', '-v', `dev=${device}`, 'blank=as_needed', '-sao', image], job.signal, (line) => {
    const done = /(\d+) of +(\d+) MB written/.exec(line)?.[1];
    if (done !== undefined) job.progress('刻录', Math.min(size, Number(done) * 1024 * 1024), size, 'bytes');
  });
  await compare(device, device.replace(/^stdio:/, ''), files, job);
}

/** Name of the volume in an image of this name. */
export function labelOf(name: string): string {
  return name
    .replace(/\.iso$/i, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '_')
    .slice(0, 32);
}

export const xorriso: DiscProgram = { burners, makeImage, burnImage };

/** Reads every file from where xorriso says it lies, and compares it. `disc` is as xorriso names it, `path` as the system does. */
async function compare(disc: string, path: string, files: readonly DiscFile[], job: Job): Promise<void> {
  const places = placesOf(
    await run(['-indev', disc, '-find', '/', '-type', 'f', '-exec', 'report_lba', '--'], job.signal, () => {}),
  );
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(piece);
    for (const { name, bytes, sm3 } of files) {
      const place = places.get(name);
      if (place?.bytes !== bytes) refuse('read-back-mismatch', { name });
      const hash = new Sm3();
      for (let at = 0; at < bytes; ) {
        job.signal.throwIfAborted();
        const { bytesRead } = await file.read(buffer, 0, Math.min(piece, bytes - at), place.sector * sector + at);
        if (bytesRead === 0) refuse('read-back-mismatch', { name });
        hash.update(buffer.subarray(0, bytesRead));
        at += bytesRead;
        job.progress('回读核对', before + at, total, 'bytes');
      }
      if (toHex(hash.digest()) !== sm3) refuse('read-back-mismatch', { name });
      before += bytes;
    }
  } finally {
    await file.close();
  }
}

/** `File data lba:  0 ,  42 ,  1954 , 4001234 , '/0001-3f9a1c07.ydp'`: extent, first sector, sectors, bytes, path. Extents of one file follow each other. */
export function placesOf(said: string): Map<string, { sector: number; bytes: number }> {
  const places = new Map<string, { sector: number; bytes: number }>();
  for (const [, extent, first, bytes, name = ''] of said.matchAll(
    /File data lba: *(\d+) *, *(\d+) *, *\d+ *, *(\d+) *, *'\/([^'\n]*)'/g,
  ))
    if (extent === '0') places.set(name, { sector: Number(first), bytes: Number(bytes) });
  return places;
}

/** In `target=source`, an equals sign or backslash that belongs to a name. */
function escaped(path: string): string {
  return path.replaceAll(/[\\=]/g, '\\$&');
}

/** Runs xorriso, which reads no start-up files: what it does stands here. Gives what it said. */
async function run(
  words: readonly string[],
  signal: AbortSignal | undefined,
  hear: (line: string) => void,
): Promise<string> {
  const { status, said } = await runDiscProgram('xorriso', ['-no_rc', ...words], signal, hear);
  if (status !== 0) throw failureOf(said);
  return said;
}

function failureOf(said: string): Refusal {
  if (/No space left|ENOSPC/i.test(said)) return new Refusal('disk-full', {});
  const line =
    said.split('\n').findLast((one) => /: (FAILURE|FATAL|SORRY) :/.test(one)) ?? said.trim().split('\n').at(-1) ?? '';
  return new Refusal('disc-failed', { reason: line.replace(/^.*: (FAILURE|FATAL|SORRY) : */, '').slice(0, 200) });
}
