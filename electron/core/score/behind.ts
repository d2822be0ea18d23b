import type { z } from 'zod';
import { parseResidentId } from '../../../shared/china/resident-id.ts';
import { maskNumber } from '../../../shared/license/holder.ts';
import type { BehindRow, scoreMethods } from '../../../shared/score/methods.ts';
import { spanOf } from '../../../shared/score/period.ts';
import type { Measure } from '../../../shared/score/score.ts';
import type { Station } from '../store/station.ts';
import { boardOf, catalogLines, dataLines, linesOf, stood } from './board.ts';

type Behind = z.output<(typeof scoreMethods)['score.behind']['output']>;
type Wish = z.output<(typeof scoreMethods)['score.behind']['input']>;

const accepted = (kinds: string): string =>
  `SELECT a.record AS n, r.id, a.kind, a.code, a.name, min(a.since) AS at FROM acceptance a JOIN record r ON r.n = a.record
   WHERE a.kind IN ${kinds} AND a.origin = @partner AND ${stood} GROUP BY a.record`;

/** What each numerator counts, one row each: n, id, kind, code, name, at. */
const counted: Readonly<Record<Measure, string>> = {
  catalogs: `SELECT n, id, kind, code, name, created_at AS at FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin = @partner
    AND created_at <= @at`,
  completion: accepted("('catalog')"),
  access: `SELECT n, id, NULL AS kind, printf('第 %d 号包', sequence) AS code, file AS name, at FROM intake WHERE sender = @partner AND at <= @at`,
  collection: accepted("('license', 'dataset')"),
  interfaces: `SELECT 0 AS n, '' AS id, NULL AS kind, '' AS code, '' AS name, '' AS at WHERE 0`,
};

/** What stands behind a figure of a board, as it was then. */
export function behindFigure(station: Station, wish: Wish, now: Date): Behind {
  const { partner, measure, after, limit = 100 } = wish;
  const board = boardOf(station, wish.of, now);
  const { end } = spanOf(board.period);
  const values = { partner, at: board.asOf, after: Number(after ?? 0) };
  const total = station.db.prepare(`SELECT count(*) FROM (${counted[measure]})`).pluck().get(values) as number;
  const found = station.db
    .prepare(`SELECT * FROM (${counted[measure]}) WHERE n > @after ORDER BY n LIMIT ${limit + 1}`)
    .all(values) as (BehindRow & { n: number })[];
  const last = found.length > limit ? found[limit - 1] : undefined;
  const says = station.db.prepare('SELECT says FROM partner WHERE id = ?').pluck().get(partner) as string | undefined;
  const kinds =
    measure === 'collection' ? dataLines : measure === 'catalogs' || measure === 'completion' ? catalogLines : [];
  const entries = station.db
    .prepare(
      `SELECT partner, measure, numerator, denominator, date, source, by, at FROM score_entry
       WHERE partner = ? AND measure = ? AND date <= ? AND at <= ? ORDER BY date DESC, n DESC`,
    )
    // A sheet rests on what was known when it was issued.
    .all(partner, measure, end, board.head?.issuedAt ?? '9999') as Behind['entries'];
  return {
    rows: found.slice(0, limit).map(({ n: _, ...row }) => ({
      ...row,
      code: row.kind === 'license' && parseResidentId(row.code) ? maskNumber(row.code) : row.code,
    })),
    total,
    next: last ? String(last.n) : null,
    lines: linesOf(says ?? '').filter(({ kind }) => kinds.includes(kind)),
    entries,
  };
}
