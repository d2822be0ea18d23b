import type { RecordKind, RecordState } from '../../../shared/exchange/record.ts';
import { isPiece, piecesOfWord, searchWords } from '../../../shared/search/pieces.ts';
import { type Db, prepared } from './database.ts';
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

export interface ListPage<R = StoredRecord> {
  /** All that match, not only this page. */
  readonly total: number;
  /** There are more than `total`: so many rows have the pieces of a search that they were not counted. */
  readonly atLeast: boolean;
  readonly rows: readonly R[];
  /** Key to pass as `after`, null on the last page. */
  readonly next: string | null;
}

const orders: Record<ListOrder, { column: string; direction: 'ASC' | 'DESC'; compare: '>' | '<' }> = {
  updated: { column: 'updated_at', direction: 'DESC', compare: '<' },
  code: { column: 'code', direction: 'ASC', compare: '>' },
  name: { column: 'name', direction: 'ASC', compare: '>' },
};

/**
 * Beyond `few` hits in all kinds together, records are looked at in the order of the list until its page is full; from the share `most` of them on their
 * text is looked at, and not who has the pieces. Licenses have a register of their own.
 */
export const bounds = { few: 2000, most: 0.2 };

/** SQL: a record is of this kind, in the words of the indexes that leave licenses to their register. */
export function isKind(kind: RecordKind, parameter: string, column = 'kind'): string {
  return kind === 'license' ? `${column} = ${parameter}` : `${column} = ${parameter} AND ${column} <> 'license'`;
}

/** One page of records by key: the cost of a page does not grow with its place. */
export function listRecords<R>(db: Db, query: ListQuery, columns: string, toRecord: (row: unknown) => R): ListPage<R> {
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
  const { column, direction, compare } = orders[query.order ?? 'updated'];
  const after = query.after === undefined ? undefined : (JSON.parse(query.after) as [string, number, number, boolean]);
  const limit = Math.min(query.limit ?? 100, 500);
  values.afterKey = after?.[0];
  values.afterN = after?.[1];
  const beyond = after ? [`(${column}, n) ${compare} (@afterKey, @afterN)`] : [];
  const sorted = `ORDER BY ${column} ${direction}, n ${direction}`;
  const keys = (sql: string): Key[] => db.prepare(sql).all(values) as Key[];
  const page = (found: readonly Key[], total: number, atLeast = false): ListPage<R> => {
    const read = prepared(db, `SELECT ${columns} FROM record WHERE n = ?`);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      total,
      atLeast,
      rows: shown.map(({ n }) => toRecord(read.get(n))),
      next: last ? JSON.stringify([last.key, last.n, total, atLeast]) : null,
    };
  };

  const words = searchWords(query.query ?? '');
  words.forEach((word, at) => {
    values[`word${at}`] = word;
  });
  const stands = (those: readonly string[]): string[] =>
    those.map((word) => `instr(found_by, @word${words.indexOf(word)}) > 0`);
  const pieces = [...new Set(words.flatMap(piecesOfWord))];
  // The index vouches for a word that is one of its pieces; of others the text is asked.
  const unproved = pieces.length > 0 ? words.filter((word) => !isPiece(word)) : words;
  if (pieces.length > 0) {
    values.pieces = pieces.map((piece) => `"${piece}"`).join(' AND ');
    const candidates = prepared(db, 'SELECT rowid FROM record_search WHERE record_search MATCH ? LIMIT ?')
      .pluck()
      .all(values.pieces, bounds.few + 1) as number[];
    values.found = JSON.stringify(candidates);
    const among = 'n IN (SELECT value FROM json_each(@found))';
    // The text of a license stands in its register, of others in an index without their bodies.
    const texts = query.kind === 'license' ? '' : 'INDEXED BY record_by_found';
    if (candidates.length <= bounds.few) {
      if (unproved.length > 0)
        values.found = JSON.stringify(
          db
            .prepare(`SELECT n FROM record ${texts} WHERE ${[where[0], among, ...stands(unproved)].join(' AND ')}`)
            .pluck()
            .all(values),
        );
      const all = [...where, ...beyond, among].join(' AND ');
      const found = keys(`SELECT n, ${column} AS key FROM record WHERE ${all} ${sorted}`);
      return page(found, after?.[2] ?? found.length);
    }
    // Where most have the pieces, their text is asked on the way instead of all of them being gathered first.
    const most = candidates.length / (candidates.at(-1)! - candidates[0]! + 1) > bounds.most;
    const asked = most ? words : unproved;
    // Rows with the pieces, sorted without being read, are read until the page is full.
    const index =
      query.states?.length || query.facet !== undefined ? '' : `INDEXED BY record_by_${query.order ?? 'updated'}`;
    const having = [
      ...where,
      ...beyond,
      ...(most ? [] : ['+n IN (SELECT rowid FROM record_search WHERE record_search MATCH @pieces)']),
    ];
    const inOrder = `SELECT n, ${column} AS key FROM record ${query.kind === 'license' ? '' : index} WHERE ${having.join(' AND ')} ${sorted}`;
    const found = keys(
      asked.length === 0
        ? `${inOrder} LIMIT ${limit + 1}`
        : `SELECT k.n, k.key FROM (${inOrder} LIMIT -1) k CROSS JOIN record r ${texts} ON r.n = k.n AND ${isKind(query.kind, '@kind', 'r.kind')}
           WHERE ${stands(asked).join(' AND ').replaceAll('found_by', 'r.found_by')} LIMIT ${limit + 1}`,
    );
    if (after) return page(found, after[2], after[3]);
    if (found.length <= limit) return page(found, found.length);
    const known = unproved.length > 0 || index === '' ? 0 : countOf(db, [...where, among], values, index);
    return page(found, Math.max(known, found.length) - 1, true);
  }
  const all = [...where, ...stands(words)];
  const total = after?.[2] ?? countOf(db, all, values);
  return page(
    keys(
      `SELECT n, ${column} AS key FROM record WHERE ${[...all, ...beyond].join(' AND ')} ${sorted} LIMIT ${limit + 1}`,
    ),
    total,
  );
}

interface Key {
  readonly n: number;
  readonly key: string;
}

function countOf(db: Db, where: readonly string[], values: Record<string, unknown>, index = ''): number {
  return db
    .prepare(`SELECT count(*) FROM record ${index} WHERE ${where.join(' AND ')}`)
    .pluck()
    .get(values) as number;
}
