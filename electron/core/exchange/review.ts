import type { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Salvage } from '../../../shared/exchange/package.ts';
import { type RecordKind, type RecordState, recordKinds } from '../../../shared/exchange/record.ts';
import type { AnswerWaiting, ReviewFilter, ReviewRecord, ReviewRow } from '../../../shared/exchange/review.ts';
import { maskNumber } from '../../../shared/license/holder.ts';
import { isPiece, piecesOfWord, searchWords } from '../../../shared/search/pieces.ts';
import type { Station } from '../store/station.ts';
import { fieldLines } from './field-lines.ts';
import { packagePlaces } from './package-places.ts';
import { rulesOf } from './record-rules.ts';

interface Row extends Omit<ReviewRow, 'remarks' | 'again' | 'salvaged'> {
  /** The code is a person's identity number. */
  readonly personal: number;
  readonly n: number;
  readonly remarks: string;
  readonly again: number;
  readonly salvaged: number;
}

const kinds = recordKinds.map((kind) => `'${kind}'`).join(', ');
const from = (index: string): string => `FROM record r ${index} JOIN partner p ON p.id = r.origin
  LEFT JOIN intake i ON i.n = (SELECT max(intake) FROM intake_record x WHERE x.record = r.id AND x.revision = r.revision)`;

/** SQL over a `record` aliased r: its code is a person's identity number. */
export const isPersonal = `r.kind = 'license' AND EXISTS (SELECT 1 FROM json_each(r.body, '$.holders') h
    WHERE h.value ->> 'idNumber' = r.code AND h.value ->> 'idKind' <> '' AND h.value ->> 'idKind' NOT LIKE '0%')`;

const columns = `r.n, r.id, r.kind, r.origin, r.code, r.name, r.facet, r.state, r.revision, r.errors, r.remarks,
  r.created_by AS createdBy, r.created_at AS createdAt, r.updated_by AS updatedBy, r.updated_at AS updatedAt,
  p.name AS partnerName, coalesce(i.sequence, 0) AS sequence, coalesce(i.id, '') AS packageId,
  (SELECT count(*) > 1 FROM version v WHERE v.record = r.n) AS again,
  coalesce((SELECT min(x.salvaged) FROM intake_record x WHERE x.record = r.id AND x.revision = r.revision), 0) AS salvaged,
  (SELECT count(*) FROM json_each(r.body, '$.asOnPaper')) AS declared,
  ${isPersonal} AS personal`;

/** Received records in the order in which they came, by default those that wait for a decision. */
export function listReview(
  station: Station,
  filter: z.output<typeof ReviewFilter>,
): { rows: ReviewRow[]; total: number; next: string | null; counts: Partial<Record<RecordKind, number>> } {
  const states: readonly RecordState[] = filter.states?.length ? filter.states : ['received'];
  const where = [
    states.length === 1 ? `r.state = '${states[0]}'` : `r.state IN (${states.map((state) => `'${state}'`).join(', ')})`,
  ];
  const waiting = states.length === 1 && states[0] === 'received';
  const waitingIndex = waiting ? 'INDEXED BY record_waiting' : '';
  const values: Record<string, unknown> = {};
  if (filter.partner) {
    where.push('r.origin = @partner');
    values['partner'] = filter.partner;
  }
  const places = filter.packageId ? packagePlaces(station, filter.packageId) : undefined;
  if (places === 'among others') {
    where.push(
      'r.id IN (SELECT x.record FROM intake_record x JOIN intake k ON k.n = x.intake WHERE k.id = @packageId)',
    );
    values['packageId'] = filter.packageId;
  } else if (places) {
    where.push('r.n BETWEEN @first AND @last');
    Object.assign(values, places);
  }
  const words = searchWords(filter.query ?? '');
  const pieces = words.flatMap(piecesOfWord);
  if (pieces.length > 0) {
    where.push('r.n IN (SELECT rowid FROM record_search WHERE record_search MATCH @pieces)');
    values['pieces'] = pieces.map((piece) => `"${piece}"`).join(' AND ');
  }
  // The index vouches for a word that is one of its pieces; of others the text is asked.
  const unproved = pieces.length > 0 ? words.filter((word) => !isPiece(word)) : words;
  unproved.forEach((word, at) => {
    where.push(`instr(r.found_by, @word${at}) > 0`);
    values[`word${at}`] = word;
  });
  // Hits of a search and the records of a package among others are few, and looked at one by one. Of all, kinds and senders are named to be counted by their index.
  const few = unproved.length > 0 || places === 'among others';
  const byState = few ? '' : pieces.length > 0 || (places && waiting) ? waitingIndex : 'INDEXED BY record_by_state';
  const byKind = station.db
    .prepare(
      `SELECT r.kind, count(*) AS count FROM record r ${byState} WHERE r.kind IN (${kinds}) AND r.origin IN (SELECT id FROM partner)
         AND ${where.join(' AND ')} GROUP BY r.kind`,
    )
    .all(values) as { kind: RecordKind; count: number }[];
  const counts = Object.fromEntries(byKind.map(({ kind, count }) => [kind, count])) as Partial<
    Record<RecordKind, number>
  >;
  if (filter.kind) {
    where.push('r.kind = @kind');
    values['kind'] = filter.kind;
  }
  const total = filter.kind ? (counts[filter.kind] ?? 0) : byKind.reduce((sum, row) => sum + row.count, 0);
  if (filter.after) {
    where.push('r.n > @after');
    values['after'] = Number(filter.after);
  }
  const limit = filter.limit ?? 100;
  const sql = `SELECT ${columns} ${from(few ? '' : waitingIndex)} WHERE ${where.join(' AND ')} ORDER BY r.n LIMIT ${limit + 1}`;
  const rows = total === 0 ? [] : (station.db.prepare(sql).all(values) as Row[]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(toRow), total, next: last ? String(last.n) : null, counts };
}

/** One received record beside its last version, with what the rules found, its files, and the signatures that let it out. */
export function reviewRecord(station: Station, id: string, by: string): ReviewRecord {
  const row = station.db.prepare(`SELECT ${columns} ${from('')} WHERE r.id = ?`).get(id) as Row | undefined;
  if (!row) refuse('record-missing', { id });
  const record = station.records.get(id);
  const rules = rulesOf(station, record.kind, record.origin);
  if (!rules) throw new Error(`no rules for ${record.kind}`);
  const before = station.records.versions(id).find((version) => version.revision < record.revision);
  const body = rules.schema.parse(record.body);
  const files = record.blobs.map((blob) => station.blobs.info(blob));
  const arrived = station.db
    .prepare(
      `SELECT x.entered_by AS enteredBy, x.edited_by AS editedBy, k.approvals, k.salvage FROM intake_record x JOIN intake k ON k.n = x.intake
       WHERE x.record = ? AND x.revision = ? ORDER BY x.intake DESC LIMIT 1`,
    )
    .get(id, record.revision) as
    | { enteredBy: string; editedBy: string; approvals: string; salvage: string }
    | undefined;
  logOpened(station, `${by} ${id} ${record.revision}`, id);
  return {
    row: toRow(row),
    enteredBy: arrived?.enteredBy ?? '',
    editedBy: arrived?.editedBy ?? '',
    lines: fieldLines(
      rules.lines(body),
      before && rules.lines(rules.schema.parse(station.records.version(id, before.revision))),
    ),
    previous: before ? { revision: before.revision, state: before.state, at: before.at } : null,
    findings: rules.check(body),
    remarks: [...record.remarks],
    salvage: row.salvaged === 1 && arrived ? salvageOf(arrived.salvage) : null,
    blobs: files.map(({ id: blob, name, type, bytes, guarded }) => ({ id: blob, name, type, bytes, guarded })),
    pieces: rules.pieces?.(body).filter(({ blob }) => record.blobs.includes(blob)) ?? [],
    approvals: arrived ? JSON.parse(arrived.approvals) : [],
  };
}

/** What was decided and not yet written for each department; a revoked one gets nothing. */
export function answersWaiting(station: Station): AnswerWaiting[] {
  return station.db
    .prepare(
      `SELECT d.partner, p.name AS partnerName, sum(d.outcome = 'accepted') AS accepted, sum(d.outcome = 'returned') AS returned,
         sum(d.outcome = 'stored') AS stored
       FROM decision d JOIN partner p ON p.id = d.partner WHERE d.answer_out = '' AND p.state <> 'revoked' GROUP BY d.partner ORDER BY p.name`,
    )
    .all() as AnswerWaiting[];
}

function toRow({ n: _, personal, ...row }: Row): ReviewRow {
  const code = personal === 1 ? maskNumber(row.code) : row.code;
  return { ...row, code, remarks: JSON.parse(row.remarks), again: row.again === 1, salvaged: row.salvaged === 1 };
}

function salvageOf(json: string): ReviewRecord['salvage'] {
  const { by, at, reason } = JSON.parse(json) as Salvage;
  return { by, at, reason };
}

const lastOpened = new WeakMap<Station, string>();

/** One audit line for each time somebody turns to a record, not for each time the page reads it again. */
function logOpened(station: Station, key: string, id: string): void {
  if (lastOpened.get(station) === key) return;
  lastOpened.set(station, key);
  station.audit('review.open', id);
}
