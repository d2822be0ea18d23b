import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { PackedApprovals, PackedFiles, PackedStation, type ReceiptBody } from '../../../shared/exchange/contents.ts';
import type { IntakeOutcome, KindCounts, RejectedRecord } from '../../../shared/exchange/package.ts';
import type { Job } from '../context.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import type { Station } from '../store/station.ts';
import { keepAnswer, makeAnswer, writeAnswer } from './answer-file.ts';
import { inspectPackage, type OpenOptions, openPackage, type PackageEntry, type PackageInfo } from './format/format.ts';
import { storedIntake } from './intake-list.ts';
import { isRejected, kindOfPath, linesOf, recordTaker, type TakenRecord } from './intake-record.ts';
import type { FoundPackage } from './package-files.ts';
import { type Acting, findPartner, type PartnerKeys, trustedSender } from './partners.ts';
import { refuseFork } from './sequence.ts';

const kindNames = { report: '上报包', receipt: '签收回执', decision: '审核结果', dispatch: '下发包' } as const;

/** Largest record list and attached file, bytes: what is held in memory at a time. */
const listLimit = 64e6;
const fileLimit = 256e6;

/**
 * Takes one package in: signature and seals first, then every record by itself, then the signed receipt; what cannot be taken is
 * quarantined and named in the receipt. A package that was taken before gives its stored receipt again. A refusal is noted and
 * comes back as an outcome, so that it never stops the packages after it.
 */
export async function takePackage(
  acting: Acting,
  found: FoundPackage,
  receiptTo: string | undefined,
  job: Job,
): Promise<IntakeOutcome | null> {
  const { station } = acting;
  let info: PackageInfo | undefined;
  try {
    info = await inspectPackage(found.paths);
    if (info.kind !== 'report') {
      if (found.found) return null;
      refuse('wrong-kind', { found: kindNames[info.kind], wanted: '上报包' });
    }
    const known = storedIntake(station, info.packageId);
    if (!known) await takeNew(acting, found, job);
    const row = storedIntake(station, info.packageId);
    if (!row) throw new Error('a package that was taken in has its row');
    const { receipt, problem } = deliver(station, row.receipt, receiptTo);
    const message = known ? new Refusal('already-received', { sequence: row.sequence }).failure.message : problem;
    return {
      file: found.name,
      packageId: row.packageId,
      ok: true,
      code: known ? 'already-received' : '',
      message,
      sender: row.sender,
      senderName: row.senderName,
      sequence: row.sequence,
      received: row.received,
      rejected: row.rejected,
      missing: row.missing,
      receipt,
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.failure.code === 'cancelled') throw error;
    return refused(acting, found, info, error);
  }
}

/** Writes the receipt out; a medium that cannot be written to is no reason to refuse the package. */
function deliver(station: Station, id: string, to: string | undefined): { receipt: string; problem: string } {
  if (to === undefined) return { receipt: '', problem: '' };
  try {
    return { receipt: writeAnswer(station, id, to), problem: '' };
  } catch (error) {
    if (error instanceof Refusal) return { receipt: '', problem: `签收回执没有写出：${error.failure.message}` };
    throw error;
  }
}

async function takeNew(acting: Acting, found: FoundPackage, job: Job): Promise<void> {
  const { station } = acting;
  const options: OpenOptions = {
    privateKeyFor: (id) =>
      id === recipientIdOf(station.keys.encryption.publicKey) ? station.keys.encryption.privateKey : undefined,
    findSender: (id) => trustedSender(station, id).signing,
    signal: job.signal,
  };
  // The first reading proves the whole package, manifests included; only the second one writes.
  const checked = await openPackage(found.paths, {
    ...options,
    onProgress: (done, total) => job.progress('核验', done, total, 'bytes'),
  });
  const sender = trustedSender(station, checked.header.sender);
  refuseFork(station, checked.header);
  for await (const entry of checked.entries) await drain(entry);

  const opened = await openPackage(found.paths, {
    ...options,
    onProgress: (done, total) => job.progress('收入', done, total, 'bytes'),
  });
  // The file lies on somebody's medium: what is written must be what was proved.
  if (opened.header.packageId !== checked.header.packageId || opened.header.sender !== sender.id)
    refuse('contents-rejected', { reason: '核验之后文件被换过' });
  const contents = await takeContents(station, sender, opened.entries, job);
  await finish(acting, found, opened.package, sender, contents);
}

interface Contents {
  readonly taken: TakenRecord[];
  readonly rejected: RejectedRecord[];
  readonly counts: KindCounts;
  approvals: unknown[];
  says: PackedStation | null;
}

async function takeContents(
  station: Station,
  sender: PartnerKeys,
  entries: AsyncIterable<PackageEntry>,
  job: Job,
): Promise<Contents> {
  const contents: Contents = { taken: [], rejected: [], counts: {}, approvals: [], says: null };
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  const take = recordTaker(station, sender.id, ids);
  for await (const entry of entries) {
    job.signal.throwIfAborted();
    if (entry.path === 'station.json') {
      const said = PackedStation.safeParse(await readJson(entry));
      if (!said.success || said.data.station !== sender.id)
        refuse('contents-rejected', { reason: '包里的单位信息与签名的单位不符' });
      contents.says = said.data ?? null;
    } else if (entry.path === 'approval.json') {
      const approvals = PackedApprovals.safeParse(await readJson(entry));
      if (!approvals.success) refuse('contents-rejected', { reason: '包里的审批与保密审查信息读不出来' });
      contents.approvals = (approvals.data ?? []).map(({ records: _, ...approval }) => approval);
    } else if (entry.path === 'files.json') {
      const files = PackedFiles.safeParse(await readJson(entry));
      for (const { sm3, name } of files.data ?? []) names.set(sm3, name);
    } else if (entry.path.startsWith('blobs/')) {
      const sm3 = entry.path.slice('blobs/'.length);
      const blob = station.blobs.put(await read(entry, fileLimit), names.get(sm3) ?? sm3);
      if (blob.sm3 === sm3) ids.set(sm3, blob.id);
    } else {
      const kind = kindOfPath(entry.path);
      if (kind === undefined) continue;
      const lines = linesOf(await read(entry, listLimit));
      await takeLines(station, lines, (line) => {
        const one = take(kind, line);
        if (isRejected(one)) contents.rejected.push(one);
        else {
          contents.taken.push(one);
          contents.counts[kind] = (contents.counts[kind] ?? 0) + 1;
        }
      });
    }
  }
  return contents;
}

const slice = 50;

/** Records go in by slices, each one transaction, so that the page is never kept waiting long. */
async function takeLines(
  station: Station,
  lines: readonly Uint8Array[],
  take: (line: Uint8Array) => void,
): Promise<void> {
  for (let at = 0; at < lines.length; at += slice) {
    station.transaction(() => {
      for (const line of lines.slice(at, at + slice)) take(line);
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The package, its records and the signed receipt stand in the ledger together or not at all. */
async function finish(
  acting: Acting,
  found: FoundPackage,
  info: PackageInfo,
  sender: PartnerKeys,
  contents: Contents,
): Promise<void> {
  const { station, user } = acting;
  const { taken, rejected, counts, approvals } = contents;
  const missing = missingSequences(station, info);
  const receivedAt = station.now();
  const audit = { sequence: info.auditHead.seq, digest: info.auditHead.sm3 };
  const body: ReceiptBody = {
    package: info.packageId,
    epoch: info.epoch,
    sequence: info.sequence,
    receivedAt,
    received: taken.length,
    rejected,
    missing,
    audit,
  };
  const name = `receipt-${sender.id.slice(0, 8)}-${String(info.sequence).padStart(4, '0')}-${info.packageId.slice(0, 8)}`;
  const receipt = await makeAnswer(station, sender, 'receipt', name, body);
  station.transaction(() => {
    keepAnswer(acting, receipt);
    const { lastInsertRowid } = station.db
      .prepare(
        `INSERT INTO intake (id, sender, epoch, sequence, previous, created_at, at, by, file, bytes, counts, received, superseded,
           rejected, missing, approvals, audit_seq, audit_digest, receipt)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        info.packageId,
        sender.id,
        info.epoch,
        info.sequence,
        info.previous ?? '',
        info.created,
        receivedAt,
        user.name,
        found.name,
        found.bytes,
        JSON.stringify(counts),
        taken.length,
        taken.filter((one) => one.superseded).length,
        JSON.stringify(rejected),
        JSON.stringify(missing),
        JSON.stringify(approvals),
        audit.sequence,
        audit.digest,
        receipt.id,
      );
    const list = station.db.prepare(
      'INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    for (const one of taken) list.run(lastInsertRowid, one.id, one.revision, one.kind, one.enteredBy, one.editedBy);
    if (contents.says && !hasNewer(station, info))
      station.db.prepare('UPDATE partner SET says = ? WHERE id = ?').run(JSON.stringify(contents.says), sender.id);
    station.db.prepare('DELETE FROM intake_refused WHERE package = ?').run(info.packageId);
    station.audit('intake.receive', info.packageId, undefined, {
      sender: sender.id,
      sequence: info.sequence,
      received: taken.length,
      rejected,
      missing,
    });
  });
}

/** Whether a package made later has come before this one: what a late one says of its station is out of date. */
function hasNewer(station: Station, info: PackageInfo): boolean {
  const find = station.db.prepare('SELECT 1 FROM intake WHERE sender = ? AND id <> ? AND created_at > ?');
  return find.get(info.sender, info.packageId, info.created) !== undefined;
}

/** Numbers of the sender's epoch that have not come, with this package counted as come. */
function missingSequences(station: Station, info: PackageInfo): number[] {
  const have = new Set(
    station.db
      .prepare('SELECT sequence FROM intake WHERE sender = ? AND epoch = ?')
      .pluck()
      .all(info.sender, info.epoch) as number[],
  );
  have.add(info.sequence);
  const missing: number[] = [];
  const last = Math.max(...have);
  for (let at = 1; at < last && missing.length < 1000; at += 1) if (!have.has(at)) missing.push(at);
  return missing;
}

function refused(
  { station, user }: Acting,
  found: FoundPackage,
  info: PackageInfo | undefined,
  error: Refusal,
): IntakeOutcome {
  const { code, message, details } = error.failure;
  const packageId = info?.packageId ?? found.packageId;
  const sender = info?.sender ?? '';
  station.transaction(() => {
    station.db
      .prepare(
        `INSERT INTO intake_refused (digest, file, bytes, package, sender, sequence, at, by, code, details)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET at = excluded.at, by = excluded.by, file = excluded.file`,
      )
      .run(
        `${packageId || `${found.name} ${found.bytes}`} ${code}`,
        found.name,
        found.bytes,
        packageId,
        sender,
        info?.sequence ?? 0,
        station.now(),
        user.name,
        code,
        JSON.stringify(details),
      );
    station.audit('intake.refuse', packageId || found.name, undefined, { code, sender });
  });
  return {
    file: found.name,
    packageId,
    ok: false,
    code,
    message,
    sender,
    senderName: (sender && findPartner(station, sender)?.name) || '',
    sequence: info?.sequence ?? 0,
    received: 0,
    rejected: [],
    missing: [],
    receipt: '',
  };
}

async function read(entry: PackageEntry, limit: number): Promise<Uint8Array> {
  if (entry.size > limit) refuse('limit-exceeded', { what: `包内文件“${entry.path}”超过 ${limit / 1e6} MB` });
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const piece of entry.bytes) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

async function readJson(entry: PackageEntry): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await read(entry, listLimit)));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('contents-rejected', { reason: `“${entry.path}”读不出来` });
    throw error;
  }
}

async function drain(entry: PackageEntry): Promise<void> {
  for await (const _ of entry.bytes);
}
