import { existsSync, readdirSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import type { Station } from '../store/station.ts';
import { unpackPackage } from './format/format.ts';
import { senderKeyOf } from './partners.ts';

/**
 * Writes a package out in plain text, as a BagIt bag; the audit line comes first, so that no bag exists that is not in it. A
 * revoked sender's package can be opened: what was received stays evidence.
 */
export async function unpackTo(
  station: Station,
  paths: readonly string[],
  folder: string,
  job: Job,
): Promise<{ packageId: string; files: number; bytes: number }> {
  if (existsSync(folder) && readdirSync(folder).length > 0) refuse('folder-not-empty', { path: folder });
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
