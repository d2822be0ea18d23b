import { type RecordState, recordStates, type StateCounts } from '../../../shared/exchange/record.ts';
import type { LicenseFilter, LicenseOrder } from '../../../shared/license/methods.ts';
import { isPiece, piecesOfWord, searchWords } from '../../../shared/search/pieces.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { inAnyPart, joinParts } from './parts.ts';

export interface RegisterQuery extends LicenseFilter {
  readonly order?: LicenseOrder | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface RegisterPage {
  readonly total: number;
  /** There are more than `total`; `countLicenses` says how many. */
  readonly atLeast: boolean;
  readonly records: readonly StoredRecord[];
  readonly next: string | null;
}

/** When the register goes which way; the answer is the same whatever they are. */
export const bounds = {
  /** Hits that are counted one by one; where there are more, the list is walked in its own order, in which they are then close together. */
  few: 2000,
  /** Up to so many candidates or thereabouts, their set is asked, not the text of each row that a walk passes. */
  some: 8000,
  /** Rows that a walk passes before the hits are gathered and sorted after all: they stood elsewhere. By their text: eight of them are a page of the file. */
  walked: 8000,
  /** The same where only the index is read. */
  walkedInIndex: 30_000,
  /** Pages of the file that hold the hits, beyond which reading them takes longer than walking the index past them. */
  scattered: 800,
};

const orders: Record<LicenseOrder, { column: string; direction: 'ASC' | 'DESC'; compare: '<' | '>' }> = {
  updated: { column: 'updated_at', direction: 'DESC', compare: '<' },
  issued: { column: 'issued', direction: 'DESC', compare: '<' },
  code: { column: 'code', direction: 'ASC', compare: '>' },
  name: { column: 'name', direction: 'ASC', compare: '>' },
};

interface Key {
  readonly n: number;
  readonly key: string;
}

interface Wish {
  /** Conditions on `license_row r` by columns. */
  readonly where: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  /** MATCH expression, '' where the words have no piece. */
  readonly pieces: string;
  /** Every word stands in the row: for hits that no index vouches for. */
  readonly words: readonly string[];
  /** The words that the pieces alone do not prove. */
  readonly unproved: readonly string[];
}

function wishOf(station: Station, filter: LicenseFilter): Wish {
  const where = ['r.own = @own'];
  const values: Record<string, unknown> = { own: station.role === 'department' ? 1 : 0 };
  const is = (column: string, value: string | undefined): void => {
    if (value === undefined) return;
    where.push(`r.${column} = @${column}`);
    values[column] = value;
  };
  is('type', filter.type);
  is('box', filter.box);
  is('id_kind', filter.idKind);
  is('way', filter.way);
  const among = (column: string, all: readonly string[] | undefined): void => {
    if (!all?.length) return;
    where.push(`r.${column} IN (${all.map((_, at) => `@${column}${at}`).join(', ')})`);
    all.forEach((value, at) => {
      values[`${column}${at}`] = value;
    });
  };
  among('state', filter.states);
  among('status', filter.statuses);
  if (filter.issuedFrom) where.push('r.issued >= @issuedFrom');
  if (filter.issuedTo) where.push("r.issued <= @issuedTo AND r.issued <> ''");
  if (filter.aside) where.push('r.aside = 1');
  if (filter.wrong) where.push('r.wrong = 1');
  const words = searchWords(filter.query ?? '');
  words.forEach((word, at) => {
    values[`word${at}`] = word;
  });
  return {
    where,
    values: { ...values, issuedFrom: filter.issuedFrom, issuedTo: filter.issuedTo },
    pieces: [...new Set(words.flatMap(piecesOfWord))].map((piece) => `"${piece}"`).join(' AND '),
    words: words.map((_, at) => `instr(r.found_by, @word${at}) > 0`),
    unproved: words.flatMap((word, at) => (isPiece(word) ? [] : [`instr(r.found_by, @word${at}) > 0`])),
  };
}

/** The first `most` rows with all pieces, ascending; none without a piece to go by. */
function candidatesOf(station: Station, { pieces }: Wish, most: number): number[] {
  if (pieces === '') return [];
  const sql = 'SELECT rowid FROM record_search WHERE record_search MATCH ? LIMIT ?';
  return prepared(station.db, sql).pluck().all(pieces, most) as number[];
}

/** All of them where there are some, judged by how soon the first ones are found. */
function someCandidates(station: Station, wish: Wish, first: readonly number[]): number[] | null {
  const last = prepared(station.db, 'SELECT max(n) FROM license_row').pluck().get() as number;
  if ((first.length * last) / first.at(-1)! > bounds.some) return null;
  const found = candidatesOf(station, wish, 4 * bounds.some);
  return found.length < 4 * bounds.some ? found : null;
}

/** The rows `r` that the wish wants, of @found or, without it, of all that have its pieces. */
const hits = (wish: Wish, found = false): string =>
  `${found ? 'json_each(@found) s CROSS JOIN license_row r ON r.n = s.value' : 'record_search s CROSS JOIN license_row r ON r.n = s.rowid'}
   WHERE ${[...(found ? [] : ['s.record_search MATCH @pieces']), ...wish.where, ...wish.unproved].join(' AND ')}`;

/** Whether reading these rows, eight or more of which are a page of the file, takes longer than walking an index past them; rows that stand together do not. */
function isScattered(found: readonly number[]): boolean {
  let pages = 0;
  for (let at = 0; at < found.length; at++) if (at === 0 || found[at]! >> 3 !== found[at - 1]! >> 3) pages += 1;
  return pages > bounds.scattered && 3 * pages > found.length;
}

/** How many of @found are licenses that the station looks after, without reading one; null where others are among all licenses. */
function countOwn(station: Station, found: readonly number[], { own }: Wish['values']): number | null {
  const values = { own, found: JSON.stringify(found) };
  const ask = (sql: string) => prepared(station.db, sql).pluck().get(values) as number;
  if (ask('SELECT EXISTS (SELECT 1 FROM license_count WHERE own <> @own AND count > 0)')) return null;
  return (
    found.length -
    ask(`SELECT count(*) FROM record INDEXED BY record_by_updated
         WHERE kind <> 'license' AND n IN (SELECT value FROM json_each(@found))`)
  );
}

/** One page of the register. The cost grows neither with the size of the register nor with the place of the page, but for the count of a mere filter. */
export function listLicenses(station: Station, query: RegisterQuery): RegisterPage {
  const wish = wishOf(station, query);
  const limit = Math.min(query.limit ?? 100, 500);
  const after = query.after === undefined ? null : (JSON.parse(query.after) as [string, number, number, boolean]);
  const { keys, total, atLeast } = keysOf(station, query, wish, limit + 1, after);
  const shown = keys.slice(0, limit);
  const last = keys.length > limit ? shown.at(-1) : undefined;
  return {
    total,
    atLeast,
    records: station.records.read(shown.map(({ n }) => n)),
    next: last ? JSON.stringify([last.key, last.n, total, atLeast]) : null,
  };
}

function keysOf(
  station: Station,
  query: RegisterQuery,
  wish: Wish,
  limit: number,
  after: readonly [string, number, number, boolean] | null,
): { keys: readonly Key[]; total: number; atLeast: boolean } {
  const { column, direction, compare } = orders[query.order ?? 'updated'];
  const found = candidatesOf(station, wish, bounds.few + 1);
  const values = {
    ...wish.values,
    pieces: wish.pieces,
    found: JSON.stringify(found),
    afterKey: after?.[0],
    afterN: after?.[1],
  };
  const sorted = `ORDER BY r.${column} ${direction}, r.n ${direction}`;
  const where = wish.where.join(' AND ');
  const all = (sql: string): Key[] => station.db.prepare(sql).all(values) as Key[];
  const beyond = after ? ` AND (r.${column}, r.n) ${compare} (@afterKey, @afterN)` : '';
  const pageOf = (keys: readonly Key[], total = after?.[2] ?? keys.length) => ({
    keys: keys.slice(0, limit),
    total,
    atLeast: false,
  });
  const walk = (more: string, most: number): string => {
    const index = walkIndex(query);
    const list = (and: string): string =>
      `SELECT r.n, r.${column} AS key${more} FROM license_row r INDEXED BY ${index} WHERE ${where}${and}${beyond}`;
    const joined = isDivided(index)
      ? joinParts(station, (inPart) => list(` AND ${inPart}`), `key ${direction}, n ${direction}`)
      : `${list('')} ${sorted}`;
    return `(${joined} LIMIT ${most})`;
  };
  /** The first hits of @found in the order of the list, by the index alone. */
  const walkPast = (): Key[] =>
    all(`SELECT k.n, k.key FROM ${walk('', bounds.walkedInIndex)} k ${wish.unproved.length > 0 ? 'CROSS JOIN license_row r ON r.n = k.n' : ''}
         WHERE ${['k.n IN (SELECT value FROM json_each(@found))', ...wish.unproved].join(' AND ')} LIMIT ${limit}`);
  /** The same in the order of the rows, which are all read. */
  const gather = (): Key[] => all(`SELECT r.n, r.${column} AS key FROM ${hits(wish, true)}${beyond} ${sorted}`);
  if (wish.pieces !== '' && found.length <= bounds.few) {
    if (wish.where.length === 1 && wish.unproved.length === 0 && isScattered(found)) {
      const total = after?.[2] ?? countOwn(station, found, wish.values);
      const keys = total === null ? [] : walkPast();
      if (total !== null && keys.length === limit) return pageOf(keys, total);
    }
    return pageOf(gather());
  }
  const searched = wish.words.length > 0;
  const filtered = after?.[3]
    ? bounds.few + 1
    : (after?.[2] ?? countFacts(station, query, wish, searched ? bounds.few + 1 : -1));
  if (filtered === 0) return { keys: [], total: 0, atLeast: false };
  if (filtered <= bounds.few)
    return pageOf(
      all(`SELECT r.n, r.${column} AS key FROM license_row r INDEXED BY ${factsIndex(query)}
         WHERE ${[where, ...wish.words].join(' AND ')}${beyond} ${sorted}`),
    );
  if (!searched) return { keys: all(`SELECT n, key FROM ${walk('', limit)}`), total: filtered, atLeast: false };
  const set = isWalkedByIndex(query, wish) ? someCandidates(station, wish, found) : null;
  values.found = JSON.stringify(set);
  let keys = !set
    ? all(
        `SELECT r.n, r.key FROM ${walk(', r.found_by', bounds.walked)} r WHERE ${wish.words.join(' AND ')} LIMIT ${limit}`,
      )
    : isScattered(set)
      ? walkPast()
      : [];
  if (keys.length < limit)
    keys = set
      ? gather().slice(0, limit)
      : all(`SELECT r.n, r.${column} AS key FROM ${wish.pieces === '' ? `license_row r WHERE ${[where, ...wish.words].join(' AND ')}` : hits(wish)}
             ${beyond} ${sorted} LIMIT ${limit}`);
  // Fewer hits after all than their pieces promised.
  if (keys.length < limit && !after) return pageOf(keys);
  const proved = wish.where.length === 1 && wish.unproved.length === 0 && wish.pieces !== '';
  const counted =
    after?.[2] ?? (proved && (countOwn(station, found, wish.values) ?? 0) > bounds.few ? bounds.few : limit - 1);
  return { keys, total: counted, atLeast: true };
}

/** The index that has the rows in order, narrowed by the one filter that it begins with. */
function walkIndex({ order = 'updated', box, type, states }: RegisterQuery): string {
  if (order !== 'updated') return `license_row_by_${order}`;
  if (box !== undefined) return 'license_row_by_box';
  if (type !== undefined) return 'license_row_by_type';
  return states?.length === 1 ? 'license_row_by_state' : 'license_row_by_updated';
}

/** The indexes whose order is that of one part. */
const isDivided = (index: string): boolean =>
  ['code', 'name', 'issued'].some((key) => index === `license_row_by_${key}`);

/** Whether that index holds all that is filtered by, and there are pieces to go by. */
const isWalkedByIndex = (query: RegisterQuery, { where, pieces }: Wish): boolean =>
  pieces !== '' && where.length <= (walkIndex(query) === `license_row_by_${query.order ?? 'updated'}` ? 1 : 2);

/** The index that tells most of what a filter leaves: a box holds some hundreds. */
const factsIndex = ({ box }: LicenseFilter): string => (box === undefined ? 'license_row_facts' : 'license_row_by_box');

/** Whether `license_count` knows how many licenses the filter leaves; box and day of issue have too many values. */
const isCounted = ({ box, issuedFrom, issuedTo }: LicenseFilter): boolean =>
  box === undefined && !issuedFrom && !issuedTo;

/** Days of issue alone are a stretch of their own index. */
function countIndex({ query: _, ...filter }: LicenseFilter): string {
  const others = Object.entries(filter).some(
    ([name, value]) => value !== undefined && !['issuedFrom', 'issuedTo', 'order', 'after', 'limit'].includes(name),
  );
  return others ? factsIndex(filter) : 'license_row_by_issued';
}

/** Licenses that the filters leave, whatever is searched; counted up to `most`, -1 = all. */
function countFacts(station: Station, query: LicenseFilter, { where, values }: Wish, most: number): number {
  const index = countIndex(query);
  const holds = where.join(' AND ');
  const sql = isCounted(query)
    ? `SELECT coalesce(sum(r.count), 0) AS count FROM license_count r WHERE ${holds}`
    : `SELECT count(*) AS count FROM (SELECT 1 FROM license_row r INDEXED BY ${index} WHERE ${holds}${isDivided(index) ? ` AND ${inAnyPart(station, 'r')}` : ''} LIMIT @most)`;
  return (station.db.prepare(sql).get({ ...values, most }) as { count: number }).count;
}

/** The names of the types that occur among all that a list would show. */
export function typesAmong(station: Station, filter: LicenseFilter): string[] {
  const wish = wishOf(station, filter);
  const from = wish.pieces === '' ? `license_row r WHERE ${[...wish.where, ...wish.words].join(' AND ')}` : hits(wish);
  const find = station.db.prepare(`SELECT DISTINCT r.type FROM ${from} ORDER BY r.type`).pluck();
  return find.all({ ...wish.values, pieces: wish.pieces }) as string[];
}

/** How many licenses of the filter stand in each state; null where a search has more hits than are counted. */
export function countLicenses(station: Station, filter: LicenseFilter): StateCounts | null {
  const wish = wishOf(station, filter);
  const searched = wish.words.length > 0;
  const found = candidatesOf(station, wish, bounds.few + 1);
  if (searched && (wish.pieces === '' || found.length > bounds.few)) return null;
  const from = searched
    ? hits(wish, true)
    : `license_row r INDEXED BY ${factsIndex(filter)} WHERE ${wish.where.join(' AND ')}`;
  // In the order of the index nothing is sorted.
  const sql =
    !searched && isCounted(filter)
      ? `SELECT r.state, sum(r.count) AS count FROM license_count r WHERE ${wish.where.join(' AND ')} GROUP BY r.state`
      : `SELECT r.state, count(*) AS count FROM ${from} GROUP BY r.type, r.state`;
  const rows = station.db.prepare(sql).all({ ...wish.values, found: JSON.stringify(found) });
  const counts = Object.fromEntries(recordStates.map((state) => [state, 0])) as Record<RecordState, number>;
  for (const { state, count } of rows as { state: RecordState; count: number }[]) counts[state] += count;
  return counts;
}
