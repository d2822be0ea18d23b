import { existsSync, readdirSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import { roleNames } from '../../../shared/station/roles.ts';
import type { Job } from '../context.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import type { Station } from '../store/station.ts';
import { inspectPackage, unpackPackage } from './format/format.ts';
import { type Acting, senderKeyOf } from './partners.ts';

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
  job: Job,
): Promise<{ packageId: string; files: number; bytes: number }> {
  if (existsSync(folder) && readdirSync(folder).length > 0) refuse('folder-not-empty', { path: folder });
  if (station.role === 'department' && !user.roles.includes('sealKeeper') && (await holdsSeals(station, paths)))
    refuse('not-allowed', { roles: roleNames.sealKeeper });
  const { encryption } = station.keys;
  station.audit('exchange.unpack', paths.join('、'), undefined, { to: folder });
  const { header, files, bytes } = await unpackPackage(
    paths,
    {
      privateKeyFor: (id) => (id === recipientIdOf(encryption.publicKey) ? encryption.privateKey : undefined),
      findSender: (id) => senderKeyOf(station, id),
      signal: job.signal,
      onProgress: (done, total) => job.progress('解包', done, total, 'bytes'),
    },
    folder,
  );
  return { packageId: header.packageId, files, bytes };
}

/** Whether one of our packages carries seals; one that is not in the ledger counts as if it did. */
async function holdsSeals(station: Station, paths: readonly string[]): Promise<boolean> {
  const { packageId, kind } = await inspectPackage(paths);
  if (kind !== 'report') return false;
  const known = station.db
    .prepare(`SELECT count(*) AS records, sum(kind IN ${seals}) AS seals FROM package_record WHERE package = ?`)
    .get(packageId) as { records: number; seals: number };
  return known.records === 0 || known.seals > 0;
}
