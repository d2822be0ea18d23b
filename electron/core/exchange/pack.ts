import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { PaperApproval, RecordRevision } from '../../../shared/exchange/approval.ts';
import type { PackedBlob } from '../../../shared/exchange/contents.ts';
import type { KindCounts, WrittenFile } from '../../../shared/exchange/package.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { Job } from '../context.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import { programVersion } from '../places.ts';
import { obligationProgress } from '../station/station.ts';
import { syncFolder } from '../store/atomic-file.ts';
import type { Station } from '../store/station.ts';
import { approvalsBehind, coveredBy, coveredByBoth, recordPaper } from './approvals.ts';
import { type EntryToWrite, writePackage } from './format/format.ts';
import { sentPackage } from './ledger.ts';
import { lastPackageId, lastSequence } from './outbox.ts';
import { blobPath, packRecord } from './packed-record.ts';
import { type Acting, bureauOf, type PartnerKeys } from './partners.ts';
import { clearLeftovers, packageFileName, sealedPath } from './sealed-file.ts';
import { fileSm3, writeToMedium } from './write-medium.ts';

interface Chosen extends RecordRevision {
  readonly kind: RecordKind;
  readonly code: string;
  readonly name: string;
  readonly change: 'new' | 'changed';
}

export interface Sealed {
  readonly packageId: string;
  readonly sequence: number;
  readonly counts: KindCounts;
  readonly records: number;
  readonly file: WrittenFile;
}

/** Signed papers to record together with the package; none of them stays when nothing is sealed for want of the other. */
export interface Papers {
  readonly head?: PaperApproval | undefined;
  readonly secrecy?: PaperApproval | undefined;
}

/** Records in one `.jsonl` file: bounds what is held in memory at a time. */
const recordsAFile = 500;

/**
 * Seals every pending record that has both signatures into the next package, in the station's outbox. The records are 已送出 and
 * the package stands in the ledger in one transaction after the file is whole; before it nothing has changed. Refuses
 * `nothing-to-send`, `approval-missing`, `partner-missing`, `record-changed` when somebody edited meanwhile, `cancelled`,
 * `disk-full`.
 */
export async function sealPackage(acting: Acting, papers: Papers, job: Job): Promise<Sealed> {
  const { station, user } = acting;
  const bureau = bureauOf(station);
  clearLeftovers(station);
  const chosen = station.transaction(() => {
    if (papers.head) recordPaper(acting, 'head', papers.head);
    if (papers.secrecy) recordPaper(acting, 'secrecy', papers.secrecy);
    return choose(station);
  });
  const sequence = lastSequence(station) + 1;
  const previous = lastPackageId(station);
  const counts: KindCounts = {};
  for (const { kind } of chosen) counts[kind] = (counts[kind] ?? 0) + 1;
  const outbox = join(station.dir, 'outbox');
  const temporary = `sealing-${randomBytes(6).toString('hex')}`;
  const { total, entries } = contents(station, chosen);
  let path = '';
  try {
    const written = await writePackage({
      kind: 'report',
      sender: senderOf(station),
      recipients: recipientsOf(station, bureau),
      epoch: station.epoch,
      sequence,
      previous: previous === '' ? undefined : previous,
      auditHead: station.auditHead(),
      created: new Date(),
      entries,
      out: { dir: outbox, name: temporary },
      signal: job.signal,
      onProgress: ({ bytes }) => job.progress('封装', bytes, total, 'bytes'),
    });
    const file = packageFileName(sequence, written.packageId);
    path = sealedPath(station.dir, file);
    renameSync(join(outbox, `${temporary}.ydp`), path);
    syncFolder(outbox);
    const bytes = statSync(path).size;
    const number = written.files[0]?.sm3 ?? '';
    const sm3 = await fileSm3(path, '核对封装', job);
    station.transaction(() => {
      const at = station.now();
      station.db
        .prepare(
          `INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, bytes, sm3, number, file)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          written.packageId,
          station.epoch,
          sequence,
          previous,
          bureau.id,
          at,
          user.name,
          JSON.stringify(counts),
          chosen.length,
          bytes,
          sm3,
          number,
          file,
        );
      const list = station.db.prepare(
        `INSERT INTO package_record (package, record, revision, kind, change, code, name, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'sent')`,
      );
      for (const record of chosen) {
        unchanged(station, record);
        list.run(written.packageId, record.id, record.revision, record.kind, record.change, record.code, record.name);
        station.records.step(record.id, { cause: 'seal' });
      }
      station.audit('exchange.pack', written.packageId, undefined, {
        sequence,
        counts,
        bytes,
        sm3,
        recipient: bureau.id,
      });
    });
    return {
      packageId: written.packageId,
      sequence,
      counts,
      records: chosen.length,
      file: { name: file, bytes, sm3, path },
    };
  } catch (error) {
    if (path !== '') rmSync(path, { force: true });
    throw error;
  }
}

/** Writes a sealed package to a medium and notes it in the ledger. Refuses `package-missing`, `sealed-file-missing`. */
export async function writeSealed(acting: Acting, id: string, folder: string, job: Job): Promise<WrittenFile> {
  const { station } = acting;
  const sent = sentPackage(station, id);
  if (!sent.kept) refuse('sealed-file-missing', { sequence: sent.sequence });
  const sealed = sealedPath(station.dir, sent.file);
  if ((await fileSm3(sealed, '核对封装', job)) !== sent.sm3) refuse('sealed-file-missing', { sequence: sent.sequence });
  const path = await writeToMedium(sealed, folder, sent.sm3, job);
  station.transaction(() => {
    station.db.prepare('UPDATE package SET medium = ?, written_at = ? WHERE id = ?').run(folder, station.now(), id);
    station.audit('exchange.write', id, undefined, { medium: folder, bytes: sent.bytes, sm3: sent.sm3 });
  });
  return { name: sent.file, bytes: sent.bytes, sm3: sent.sm3, path };
}

/** Notes that a courier took the package. */
export function handOver({ station }: Acting, id: string, courier: string): void {
  const { handedAt } = sentPackage(station, id);
  station.transaction(() => {
    station.db.prepare('UPDATE package SET courier = ?, handed_at = ? WHERE id = ?').run(courier, station.now(), id);
    station.audit('exchange.handOver', id, handedAt ? { handedAt } : undefined, { courier });
  });
}

export function senderOf(station: Station): Parameters<typeof writePackage>[0]['sender'] {
  const { signing } = station.keys;
  return { stationId: station.id, signingPrivateKey: signing.privateKey, signingPublicKey: signing.publicKey };
}

/** Every encryption key of the partner, and our own: the sender can always open what it sent. */
export function recipientsOf(station: Station, partner: PartnerKeys): { id: string; publicKey: string }[] {
  return [...partner.encryption, station.keys.encryption.publicKey].map((publicKey) => ({
    id: recipientIdOf(publicKey),
    publicKey,
  }));
}

function choose(station: Station): Chosen[] {
  const pending = "FROM record r WHERE r.origin = '' AND r.state = 'pending'";
  const chosen = station.db
    .prepare(
      `SELECT r.id, r.kind, r.revision, r.code, r.name, CASE r.sent WHEN '' THEN 'new' ELSE 'changed' END AS change
       ${pending} AND ${coveredByBoth} ORDER BY r.kind, r.n`,
    )
    .all() as Chosen[];
  if (chosen.length > 0) return chosen;
  const count = (where: string): number =>
    station.db.prepare(`SELECT count(*) ${pending} ${where}`).pluck().get() as number;
  const all = count('');
  if (all === 0) refuse('nothing-to-send');
  const missing = [
    ...(count(`AND ${coveredBy('head')}`) < all ? ['单位负责人的上报审批'] : []),
    ...(count(`AND ${coveredBy('secrecy')}`) < all ? ['保密审查'] : []),
  ];
  return refuse('approval-missing', { missing: missing.join('和') });
}

/** The entries of the bag; files come before the records that name them, so that a reader needs one pass. */
function contents(station: Station, chosen: readonly Chosen[]): { total: number; entries: Iterable<EntryToWrite> } {
  const blobs = new Map<string, PackedBlob & { readonly id: string }>();
  let total = 0;
  for (const { id } of chosen)
    for (const blob of station.records.get(id).blobs) {
      const info = station.blobs.info(blob);
      if (blobs.has(info.sm3)) continue;
      blobs.set(info.sm3, info);
      total += info.bytes;
    }
  const json = (path: string, value: unknown): EntryToWrite => {
    const bytes = Buffer.from(JSON.stringify(value));
    return { path, size: bytes.length, bytes };
  };
  function* entries(): Generator<EntryToWrite> {
    yield json('station.json', {
      station: station.id,
      info: station.info(),
      program: programVersion,
      obligations: obligationProgress(station),
    });
    yield json('approval.json', approvalsBehind(station, chosen));
    yield json(
      'files.json',
      [...blobs.values()].map(({ sm3, name, type, bytes }): PackedBlob => ({ sm3, name, type, bytes })),
    );
    for (const { id, sm3, bytes } of blobs.values())
      yield { path: blobPath(sm3), size: bytes, bytes: station.blobs.get(id) };
    yield* recordFiles(station, chosen);
  }
  return { total: total + chosen.length * 1000, entries: entries() };
}

function* recordFiles(station: Station, chosen: readonly Chosen[]): Generator<EntryToWrite> {
  const number = new Map<RecordKind, number>();
  for (let at = 0; at < chosen.length; ) {
    const kind = chosen[at]!.kind;
    let end = at;
    while (end < chosen.length && end - at < recordsAFile && chosen[end]!.kind === kind) end += 1;
    const lines = chosen
      .slice(at, end)
      .map((record) => `${JSON.stringify(packRecord(station, unchanged(station, record)))}\n`);
    const bytes = Buffer.from(lines.join(''));
    const part = (number.get(kind) ?? 0) + 1;
    number.set(kind, part);
    yield { path: `records/${kind}-${String(part).padStart(4, '0')}.jsonl`, size: bytes.length, bytes };
    at = end;
  }
}

/** The record if it is still what was chosen; an edit in between makes the signatures void. */
function unchanged(station: Station, chosen: Chosen): ReturnType<Station['records']['get']> {
  const record = station.records.get(chosen.id);
  if (record.revision !== chosen.revision || record.state !== 'pending')
    refuse('record-changed', { user: record.updatedBy, revision: record.revision });
  return record;
}
