import { randomBytes } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { equalBytes } from '../crypto/bytes.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { syncFile, syncFolder } from './atomic-file.ts';
import { ioFailure } from './io-failures.ts';
import type { Station } from './station.ts';

// A backup is a tar of files that are encrypted already: station.json, a snapshot of the database, blobs/ and outbox/, and at
// the end manifest.json with the SM3 of each and an HMAC-SM3 under a subkey of the data key.

/** How the names of backups end. */
export const backupSuffix = '.yidi-backup';

const File = z.object({ path: z.string(), bytes: z.number().int(), sm3: z.string() });
export const BackupManifest = z.object({
  format: z.literal(1),
  station: z.string(),
  name: z.string(),
  createdAt: z.string(),
  records: z.number().int(),
  files: z.array(File),
  mac: z.string(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

const manifestName = 'manifest.json';
const knownEntry = /^(station\.(json|db)|(blobs|outbox)\/[\w.-]{1,120})$/;

/**
 * Writes a backup of the open station to the file `to`, under a temporary name until it is whole and synced. The snapshot is
 * taken at once; blobs and sealed packages only ever grow, so that they may follow. Refuses `disk-full`, `disk-read-only`.
 */
export async function writeBackup(station: Station, to: string, job: Job): Promise<BackupManifest> {
  // A name of its own: two backups that are asked for in the same second must not write into one file.
  const temporary = `${to}.${randomBytes(4).toString('hex')}.part`;
  const scratch = mkdtempSync(join(station.dir, 'backup', 'snapshot-'));
  try {
    const snapshot = join(scratch, 'station.db');
    station.db.prepare('VACUUM INTO ?').run(snapshot);
    const sources = [
      { path: 'station.json', file: join(station.dir, 'station.json') },
      { path: 'station.db', file: snapshot },
      ...filesIn(station.dir, 'blobs'),
      ...filesIn(station.dir, 'outbox'),
    ];
    const total = sources.reduce((sum, source) => sum + statSync(source.file).size, 0);
    const files: z.infer<typeof File>[] = [];
    const tar = pack();
    const written = pipeline(tar, createWriteStream(temporary, { mode: 0o600 }), { signal: job.signal });
    const fill = async (): Promise<void> => {
      let done = 0;
      for (const { path, file } of sources) {
        const bytes = statSync(file).size;
        const entry = tar.entry({ name: path, size: bytes, mode: 0o600 });
        const digest = new Sm3();
        const watched = async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
          for await (const chunk of source) {
            digest.update(chunk);
            done += chunk.length;
            job.progress('写备份', done, total, 'bytes');
            yield chunk;
          }
        };
        await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), watched, entry, { signal: job.signal });
        files.push({ path, bytes, sm3: hex(digest.digest()) });
      }
    };
    await Promise.race([fill(), written]);
    const records = station.db.prepare('SELECT count(*) FROM record').pluck().get() as number;
    const { id, now, info } = station;
    const head = { format: 1 as const, station: id, name: info().name, createdAt: now(), records, files };
    const manifest = { ...head, mac: hex(manifestMac(station.subkey('backup'), head)) };
    tar.entry({ name: manifestName, mode: 0o600 }, JSON.stringify(manifest));
    tar.finalize();
    await written;
    syncFile(temporary);
    renameSync(temporary, to);
    syncFolder(dirname(to));
    station.audit('backup.create', basename(to), undefined, { files: files.length, bytes: total });
    station.setSetting('lastBackup', head.createdAt);
    return manifest;
  } catch (error) {
    rmSync(temporary, { force: true });
    if (job.signal.aborted) refuse('cancelled');
    throw ioFailure(error, to);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Reads a backup to its end and compares every file with the manifest. Where `keep` is given, each file is also handed to it.
 * Refuses `backup-invalid` with the reason, `file-missing`. The MAC can only be checked by who can open the station.
 */
export async function readBackup(
  path: string,
  job: Job,
  keep?: (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<BackupManifest> {
  if (!existsSync(path)) refuse('file-missing', { path });
  const total = statSync(path).size;
  const found = new Map<string, { bytes: number; sm3: string }>();
  let manifest: BackupManifest | undefined;
  let done = 0;
  try {
    const tar = extract();
    const reading = pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), tar, { signal: job.signal });
    reading.catch(() => {});
    for await (const entry of tar) {
      const { name, type } = entry.header;
      if (manifest) refuse('backup-invalid', { reason: '清单之后还有内容' });
      if (name === manifestName) {
        manifest = parseManifest(await collect(entry as AsyncIterable<Uint8Array>));
        continue;
      }
      if (!knownEntry.test(name) || type !== 'file' || found.has(name))
        refuse('backup-invalid', { reason: `不应有“${name.slice(0, 60)}”` });
      const digest = new Sm3();
      let bytes = 0;
      const watched = async function* (): AsyncIterable<Buffer> {
        for await (const chunk of entry as AsyncIterable<Buffer>) {
          digest.update(chunk);
          bytes += chunk.length;
          done += chunk.length;
          job.progress('核对备份', done, total, 'bytes');
          yield chunk;
        }
      };
      if (keep) await keep(name, watched());
      else for await (const _ of watched());
      found.set(name, { bytes, sm3: hex(digest.digest()) });
    }
    await reading;
  } catch (error) {
    if (job.signal.aborted) refuse('cancelled');
    if (error instanceof Error && /tar|header|premature|unexpected end/i.test(error.message))
      refuse('backup-invalid', { reason: '文件不完整或不是备份' });
    throw ioFailure(error, path);
  }
  if (!manifest) return refuse('backup-invalid', { reason: '没有清单，文件不完整' });
  for (const file of manifest.files) {
    const got = found.get(file.path);
    if (got?.bytes !== file.bytes || got.sm3 !== file.sm3)
      refuse('backup-invalid', { reason: `“${file.path}”与清单不符` });
    found.delete(file.path);
  }
  if (found.size > 0) refuse('backup-invalid', { reason: '有清单以外的文件' });
  return manifest;
}

/** Whether the manifest's MAC was made under this key. */
export function manifestHolds(key: Uint8Array, manifest: BackupManifest): boolean {
  return equalBytes(manifestMac(key, manifest), Buffer.from(manifest.mac, 'hex'));
}

/** HMAC-SM3 over the JSON of all members but `mac`, in their order. */
function manifestMac(key: Uint8Array, manifest: Omit<BackupManifest, 'mac'>): Uint8Array {
  const { format, station, name, createdAt, records, files } = manifest;
  return hmacSm3(key, Buffer.from(JSON.stringify({ format, station, name, createdAt, records, files })));
}

function parseManifest(bytes: Buffer): BackupManifest {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = BackupManifest.safeParse(value);
  return parsed.success ? parsed.data : refuse('backup-invalid', { reason: '清单格式不对' });
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) parts.push(chunk);
  return Buffer.concat(parts);
}

function filesIn(dir: string, folder: string): { path: string; file: string }[] {
  const root = join(dir, folder);
  return readdirSync(root)
    .filter((name) => !/^sealing-|\.(new|part)$/.test(name) && statSync(join(root, name)).isFile())
    .map((name) => ({ path: `${folder}/${name}`, file: join(root, name) }));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
