import { failure, Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { RecordRevision } from '../../../shared/exchange/approval.ts';
import { type AuditEcho, type Decision, DecisionBody, ReceiptBody } from '../../../shared/exchange/contents.ts';
import { DispatchBody } from '../../../shared/exchange/dispatch.ts';
import type { Remark } from '../../../shared/exchange/finding.ts';
import { type AnswerKind, type AnswerOutcome, answerKindNames } from '../../../shared/exchange/methods.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { mayMove } from '../../../shared/exchange/states.ts';
import type { AuditHead } from '../store/audit.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { type OpenedPackage, openPackage } from './format/format.ts';
import type { FoundPackage } from './package-files.ts';
import { type Acting, trustedSender } from './partners.ts';
import { privateKeyFor } from './spare-key.ts';
import { takeDispatch } from './take-dispatch.ts';

interface Counted {
  received: number;
  accepted: number;
  returned: number;
}

interface Taken extends Counted {
  readonly kind: string;
  readonly package: string;
  /** Failure code and sentence where the receipt says that the package came damaged. */
  readonly code?: 'salvaged-there' | undefined;
  readonly message?: string | undefined;
}

/**
 * Takes one receipt, decision or dispatch: signature, then what it says about records that this station really sent. Taking it again changes
 * nothing and gives the first result. A refusal comes back as an outcome. Null for a file of another kind found while searching.
 */
export async function takeAnswer(
  acting: Acting,
  found: FoundPackage,
  wanted: readonly AnswerKind[],
): Promise<AnswerOutcome | null> {
  const { station } = acting;
  const outcome = (one: Partial<AnswerOutcome>): AnswerOutcome => ({
    file: found.name,
    packageId: found.packageId,
    ok: true,
    code: '',
    message: '',
    kind: '',
    sequence: 0,
    received: 0,
    accepted: 0,
    returned: 0,
    ...one,
  });
  try {
    // Of a package of another kind, only some volumes may lie here.
    const kind = found.header?.kind ?? (await open(station, found.paths)).header.kind;
    if (kind === 'report' || !wanted.includes(kind)) {
      if (found.found) return null;
      return refuse('wrong-kind', {
        found: kind === 'report' ? '上报包' : answerKindNames[kind],
        wanted: wanted.map((one) => answerKindNames[one]).join('、'),
      });
    }
    const opened = await open(station, found.paths);
    const { packageId } = opened.header;
    const partner = trustedSender(station, opened.header.sender);
    if (partner.role !== 'bureau') refuse('unknown-sender', { sender: partner.id });
    const stored = storedAnswer(station, packageId);
    if (stored) {
      const sequence = sequenceOf(station, stored.package);
      const message = `这份${answerKindNames[kind]}以前收过，状态没有变化。`;
      return outcome({
        kind,
        code: 'already-received',
        message,
        sequence,
        received: stored.received,
        accepted: stored.accepted,
        returned: stored.returned,
      });
    }
    const body = await readBody(opened, kind);
    const taken =
      kind === 'receipt'
        ? takeReceipt(acting, opened, ReceiptBody.parse(body))
        : kind === 'decision'
          ? takeDecision(acting, opened, DecisionBody.parse(body))
          : takeParts(acting, opened, DispatchBody.parse(body));
    return outcome({
      kind,
      code: taken.code ?? '',
      message: taken.message ?? '',
      sequence: sequenceOf(station, taken.package),
      received: taken.received,
      accepted: taken.accepted,
      returned: taken.returned,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return outcome({ ok: false, code: error.failure.code, message: error.failure.message });
  }
}

/** The audit head of this station that a receipt says back; refuses what `takeAnswer` refuses, changes nothing. */
export async function auditEchoOf(station: Station, paths: readonly string[]): Promise<AuditHead> {
  const opened = await open(station, paths);
  if (opened.header.kind !== 'receipt') refuse('wrong-kind', { found: '别的文件', wanted: '签收回执' });
  const body = ReceiptBody.parse(await readBody(opened, 'receipt'));
  return { seq: body.audit.sequence, sm3: body.audit.digest };
}

/** The heads of our audit chain that the bureau has said back in receipts taken so far. */
export function auditEchoes(station: Station): AuditHead[] {
  return station.db
    .prepare("SELECT audit_seq AS seq, audit_digest AS sm3 FROM answer WHERE kind = 'receipt' ORDER BY audit_seq")
    .all() as AuditHead[];
}

function open(station: Station, paths: readonly string[]): Promise<OpenedPackage> {
  return openPackage(paths, {
    privateKeyFor: (id) => privateKeyFor(station, id),
    findSender: (id) => (id === station.id ? station.keys.signing.publicKey : trustedSender(station, id).signing),
  });
}

const bodyLimit = 256e6;

const bodies = { receipt: ReceiptBody, decision: DecisionBody, dispatch: DispatchBody } as const;

async function readBody(opened: OpenedPackage, kind: AnswerKind): Promise<unknown> {
  let body: unknown;
  for await (const entry of opened.entries) {
    if (entry.path !== `${kind}.json`) continue;
    if (entry.size > bodyLimit) refuse('limit-exceeded', { what: `“${entry.path}”超过 ${bodyLimit / 1e6} MB` });
    const pieces: Uint8Array[] = [];
    for await (const piece of entry.bytes) pieces.push(piece);
    body = parseJson(Buffer.concat(pieces).toString('utf8'));
  }
  if (!bodies[kind].safeParse(body).success)
    refuse('contents-rejected', { reason: `${answerKindNames[kind]}的内容读不出来` });
  return body;
}

/**
 * SQL over a `package` aliased k, one parameter: this bureau may answer it, because it was sent there, or because it is the same organ's new station, whose
 * fingerprint was compared, and the old one was revoked: it opens with the spare key what was under way when that was lost.
 */
const answersFor = `k.recipient IN (SELECT o.id FROM partner b JOIN partner o ON o.id = b.id
  OR (b.state = 'verified' AND o.state = 'revoked' AND o.role = 'bureau' AND o.uscc = b.uscc) WHERE b.id = ?)`;

function takeReceipt(acting: Acting, opened: OpenedPackage, body: ReceiptBody): Taken {
  const { station } = acting;
  return station.transaction(() => {
    const sent = station.db
      .prepare(`SELECT sequence, received_at AS receivedAt FROM package k WHERE id = ? AND ${answersFor}`)
      .get(body.package, opened.header.sender) as { sequence: number; receivedAt: string } | undefined;
    if (!sent) refuse('receipt-mismatch', { packageId: body.package });
    const rejected = new Map(body.rejected.map((one) => [one.id, one]));
    const named = body.salvaged && new Set(body.salvaged.received.map(revisionKey));
    const counted: Counted = { received: 0, accepted: 0, returned: 0 };
    let open = 0;
    const rows = station.db
      .prepare('SELECT record, revision FROM package_record WHERE package = ?')
      .all(body.package) as { record: string; revision: number }[];
    for (const row of rows) {
      // What is not named was lost on the way, or waits for a file that was: it stays sent until the package has come whole.
      if (named && !named.has(revisionKey({ id: row.record, revision: row.revision }))) {
        open += 1;
        continue;
      }
      const no = rejected.get(row.record);
      const remarks: Remark[] = no ? [{ field: no.field, remark: no.message }] : [];
      answer(station, {
        ...row,
        package: body.package,
        cause: 'receipt',
        outcome: no ? 'returned' : 'received',
        remarks,
        answer: 0,
      });
      if (no) counted.returned += 1;
      else counted.received += 1;
    }
    const missing = JSON.stringify(body.missing);
    if (named)
      station.db
        .prepare("UPDATE package SET salvaged_at = ?, missing = ? WHERE id = ? AND received_at = ''")
        .run(station.now(), missing, body.package);
    else
      station.db
        .prepare("UPDATE package SET received_at = ?, salvaged_at = '', missing = ? WHERE id = ? AND received_at = ''")
        .run(body.receivedAt, missing, body.package);
    const { sequence } = sent;
    const taken: Taken = { ...counted, kind: 'receipt', package: body.package };
    keep(acting, opened, taken, body.audit);
    if (named)
      return {
        ...taken,
        code: 'salvaged-there',
        message: failure('salvaged-there', { sequence, received: counted.received, open }).message,
      };
    return { ...taken, message: repairedThere(body) };
  });
}

/** What the bureau says of volumes that came damaged and could be restored; '' when all came whole. */
function repairedThere({ repaired }: ReceiptBody): string {
  const volumes = repaired.map((one) => one.volume).join('、');
  return volumes === '' ? '' : `第 ${volumes} 卷到时有损坏，主管部门已复原，建议更换介质。`;
}

function revisionKey({ id, revision }: RecordRevision): string {
  return `${id} ${revision}`;
}

function takeDecision(acting: Acting, opened: OpenedPackage, body: DecisionBody): Taken {
  const { station } = acting;
  return station.transaction(() => {
    const counted: Counted = { received: 0, accepted: 0, returned: 0 };
    const packages = new Set<string>();
    const unknown: Decision[] = [];
    for (const decision of body.decisions) {
      const sent = packageOf(station, decision, opened.header.sender);
      if (sent === undefined) {
        unknown.push(decision);
        continue;
      }
      packages.add(sent);
      answer(station, { ...decision, package: sent, cause: 'decision' });
      if (decision.outcome === 'returned') counted.returned += 1;
      else counted.accepted += 1;
    }
    if (unknown.length > 0 && unknown.length === body.decisions.length)
      refuse('receipt-mismatch', { packageId: opened.header.packageId });
    const kept = keep(
      acting,
      opened,
      { ...counted, kind: 'decision', package: packages.size === 1 ? ([...packages][0] ?? '') : '' },
      null,
    );
    return { ...kept, message: neverSent(station, unknown) };
  });
}

/** What is decided about and was never sent from here: only a station that was restored from an older backup knows less than the bureau. */
function neverSent(station: Station, unknown: readonly Decision[]): string {
  if (unknown.length === 0) return '';
  const nameOf = station.db.prepare('SELECT name FROM record WHERE id = ?').pluck();
  const names = unknown.slice(0, 3).map(({ record, revision }) => {
    const name = nameOf.get(record) as string | undefined;
    return name === undefined ? record : `“${name}”第 ${revision} 版`;
  });
  const more = unknown.length > names.length ? '等' : '';
  return `另有 ${unknown.length} 件本站没有送出过（${names.join('、')}${more}），多半是备份之后送出的，请与主管部门核对。`;
}

function takeParts(acting: Acting, opened: OpenedPackage, body: DispatchBody): Taken {
  return acting.station.transaction(() => {
    const { header } = opened;
    const { taken, words } = takeDispatch(acting, header.sender, header.packageId, body);
    const counted = { received: taken, accepted: 0, returned: 0, kind: 'dispatch', package: '' };
    return { ...keep(acting, opened, counted, null), message: words };
  });
}

interface Answered {
  readonly package: string;
  readonly record: string;
  readonly revision: number;
  readonly cause: 'receipt' | 'decision';
  readonly outcome: Decision['outcome'] | 'received';
  readonly remarks: readonly Remark[];
  readonly answer: number;
}

/** Notes the answer beside the revision that was sent, and moves the record as far as it is still that revision. */
function answer(station: Station, one: Answered): void {
  const row = station.db
    .prepare('SELECT state, answer FROM package_record WHERE package = ? AND record = ?')
    .get(one.package, one.record) as { state: RecordState; answer: number };
  const late = one.cause === 'decision' && row.answer > 0 && one.answer <= row.answer;
  if (!late && mayMove(row.state, one.outcome, one.cause))
    station.db
      .prepare(
        'UPDATE package_record SET state = ?, remarks = ?, answer = ?, answered_at = ? WHERE record = ? AND revision = ?',
      )
      .run(
        ...[one.outcome, JSON.stringify(one.remarks), Math.max(one.answer, row.answer), station.now()],
        ...[one.record, one.revision],
      );
  // The bureau decides about the last revision that it has, and has none that it put into quarantine.
  if (one.cause === 'decision' || one.outcome !== 'returned')
    prepared(station.db, 'UPDATE package_record SET superseded = 1 WHERE record = ? AND revision < ?').run(
      one.record,
      one.revision,
    );
  const known = station.db.prepare('SELECT sent FROM record WHERE id = ?').pluck().get(one.record) as
    | string
    | undefined;
  if (!known || (JSON.parse(known) as { revision: number }).revision !== one.revision) return;
  const { revision, outcome, answer: number } = one;
  station.records.step(
    one.record,
    one.cause === 'receipt'
      ? { cause: 'receipt', revision, outcome: outcome === 'returned' ? 'returned' : 'received', answer: number }
      : { cause: 'decision', revision, outcome: outcome === 'received' ? 'accepted' : outcome, answer: number },
    outcome === 'returned' ? one.remarks : undefined,
  );
}

/** The package that carried this revision to this bureau, or to the station before it, last, undefined when it never went there. */
function packageOf(
  station: Station,
  { record, revision }: Pick<Decision, 'record' | 'revision'>,
  bureau: string,
): string | undefined {
  return station.db
    .prepare(
      `SELECT k.id FROM package_record x JOIN package k ON k.id = x.package WHERE x.record = ? AND x.revision = ?
         AND ${answersFor} ORDER BY k.created_at DESC LIMIT 1`,
    )
    .pluck()
    .get(record, revision, bureau) as string | undefined;
}

function keep({ station, user }: Acting, opened: OpenedPackage, taken: Taken, audit: AuditEcho | null): Taken {
  const { header } = opened;
  station.db
    .prepare(
      `INSERT INTO answer (id, kind, partner, package, created_at, taken_at, taken_by, received, accepted, returned, audit_seq, audit_digest)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      header.packageId,
      taken.kind,
      header.sender,
      taken.package,
      header.created,
      station.now(),
      user.name,
      taken.received,
      taken.accepted,
      taken.returned,
      audit?.sequence ?? 0,
      audit?.digest ?? '',
    );
  station.audit('exchange.takeAnswer', header.packageId, undefined, taken);
  return taken;
}

function storedAnswer(station: Station, id: string): Taken | undefined {
  return station.db.prepare('SELECT kind, package, received, accepted, returned FROM answer WHERE id = ?').get(id) as
    | Taken
    | undefined;
}

function sequenceOf(station: Station, id: string): number {
  return (station.db.prepare('SELECT sequence FROM package WHERE id = ?').pluck().get(id) as number | undefined) ?? 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
