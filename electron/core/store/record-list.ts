import type { RecordKind, RecordState } from '../../../shared/exchange/record.ts';
import { piecesOfWord, searchWords } from '../../../shared/search/pieces.ts';
import type { Db } from './database.ts';
import type { StoredRecord } from './records.ts';

export type ListOrder = 'updated' | 'code' | 'name';

export interface ListQuery {
  readonly kind: RecordKind;
  /** '' = own records (the default), a station id, or '*' = everything that was received. */
  readonly origin?: string | undefined;
  readonly states?: readonly RecordState[] | undefined;
  /** Exact value, or a prefix ending in '*'. */
  readonly facet?: string | undefined;
  /** Words in code, name, other searched texts or their pinyin initials; every word must be found. */
  readonly query?: string | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** At most 500, 100 by default. */
  readonly limit?: number | undefined;
  /** `updated` newest first (the default); the others ascending. */
  readonly order?: ListOrder | undefined;
}

export interface ListPage {
  /** All that match, not only this page. */
  readonly total: number;
  readonly rows: readonly StoredRecord[];
  /** Key to pass as `after`, null on the last page. */
  readonly next: string | null;
}

const orders: Record<ListOrder, { column: string; direction: 'ASC' | 'DESC'; compare: '>' | '<' }> = {
  updated: { column: 'updated_at', direction: 'DESC', compare: '<' },
  code: { column: 'code', direction: 'ASC', compare: '>' },
  name: { column: 'name', direction: 'ASC', compare: '>' },
};

/** Beyond so many hits in all kinds together, the records of a kind are looked through instead; licenses have a register of their own. */
const fewCandidates = 2000;

/** SQL: a record is of this kind, in the words of the indexes that leave licenses to their register. */
export function isKind(kind: RecordKind, parameter: string): string {
  return kind === 'license' ? `kind = ${parameter}` : `kind = ${parameter} AND kind <> 'license'`;
}

/** One page of records by key: the cost of a page does not grow with its place. */
export function listRecords(
  db: Db,
  query: ListQuery,
  columns: string,
  toRecord: (row: unknown) => StoredRecord,
): ListPage {
  const where = [isKind(query.kind, '@kind')];
  const values: Record<string, unknown> = { kind: query.kind };
  if (query.origin === '*') where.push("origin <> ''");
  else {
    where.push('origin = @origin');
    values.origin = query.origin ?? '';
  }
  if (query.states?.length) where.push(`state IN (${query.states.map((state) => `'${state}'`).join(', ')})`);
  if (query.facet !== undefined) {
    where.push(query.facet.endsWith('*') ? 'substr(facet, 1, length(@facet)) = @facet' : 'facet = @facet');
    values.facet = query.facet.replace(/\*$/, '');
  }
  const words = searchWords(query.query ?? '');
  const pieces = words.flatMap(piecesOfWord);
  if (pieces.length > 0) {
    values.pieces = pieces.map((piece) => `"${piece}"`).join(' AND ');
    const candidates = db
      .prepare(
        `SELECT count(*) FROM (SELECT 1 FROM record_search WHERE record_search MATCH @pieces LIMIT ${fewCandidates + 1})`,
      )
      .pluck()
      .get(values) as number;
    if (candidates <= fewCandidates)
      where.push('n IN (SELECT rowid FROM record_search WHERE record_search MATCH @pieces)');
  }
  words.forEach((word, at) => {
    where.push(`instr(found_by, @word${at}) > 0`);
    values[`word${at}`] = word;
  });
  const after = query.after === undefined ? undefined : (JSON.parse(query.after) as [string, number, number]);
  const total =
    after?.[2] ??
    (db
      .prepare(`SELECT count(*) FROM record WHERE ${where.join(' AND ')}`)
      .pluck()
      .get(values) as number);
  const { column, direction, compare } = orders[query.order ?? 'updated'];
  if (after) {
    where.push(`(${column}, n) ${compare} (@afterKey, @afterN)`);
    values.afterKey = after[0];
    values.afterN = after[1];
  }
  const limit = Math.min(query.limit ?? 100, 500);
  const rows = db
    .prepare(
      `SELECT ${columns}, ${column} AS list_key FROM record WHERE ${where.join(' AND ')}
       ORDER BY ${column} ${direction}, n ${direction} LIMIT ${limit + 1}`,
    )
    .all(values) as { n: number; list_key: string }[];
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    total,
    rows: rows.slice(0, limit).map(({ list_key: _, ...row }) => toRecord(row)),
    next: last ? JSON.stringify([last.list_key, last.n, total]) : null,
  };
}
