import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Board, scoreMethods } from '../../../shared/score/methods.ts';
import { periodKindNames, periodTitle, spanOf } from '../../../shared/score/period.ts';
import { defaultWeights, type Figure, measureNames, measures, pointsOf, Weights } from '../../../shared/score/score.ts';
import type { Handlers } from '../context.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { freePath } from '../store/free-path.ts';
import { ioFailure } from '../store/io-failures.ts';
import { instant, type Station } from '../store/station.ts';
import { behindFigure } from './behind.ts';
import { boardOf, lastSheet, sheetOf, sheetsOf, weightsName } from './board.ts';

/** How departments fare by the five measures of the notice, and the sheets that say so: 考核. */
export const scoreHandlers: Handlers<typeof scoreMethods> = {
  'score.board': (of, { station, now }) => {
    bureauOnly(station);
    return boardOf(station, of, now());
  },
  'score.sheets': ({ kind }, { station }) => {
    bureauOnly(station);
    return { sheets: sheetsOf(station, kind).flatMap(({ head }) => head ?? []) };
  },
  'score.history': ({ kind, partner }, { station }) => {
    bureauOnly(station);
    const seen = new Set<string>();
    const rows = sheetsOf(station, kind).flatMap(({ head, rows }) => {
      if (!head || seen.has(head.start)) return [];
      seen.add(head.start);
      const mine = rows.find((row) => row.partner === partner);
      const of = rows.filter(({ rank }) => rank !== null).length;
      return mine ? [{ ...head, total: mine.total, rank: mine.rank, of }] : [];
    });
    return { rows };
  },
  'score.behind': (wish, { station, now }) => {
    bureauOnly(station);
    return behindFigure(station, wish, now());
  },

  'score.weigh': ({ weights }, { station, changed }) => {
    bureauOnly(station);
    station.transaction(() => {
      station.audit('score.weigh', 'weights', station.setting(weightsName, Weights, defaultWeights), weights);
      station.setSetting(weightsName, weights);
    });
    changed('score');
    return {};
  },
  'score.enter': ({ partner, measure, numerator, denominator, date, source }, { station, user, now, changed }) => {
    bureauOnly(station);
    if (date > instant(now()).slice(0, 10)) refuse('invalid-input', { where: '日期在今天之后' });
    const known = station.db.prepare("SELECT 1 FROM partner WHERE id = ? AND role = 'department'").get(partner);
    if (!known) refuse('unknown-sender', { sender: partner });
    station.transaction(() => {
      station.db
        .prepare(
          'INSERT INTO score_entry (partner, measure, numerator, denominator, date, source, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(partner, measure, numerator, denominator, date, source, user.name, station.now());
      station.audit('score.enter', `${partner} ${measure}`, undefined, { numerator, denominator, date, source });
    });
    changed('score');
    return {};
  },
  'score.issue': ({ period }, { station, user, now, changed }) => {
    bureauOnly(station);
    const { start } = spanOf(period);
    if (start > instant(now()).slice(0, 10)) refuse('score-early', { start });
    const head = station.transaction(() => {
      const { asOf, weights, rows } = boardOf(station, { period }, now());
      const number = 1 + (lastSheet(station, period)?.head?.number ?? 0);
      const { lastInsertRowid } = station.db
        .prepare(
          `INSERT INTO score_sheet (kind, start, number, as_of, issued_at, issued_by, weights, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(period.kind, start, number, asOf, station.now(), user.name, JSON.stringify(weights), JSON.stringify(rows));
      station.audit('score.issue', `${period.kind} ${start}`, undefined, { number, asOf, departments: rows.length });
      return sheetOf(station, Number(lastInsertRowid)).head!;
    });
    changed('score');
    return head;
  },
  'score.export': async ({ of, format, to, as }, { station, now }) => {
    bureauOnly(station);
    const board = boardOf(station, of, now());
    const stem = `成绩单-${periodKindNames[board.period.kind]}-${spanOf(board.period).start}${board.head ? `-第${board.head.number}稿` : ''}`;
    const path = as ? join(to, as) : freePath(to, stem, format);
    try {
      writeFileAtomically(path, await writeTable(tableOf(board), format));
    } catch (error) {
      throw ioFailure(error, path);
    }
    station.audit('score.export', stem, undefined, { path });
    return { path };
  },
};

function bureauOnly(station: Station): void {
  if (station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
}

const sources: Readonly<Record<Figure['numeratorFrom'], string>> = {
  counted: '统计',
  reported: '单位上报',
  entered: '填报',
  none: '未核定',
};

/** 成绩单 as a table: for each measure what is above and below the line, where both come from, and the points. */
function tableOf({ period, asOf, weights, rows, head }: Board) {
  const state = head ? `第 ${head.number} 稿，${head.issuedAt.slice(0, 10)} 定稿` : '未定稿';
  const title = `${periodTitle(period)}成绩单（截至 ${asOf.slice(0, 16).replace('T', ' ')}，${state}）`;
  const columns = measures.flatMap((one) => [
    ...[`${measureNames[one]}：分子`, '分母', '来源', `得分（满分 ${weights[one]}）`],
  ]);
  return {
    name: '成绩单',
    head: [[title], ['名次', '单位', ...columns, '总分', '上期总分', '上期名次']],
    rows: rows.map((row) => [
      ...[row.rank, row.name],
      ...measures.flatMap((one) => {
        const figure = row.figures[one];
        const { numerator, denominator, numeratorFrom, denominatorFrom } = figure;
        return [
          numerator,
          denominator,
          `${sources[numeratorFrom]}/${sources[denominatorFrom]}`,
          pointsOf(figure, weights[one]),
        ];
      }),
      ...[row.total, row.before?.total ?? null, row.before?.rank ?? null],
    ]),
  };
}
