import { refuse } from '../../../shared/contract/failures.ts';
import { PackedStation, type SentObligation } from '../../../shared/exchange/contents.ts';
import type { Board, BoardOf, ScoreEntry } from '../../../shared/score/methods.ts';
import { moved, type Period, type PeriodKind, spanOf } from '../../../shared/score/period.ts';
import {
  defaultWeights,
  type Figure,
  type Measure,
  ranked,
  ScoreRow,
  totalOf,
  Weights,
} from '../../../shared/score/score.ts';
import { instant, type Station } from '../store/station.ts';

export const weightsName = 'scoreWeights';

/** Kinds of line in 应交材料 that are catalogs, and those that are data. */
export const catalogLines = ['资源目录'];
export const dataLines = ['数据', '电子文书', '图形文件', '扫描影像', '已签章电子证照'];

/** SQL: what stood accepted at @at. */
export const stood = "since <= @at AND (until = '' OR until > @at)";

/** The figures of now for a period: those of its last day, once it is over. A sheet that was issued is given as it stands. */
export function boardOf(station: Station, of: BoardOf, now: Date): Board {
  if ('sheet' in of) return sheetOf(station, of.sheet);
  const weights = station.setting(weightsName, Weights, defaultWeights);
  const { end } = spanOf(of.period);
  const asOf = [instant(now), `${end}T23:59:59.999`].sort()[0]!;
  const before = new Map(lastSheet(station, moved(of.period, -1))?.rows.map((row) => [row.partner, row]));
  const rows = figuresAt(station, asOf, end).map((row) => {
    const last = before.get(row.partner);
    return {
      ...row,
      total: totalOf(row.figures, weights),
      before: last ? { total: last.total, rank: last.rank } : null,
    };
  });
  return { period: of.period, asOf, weights, rows: ranked(rows), head: null };
}

interface Department {
  readonly id: string;
  readonly name: string;
  readonly says: string;
}

function figuresAt(station: Station, at: string, end: string): Pick<ScoreRow, 'partner' | 'name' | 'figures'>[] {
  const { db } = station;
  const departments = db
    .prepare("SELECT id, name, says FROM partner WHERE role = 'department' AND state <> 'revoked'")
    .all() as Department[];
  const by = (sql: string): Map<string, number> => new Map(db.prepare(sql).raw().all({ at }) as [string, number][]);
  const handed = by(
    "SELECT origin, count(*) FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin <> '' AND created_at <= @at GROUP BY origin",
  );
  const accepted = (kinds: string): Map<string, number> =>
    by(
      `SELECT origin, count(DISTINCT record) FROM acceptance INDEXED BY acceptance_by_kind WHERE kind IN ${kinds} AND ${stood} GROUP BY origin`,
    );
  const catalogs = accepted("('catalog')");
  const data = accepted("('license', 'dataset')");
  const connected = by(
    `SELECT p.id, count(*) FROM partner p JOIN intake i ON i.sender = p.id AND i.at <= @at WHERE p.state = 'verified' GROUP BY p.id`,
  );
  return departments.map(({ id, name, says }) => {
    const lines = linesOf(says);
    const typed = latestEntries(station, id, end);
    const figure = (measure: Measure, numerator: number | null, owed: Owed): Figure => {
      const entry = typed.get(measure);
      const top = entry?.numerator ?? numerator;
      const bottom = entry?.denominator ?? owed.expected;
      return {
        numerator: top,
        denominator: bottom,
        numeratorFrom: top === null ? 'none' : entry?.numerator != null ? 'entered' : 'counted',
        denominatorFrom: bottom === null ? 'none' : entry?.denominator != null ? 'entered' : owed.from,
        uncounted: entry?.denominator != null ? 0 : owed.uncounted,
      };
    };
    const owedCatalogs = owedOf(lines, catalogLines);
    return {
      partner: id,
      name,
      figures: {
        catalogs: figure('catalogs', handed.get(id) ?? 0, owedCatalogs),
        completion: figure('completion', catalogs.get(id) ?? 0, owedCatalogs),
        access: figure('access', connected.has(id) ? 1 : 0, { expected: 1, from: 'counted', uncounted: 0 }),
        collection: figure('collection', data.get(id) ?? 0, owedOf(lines, dataLines)),
        interfaces: figure('interfaces', null, { expected: null, from: 'none', uncounted: 0 }),
      },
    };
  });
}

interface Owed {
  readonly expected: number | null;
  readonly from: Figure['denominatorFrom'];
  readonly uncounted: number;
}

/** 应录数 of these kinds of line together, as the department has last told. */
function owedOf(lines: readonly SentObligation[], kinds: readonly string[]): Owed {
  const mine = lines.filter(({ kind }) => kinds.includes(kind));
  const known = mine.filter(({ expected }) => expected !== null);
  if (known.length === 0) return { expected: null, from: 'none', uncounted: mine.length };
  const expected = known.reduce((sum, line) => sum + line.expected!, 0);
  return { expected, from: 'reported', uncounted: mine.length - known.length };
}

export function linesOf(says: string): SentObligation[] {
  return says === '' ? [] : PackedStation.parse(JSON.parse(says)).obligations;
}

/** For each measure what was typed in last, for a day up to the end of the period. */
function latestEntries(station: Station, partner: string, end: string): Map<Measure, ScoreEntry> {
  const rows = station.db
    .prepare(
      `SELECT partner, measure, numerator, denominator, date, source FROM score_entry
       WHERE partner = ? AND date <= ? ORDER BY measure, date, n`,
    )
    .all(partner, end) as ScoreEntry[];
  return new Map(rows.map((row) => [row.measure, row]));
}

interface StoredSheet {
  readonly n: number;
  readonly kind: PeriodKind;
  readonly start: string;
  readonly number: number;
  readonly asOf: string;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly weights: string;
  readonly rows: string;
}

const columns = 'n, kind, start, number, as_of AS asOf, issued_at AS issuedAt, issued_by AS issuedBy, weights, rows';

export function sheetOf(station: Station, sheet: number): Board {
  const row = station.db.prepare(`SELECT ${columns} FROM score_sheet WHERE n = ?`).get(sheet) as
    | StoredSheet
    | undefined;
  return row ? toBoard(row) : refuse('sheet-missing', { sheet });
}

/** The last draft of a period's sheet. */
export function lastSheet(station: Station, period: Period): Board | undefined {
  const { start } = spanOf(period);
  const row = station.db
    .prepare(`SELECT ${columns} FROM score_sheet WHERE kind = ? AND start = ? ORDER BY number DESC LIMIT 1`)
    .get(period.kind, start) as StoredSheet | undefined;
  return row && toBoard(row);
}

/** All sheets of a kind, newest period first. */
export function sheetsOf(station: Station, kind: PeriodKind): Board[] {
  const rows = station.db
    .prepare(`SELECT ${columns} FROM score_sheet WHERE kind = ? ORDER BY start DESC, number DESC`)
    .all(kind) as StoredSheet[];
  return rows.map(toBoard);
}

function toBoard({ n, kind, start, number, asOf, issuedAt, issuedBy, weights, rows }: StoredSheet): Board {
  return {
    period: { kind, day: start },
    asOf,
    weights: Weights.parse(JSON.parse(weights)),
    rows: ScoreRow.array().parse(JSON.parse(rows)),
    head: { sheet: n, kind, start, number, issuedAt, issuedBy },
  };
}
