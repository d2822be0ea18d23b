import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { PaperApproval, RecordRevision } from '../../../shared/exchange/approval.ts';
import type { PackedBlob } from '../../../shared/exchange/contents.ts';
import type { KindCounts, RecordChange, Sealing, SentVolume, WrittenFile } from '../../../shared/exchange/package.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { Job } from '../context.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import { programVersion } from '../places.ts';
import { obligationProgress } from '../station/station.ts';
import { syncFolder } from '../store/atomic-file.ts';
import type { BlobInfo } from '../store/blobs.ts';
import type { Station } from '../store/station.ts';
import { approvalsBehind, coveredBy, coveredByBoth, recordPaper } from './approvals.ts';
import { type EntryToWrite, type FramedEntry, writePackage } from './format/format.ts';
import { changeOf, goesNext, isStatusChange } from './goes-next.ts';
import { versionsInForce } from './in-force.ts';
import { lastPackageId, lastSequence, rememberSealing } from './outbox.ts';
import { blobPath, packRecord } from './packed-record.ts';
import { type Acting, bureauOf, type PartnerKeys } from './partners.ts';
import { takeOver } from './resend.ts';
import { clearLeftovers, packageFileName, sealedPath } from './sealed-file.ts';
import { fileSm3 } from './write-medium.ts';

interface Chosen extends RecordRevision {
  readonly kind: RecordKind;
  readonly code: string;
  readonly name: string;
  readonly change: RecordChange;
  readonly state: 'pending' | 'sent';
}

export interface Sealed {
  readonly packageId: string;
  readonly sequence: number;
  readonly counts: KindCounts;
  readonly records: number;
  /** Its volumes, in the station's outbox. */
  readonly files: readonly WrittenFile[];
}

/** Signed papers to record together with the package; none of them stays when nothing is sealed for want of the other. */
export interface Papers {
  readonly head?: PaperApproval | undefined;
  readonly secrecy?: PaperApproval | undefined;
}

/** Records in one `.jsonl` file: bounds what is held in memory at a time, and what a lost chunk takes with it. */
const recordsAFile = 100;

/** An attachment of fewer bytes rides in a frame with its neighbours. */
const framedFrom = 65_536;

export interface ToSeal extends Sealing {
  /** Changes of state only. */
  readonly urgent: boolean;
}

/**
 * Seals every record that goes next and has both signatures into a package, in the station's outbox. The records are 已送出 and
 * the package stands in the ledger in one transaction after all volumes are whole; before it nothing has changed. Refuses
 * `nothing-to-send`, `approval-missing`, `partner-missing`, `record-changed` when somebody edited meanwhile, `volume-too-small`,
 * `cancelled`, `disk-full`.
 */
export async function sealPackage(acting: Acting, papers: Papers, wish: ToSeal, job: Job): Promise<Sealed> {
  const { urgent, ...sealing } = wish;
  const { station, user } = acting;
  const bureau = bureauOf(station);
  clearLeftovers(station);
  const chosen = station.transaction(() => {
    if (papers.head) recordPaper(acting, 'head', papers.head);
    if (papers.secrecy) recordPaper(acting, 'secrecy', papers.secrecy);
    return choose(station, urgent);
  });
  const sequence = lastSequence(station) + 1;
  const previous = lastPackageId(station);
  const counts: KindCounts = {};
  for (const { kind } of chosen) counts[kind] = (counts[kind] ?? 0) + 1;
  const outbox = join(station.dir, 'outbox');
  const temporary = `sealing-${randomBytes(6).toString('hex')}`;
  const { total, entries } = contents(station, chosen, urgent);
  const made: string[] = [];
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
      volumeBytes: sealing.volumeSize ?? undefined,
      recovery: sealing.recovery > 0,
      signal: job.signal,
      onProgress: ({ bytes }) => job.progress('封装', bytes, total, 'bytes'),
    });
    const name = packageFileName(sequence, written.packageId);
    const named = written.files.map((volume) => ({ ...volume, file: name + volume.name.slice(temporary.length) }));
    made.push(...named.map((volume) => volume.name), ...named.map((volume) => volume.file));
    for (const volume of named) renameSync(join(outbox, volume.name), join(outbox, volume.file));
    syncFolder(outbox);
    const volumes = await withDigests(station, named, job);
    station.transaction(() => {
      const at = station.now();
      station.db
        .prepare(
          `INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, recovery, urgent)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
          sealing.recovery,
          urgent ? 1 : 0,
        );
      const line = station.db.prepare(
        'INSERT INTO volume (package, number, file, bytes, sm3, digest) VALUES (?, ?, ?, ?, ?, ?)',
      );
      for (const { number, file, bytes, sm3, digest } of volumes)
        line.run(written.packageId, number, file, bytes, sm3, digest);
      const list = station.db.prepare(
        `INSERT INTO package_record (package, record, revision, kind, change, code, name, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'sent')`,
      );
      for (const record of chosen) {
        unchanged(station, record);
        list.run(written.packageId, record.id, record.revision, record.kind, record.change, record.code, record.name);
        station.records.step(record.id, { cause: 'seal' });
      }
      takeOver(station, written.packageId, chosen);
      rememberSealing(station, sealing);
      station.audit('exchange.pack', written.packageId, undefined, {
        sequence,
        counts,
        recovery: sealing.recovery,
        urgent,
        volumes: volumes.map(({ file, bytes, sm3 }) => ({ file, bytes, sm3 })),
        recipient: bureau.id,
      });
    });
    return {
      packageId: written.packageId,
      sequence,
      counts,
      records: chosen.length,
      files: volumes.map(({ file, bytes, sm3 }) => ({ name: file, bytes, sm3, path: sealedPath(station.dir, file) })),
    };
  } catch (error) {
    for (const file of made) rmSync(join(outbox, file), { force: true });
    throw error;
  }
}

type VolumeLine = Pick<SentVolume, 'number' | 'file' | 'bytes' | 'sm3' | 'digest'>;

/** Volumes with the SM3 of their files, by which every copy will be judged. */
async function withDigests(
  station: Station,
  named: readonly { readonly file: string; readonly bytes: number; readonly sm3: string }[],
  job: Job,
): Promise<VolumeLine[]> {
  const total = named.reduce((sum, { bytes }) => sum + bytes, 0);
  const volumes: VolumeLine[] = [];
  let before = 0;
  for (const [at, { file, bytes, sm3: digest }] of named.entries()) {
    const tell = (done: number): void => job.progress('核对封装', before + done, total, 'bytes');
    const sm3 = await fileSm3(sealedPath(station.dir, file), job.signal, tell);
    before += bytes;
    volumes.push({ number: at + 1, file, bytes, sm3, digest });
  }
  return volumes;
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

function choose(station: Station, urgent: boolean): Chosen[] {
  const next = `FROM record r WHERE ${goesNext(station)}${urgent ? ` AND ${isStatusChange}` : ''}`;
  // Types first: the bureau reads a license by the version of its type that came with it.
  const chosen = station.db
    .prepare(
      `SELECT r.id, r.kind, r.revision, r.code, r.name, r.state, ${changeOf} AS change
       ${next} AND ${coveredByBoth} ORDER BY r.kind <> 'licenseType', r.kind, r.n`,
    )
    .all() as Chosen[];
  if (chosen.length > 0) return chosen;
  const count = (where: string): number =>
    station.db.prepare(`SELECT count(*) ${next} ${where}`).pluck().get() as number;
  const all = count('');
  if (all === 0) refuse('nothing-to-send', { urgent });
  const missing = [
    ...(count(`AND ${coveredBy('head')}`) < all ? ['单位负责人的上报审批'] : []),
    ...(count(`AND ${coveredBy('secrecy')}`) < all ? ['保密审查'] : []),
  ];
  return refuse('approval-missing', { missing: missing.join('和') });
}

/** The entries of the bag; files come before the records that name them, so that a reader needs one pass. */
function contents(
  station: Station,
  chosen: readonly Chosen[],
  urgent: boolean,
): { total: number; entries: AsyncIterable<EntryToWrite | FramedEntry> } {
  const blobs = new Map<string, BlobInfo>();
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
  async function* entries(): AsyncGenerator<EntryToWrite | FramedEntry> {
    yield json('station.json', {
      station: station.id,
      info: station.info(),
      program: programVersion,
      obligations: obligationProgress(station),
      inForce: versionsInForce(station),
      urgent,
    });
    yield json('approval.json', approvalsBehind(station, chosen));
    yield json(
      'files.json',
      [...blobs.values()].map(({ sm3, name, type, bytes }): PackedBlob => ({ sm3, name, type, bytes })),
    );
    const small = [...blobs.values()].filter(({ bytes }) => bytes < framedFrom);
    for (const { id, sm3, bytes } of small) yield { path: blobPath(sm3), size: bytes, bytes: station.blobs.get(id) };
    const large = [...blobs.values()].filter(({ bytes }) => bytes >= framedFrom);
    let at = 0;
    for await (const frames of station.blobs.frames(large.map(({ id }) => id))) {
      const { sm3, sha256, bytes } = large[at++]!;
      yield { path: blobPath(sm3), size: bytes, sha256, frames };
    }
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

/** The record if it is still what was chosen; an edit in between makes the signatures void, an answer makes sending again pointless. */
function unchanged(station: Station, chosen: Chosen): ReturnType<Station['records']['get']> {
  const record = station.records.get(chosen.id);
  if (record.revision !== chosen.revision || record.state !== chosen.state)
    refuse('record-changed', { user: record.updatedBy, revision: record.revision });
  return record;
}
