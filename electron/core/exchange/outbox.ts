import type { ApprovalSheet, HeldItem, Outbox, OutboxItem, RecordRevision } from '../../../shared/exchange/approval.ts';
import { Sealing } from '../../../shared/exchange/package.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import { volumeSizes } from '../../../shared/exchange/volume-size.ts';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { heldForKeying } from '../license/license.ts';
import type { Station } from '../store/station.ts';
import { coveredBy, openApprovals, writersOf } from './approvals.ts';
import { changeOf, goesNext, isStatusChange, ownIn } from './goes-next.ts';
import { bureauOf } from './partners.ts';
import { type RecordRules, rulesOf } from './record-rules.ts';

const itemLimit = 2000;
const heldLimit = 100;
const sealingSetting = 'exchange.sealing';

/** SQL over a `record` aliased r: bytes of its body and its files. */
const bytesOf = `octet_length(r.body) + (SELECT coalesce(sum(b.bytes), 0) FROM json_each(r.blobs) j JOIN blob b ON b.id = j.value)`;

/** What would leave with the next package, what stays behind and why, and which signatures are there. */
export function outboxOf(station: Station): Outbox {
  const next = goesNext(station);
  // The first of them are chosen before anything is worked out about a record.
  const items = station.db
    .prepare(
      `SELECT r.id, r.kind, r.code, r.name, r.revision, ${changeOf} AS change, ${isStatusChange} AS urgent,
         coalesce((SELECT a.reason FROM resend a WHERE a.record = r.id AND r.state = 'sent'), '') AS reason,
         ${bytesOf} AS bytes, r.created_by AS createdBy, r.updated_by AS updatedBy, r.updated_at AS updatedAt,
         ${writersOf} AS writers, ${coveredBy('head')} AS head, ${coveredBy('secrecy')} AS secrecy
       FROM record r WHERE r.n IN (SELECT r.n FROM record r WHERE ${next} ORDER BY r.kind, r.n LIMIT ${itemLimit}) ORDER BY r.kind, r.n`,
    )
    .all() as (Omit<OutboxItem, 'head' | 'secrecy' | 'urgent' | 'writers'> & {
    head: number;
    secrecy: number;
    urgent: number;
    writers: string;
  })[];
  const kinds = station.db
    .prepare(
      `SELECT kind, count(*) AS total, sum(change = 'new') AS new, sum(change = 'changed') AS changed, sum(change = 'again') AS again,
         sum(bytes) AS bytes, sum(head) AS head, sum(secrecy) AS secrecy, sum(head AND secrecy) AS ready, sum(urgent) AS urgent,
         sum(urgent AND head AND secrecy) AS urgentReady
       FROM (SELECT r.kind, ${changeOf} AS change, ${bytesOf} AS bytes, ${coveredBy('head')} AS head, ${coveredBy('secrecy')} AS secrecy,
         ${isStatusChange} AS urgent FROM record r WHERE ${next})
       GROUP BY kind`,
    )
    .all() as (Outbox['totals'][number] & Record<'head' | 'secrecy' | 'ready' | 'urgent' | 'urgentReady', number>)[];
  const sum = (of: 'total' | 'head' | 'secrecy' | 'ready' | 'urgent' | 'urgentReady'): number =>
    kinds.reduce((all, kind) => all + kind[of], 0);
  const previousSequence = lastSequence(station);
  return {
    items: items.map((item) => ({
      ...item,
      writers: JSON.parse(item.writers) as string[],
      head: item.head === 1,
      secrecy: item.secrecy === 1,
      urgent: item.urgent === 1,
    })),
    totals: kinds.map(({ kind, total, new: fresh, changed, again, bytes }) => ({
      ...{ kind, total, new: fresh, changed, again, bytes },
    })),
    ready: sum('ready'),
    urgent: { total: sum('urgent'), ready: sum('urgentReady') },
    ...heldBack(station),
    unsubmitted: unsubmitted(station),
    approvals: openApprovals(station),
    lacking: { head: sum('total') - sum('head'), secrecy: sum('total') - sum('secrecy') },
    epoch: station.epoch,
    nextSequence: previousSequence + 1,
    previousSequence,
    recipient: recipientOf(station),
    sealing: station.setting(sealingSetting, Sealing, { volumeSize: volumeSizes.fat32, recovery: 10 }),
  };
}

const sheetLimit = 5000;

/** What the head and the secrecy officer sign on paper. */
export function approvalSheetOf(station: Station): ApprovalSheet {
  const next = goesNext(station);
  const { totals, approvals, nextSequence, recipient } = outboxOf(station);
  const items = station.db
    .prepare(
      `SELECT r.id, r.kind, r.code, r.name, r.revision, ${changeOf} AS change FROM record r WHERE ${next}
       ORDER BY r.kind <> 'licenseType', r.kind, r.n LIMIT ${sheetLimit}`,
    )
    .all() as ApprovalSheet['items'];
  const hash = new Sm3();
  const all = station.db.prepare(`SELECT r.id, r.revision FROM record r WHERE ${next} ORDER BY r.id`);
  for (const { id, revision } of all.iterate() as IterableIterator<RecordRevision>)
    hash.update(Buffer.from(`${id} ${revision}\n`));
  return {
    department: station.info().name,
    recipient: recipient?.name ?? '',
    nextSequence,
    createdAt: station.now(),
    totals,
    total: totals.reduce((sum, one) => sum + one.total, 0),
    items,
    approvals,
    digest: toHex(hash.digest()),
  };
}

/** Remembers how a package was sealed: the next one mostly goes on the same kind of medium. */
export function rememberSealing(station: Station, sealing: Sealing): void {
  station.setSetting(sealingSetting, sealing);
}

/** Number of the last package of this epoch, 0 before the first. */
export function lastSequence(station: Station): number {
  const find = station.db.prepare('SELECT coalesce(max(sequence), 0) FROM package WHERE epoch = ?');
  return find.pluck().get(station.epoch) as number;
}

/** Id of the package before, "" before the first of this epoch. */
export function lastPackageId(station: Station): string {
  const find = station.db.prepare('SELECT id FROM package WHERE epoch = ? ORDER BY sequence DESC LIMIT 1');
  return (find.pluck().get(station.epoch) as string | undefined) ?? '';
}

function recipientOf(station: Station): Outbox['recipient'] {
  const known = station.db.prepare("SELECT 1 FROM partner WHERE role = 'bureau' AND state <> 'revoked'").get();
  if (!known) return null;
  const { id, name, state } = bureauOf(station);
  return { id, name, state };
}

/** Which of them no reason is given for that a warning asks for. */
const unreasoned = 'EXISTS (SELECT 1 FROM license_warning w WHERE w.record = r.id)';

/** Drafts without anything that would hold them back, of the kinds that people hand in one by one. */
function unsubmitted({ db }: Station): Outbox['unsubmitted'] {
  return db
    .prepare(
      `SELECT r.kind, count(*) AS total FROM record r WHERE ${ownIn('draft')} AND r.kind IN ('catalog', 'license', 'imprint')
         AND r.errors = 0 AND NOT ${unreasoned} GROUP BY r.kind ORDER BY r.kind`,
    )
    .all() as Outbox['unsubmitted'];
}

/** Returned records first, each with the bureau's remark; then what has errors; each with the field to go to. */
function heldBack(station: Station): { held: HeldItem[]; heldTotal: number } {
  const unkeyed = heldForKeying(station);
  const where = `${ownIn('returned', 'draft', 'pending')} AND (state = 'returned' OR (state = 'draft' AND (errors > 0 OR ${unreasoned})) OR (state = 'pending' AND ${unkeyed}))`;
  const warnings = station.db.prepare(
    'SELECT field, message FROM license_warning WHERE record = ? ORDER BY field, code',
  );
  const heldTotal = station.db.prepare(`SELECT count(*) FROM record r WHERE ${where}`).pluck().get() as number;
  const rows = station.db
    .prepare(
      `SELECT id, kind, code, name, state, errors, remarks, body FROM record r WHERE ${where}
       ORDER BY state = 'returned' DESC, updated_at DESC LIMIT ${heldLimit}`,
    )
    .all() as {
    id: string;
    kind: RecordKind;
    code: string;
    name: string;
    state: string;
    errors: number;
    remarks: string;
    body: string;
  }[];
  const made = new Map<RecordKind, RecordRules | undefined>();
  const held = rows.map(({ body, remarks, state, errors, ...row }): HeldItem => {
    if (!made.has(row.kind)) made.set(row.kind, rulesOf(station, row.kind, ''));
    const rules = made.get(row.kind);
    const parsed = rules?.schema.safeParse(JSON.parse(body));
    const label = (field: string): string => (rules && parsed?.success && field ? rules.label(field, parsed.data) : '');
    const remark = (JSON.parse(remarks) as { field: string; remark: string }[])[0];
    if (state === 'returned')
      return {
        ...row,
        reason: 'returned',
        field: remark?.field ?? '',
        label: label(remark?.field ?? ''),
        message: remark?.remark ?? '已退回，尚未修改',
      };
    if (state === 'pending')
      return { ...row, reason: 'keying', field: '', label: '', message: '待复录：按本站规则，复录一致后才能装包' };
    if (errors === 0) {
      const [first, ...more] = warnings.all(row.id) as { field: string; message: string }[];
      const message = `${first?.message ?? ''}：须写明理由才能送签批${more.length > 0 ? `（共 ${more.length + 1} 处）` : ''}`;
      return { ...row, reason: 'reasons', field: first?.field ?? '', label: label(first?.field ?? ''), message };
    }
    const error =
      rules && parsed?.success ? rules.check(parsed.data).find((finding) => finding.level === 'error') : undefined;
    return {
      ...row,
      reason: 'errors',
      field: error?.field ?? '',
      label: label(error?.field ?? ''),
      message: error?.message ?? '尚有错误未更正',
    };
  });
  return { held, heldTotal };
}
