import { existsSync, readdirSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import { roleNames } from '../../../shared/station/roles.ts';
import type { Job } from '../context.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';
import { type Lost, type OpenOptions, salvagePackage, unpackPackage } from './format/format.ts';
import { isDamage } from './intake-damage.ts';
import { unlessLost } from './intake-parts.ts';
import { readVolume } from './package-files.ts';
import { type Acting, senderKeyOf } from './partners.ts';
import { privateKeyFor } from './spare-key.ts';

export interface UnpackOptions {
  /** Where a package is damaged: what can be read of it, without being a bag. */
  readonly salvage: boolean;
}

export interface UnpackedTo {
  readonly packageId: string;
  /** Files below `data/`, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** null: all of the package is there. */
  readonly lost: Lost | null;
}

/** Kinds whose files are seals without 仅供核对. */
const seals = "('sheet', 'imprint')";

/**
 * Writes a package out in plain text, as a BagIt bag; the audit line comes first, so that no bag exists that is not in it. A
 * revoked sender's package can be opened: what was received stays evidence. In a department what holds clean seals is opened by
 * the sealKeeper only (`not-allowed`).
 */
export async function unpackTo(
  { station, user }: Acting,
  paths: readonly string[],
  folder: string,
  { salvage }: UnpackOptions,
  job: Job,
): Promise<UnpackedTo> {
  if (existsSync(folder) && readdirSync(folder).length > 0) refuse('folder-not-empty', { path: folder });
  if (station.role === 'department' && !user.roles.includes('sealKeeper') && (await holdsSeals(station, paths)))
    refuse('not-allowed', { roles: roleNames.sealKeeper });
  station.audit('exchange.unpack', paths.join('、'), undefined, { to: folder, ...(salvage ? { salvage } : {}) });
  const options: OpenOptions = {
    privateKeyFor: (id) => privateKeyFor(station, id),
    findSender: (id) => senderKeyOf(station, id),
    signal: job.signal,
    onProgress: (done, total) => job.progress('解包', done, total, 'bytes'),
  };
  try {
    const { header, files, bytes } = await unpackPackage(paths, options, folder);
    return { packageId: header.packageId, files, bytes, lost: null };
  } catch (error) {
    if (salvage && isDamage(error)) return await salvageTo(paths, options, folder);
    throw error;
  }
}

/** Whether one of our packages carries seals; one that is not in the ledger counts as if it did. */
async function holdsSeals(station: Station, paths: readonly string[]): Promise<boolean> {
  const { packageId, header } = await readVolume(paths[0]!);
  if (header && header.kind !== 'report') return false;
  const known = station.db
    .prepare(`SELECT count(*) AS records, sum(kind IN ${seals}) AS seals FROM package_record WHERE package = ?`)
    .get(packageId) as { records: number; seals: number };
  return known.records === 0 || known.seals > 0;
}

/** Stands in a folder that is no bag, and says why. */
const note = '抢救说明.txt';

async function salvageTo(paths: readonly string[], options: OpenOptions, folder: string): Promise<UnpackedTo> {
  const { header, entries, lost } = await salvagePackage(paths, options);
  let files = 0;
  let bytes = 0;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for await (const { path, size, bytes: pieces } of entries) {
      const target = join(folder, 'data', ...path.split('/'));
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      if (await unlessLost(() => writeNew(target, pieces))) {
        files += 1;
        bytes += size;
      } else await rm(target, { force: true });
    }
    await writeFile(join(folder, note), noteOf(header.packageId, lost()), { flag: 'wx', mode: 0o600 });
    return { packageId: header.packageId, files, bytes, lost: lost() };
  } catch (error) {
    for (const name of ['data', note]) await rm(join(folder, name), { recursive: true, force: true });
    throw ioFailure(error, folder);
  }
}

async function writeNew(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}

function noteOf(packageId: string, { chunks, bytes, files }: Lost): string {
  return [
    `包 ${packageId} 有损坏，这里只有读得出的文件，不是完整的 BagIt 包，没有清单可以核对。`,
    `读不出 ${chunks} 块，${bytes} 字节。`,
    files === undefined ? '文件清单没有读出，缺哪些文件无从得知。' : `没有读出的文件 ${files.length} 个：`,
    ...(files ?? []).map((path) => `data/${path}`),
    '',
  ].join('\n');
}
