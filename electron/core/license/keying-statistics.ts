import { join } from 'node:path';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { Statistics } from '../../../shared/license/keying-methods.ts';
import { provenanceWord } from '../../../shared/license/license.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';
import { knownTypes } from './library.ts';

/** Both days included, YYYY-MM-DD. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

// Instants begin with their local day, so that a day's last one is below the day with a sign after it.
const within = (column: string): string => `${column} >= @from AND ${column} < @to || 'U'`;

/** What was entered and keyed a second time in a period, how fast, and what the second keying found. */
export function statisticsOf(station: Station, { from, to }: Period): Statistics {
  const all = <T>(sql: string): T[] => station.db.prepare(sql).all({ from, to }) as T[];
  const types = new Map(knownTypes(station).map(({ type }) => [type.name, type]));
  const labelOf = (typeName: string, path: string): string => {
    const type = types.get(typeName);
    return type ? licenseLabel(type, path) : path;
  };
  const groups = { field: 'path', clerk: 'first_by', way: 'way' } as const;
  const keyed = Object.entries(groups).flatMap(([by, column]) =>
    all<Omit<Statistics['fields'][number], 'own' | 'by' | 'read'> & { own: number }>(
      `SELECT ${by === 'field' ? 'type' : "''"} AS type, ${column} AS name, own, count(*) AS keyed, sum(outcome = 'agreed') AS agreed,
         sum(outcome IN ('second', 'other')) AS wrong, sum(outcome = '') AS open
       FROM keyed_field WHERE ${within('at')} GROUP BY 1, 2, 3 ORDER BY 1, wrong DESC, keyed DESC`,
    ).map((row) => ({
      ...row,
      by: by as keyof typeof groups,
      own: row.own === 1,
      read: 0,
    })),
  );
  const fields = withReadings(keyed, all<ReadingRow>(readingsBy)).map((row) => ({
    ...row,
    name: row.by === 'field' ? labelOf(row.type, row.name) : row.by === 'way' ? provenanceWord(row.name) : row.name,
  }));
  return {
    entered: all(
      `SELECT created_by AS by, count(*) AS records, sum(json_extract(body, '$.entry.keys') > 0) AS timed,
         sum(json_extract(body, '$.entry.seconds')) AS seconds, sum(json_extract(body, '$.entry.keys')) AS keys
       FROM record WHERE kind = 'license' AND origin = '' AND ${within('created_at')} GROUP BY created_by ORDER BY records DESC`,
    ),
    keyed: all<Omit<Statistics['keyed'][number], 'own'> & { own: number }>(
      `SELECT by, own, count(*) AS records, sum(seconds) AS seconds, sum(keys) AS keys
       FROM keyed_record WHERE ${within('at')} GROUP BY by, own ORDER BY records DESC`,
    ).map((row) => ({ ...row, own: row.own === 1 })),
    fields,
    declared: all<Statistics['declared'][number]>(
      `SELECT type, path AS name, count(*) AS declared, sum(outcome = 'confirmed') AS confirmed, sum(outcome = 'refused') AS refused
       FROM declared_field WHERE ${within('at')} GROUP BY type, path ORDER BY declared DESC`,
    ).map((row) => ({ ...row, name: labelOf(row.type, row.name) })),
  };
}

interface ReadingRow {
  readonly type: string;
  readonly field: string;
  readonly clerk: string;
  readonly way: string;
  readonly read: number;
}

/** 读图一致 that nobody keyed again, of values as they stand. */
const readingsBy = `SELECT r.facet AS type, e.key AS field, r.created_by AS clerk,
    coalesce(json_extract(r.body, '$.from.' || substr(e.key, 6)), '键入') AS way, count(*) AS read
  FROM record r, json_each(r.body, '$.readings') e
  WHERE r.kind = 'license' AND r.origin = '' AND ${within('r.created_at')} AND r.state <> 'draft'
    AND json_extract(e.value, '$.value') = json_extract(r.body, '$.' || e.key)
    AND json_type(r.body, '$.review."' || e.key || '"') IS NULL
  GROUP BY 1, 2, 3, 4`;

/** The counts of what was keyed with those of what was read instead; a field that was only read has a row of its own. */
function withReadings(
  keyed: readonly Statistics['fields'][number][],
  rows: readonly ReadingRow[],
): Statistics['fields'] {
  const all = keyed.map((row) => ({ ...row }));
  for (const { read, ...row } of rows)
    for (const by of ['field', 'clerk', 'way'] as const) {
      const type = by === 'field' ? row.type : '';
      let one = all.find((other) => other.by === by && other.type === type && other.name === row[by] && !other.own);
      if (!one) {
        one = { by, type, name: row[by], own: false, keyed: 0, agreed: 0, wrong: 0, open: 0, read: 0 };
        all.push(one);
      }
      one.read += read;
    }
  return all;
}

const perHour = (count: number, seconds: number): number | null =>
  seconds > 0 ? Math.round((count * 3600) / seconds) : null;
const perThousand = (count: number, of: number): number | null =>
  of > 0 ? Math.round((count * 10_000) / of) / 10 : null;

const groupWords = { field: '字段', clerk: '录入人', way: '录入方式' } as const;

/** Writes the statistics as one csv into a folder and gives its path. */
export async function exportStatistics(station: Station, folder: string, period: Period): Promise<string> {
  const { entered, keyed, fields, declared } = statisticsOf(station, period);
  type Cell = string | number | null;
  const rows: Cell[][] = [
    ...entered.map(({ by, records, timed, seconds, keys }): Cell[] => [
      '首录',
      by,
      '',
      records,
      perHour(timed, seconds),
      perHour(keys, seconds),
      null,
      null,
      null,
      null,
      null,
    ]),
    ...keyed.map(({ by, own, records, seconds, keys }): Cell[] => [
      own ? '同人复录' : '复录',
      by,
      '',
      records,
      perHour(records, seconds),
      perHour(keys, seconds),
      null,
      null,
      null,
      null,
      null,
    ]),
    ...fields.map((row): Cell[] => [
      `${groupWords[row.by]}${row.own ? '（同人复录）' : ''}`,
      row.name,
      row.type,
      row.keyed,
      null,
      null,
      row.agreed,
      row.wrong,
      row.open,
      perThousand(row.wrong, row.keyed),
      row.read,
    ]),
    ...declared.map((row): Cell[] => [
      '照面如此',
      row.name,
      row.type,
      row.declared,
      null,
      null,
      row.confirmed,
      row.refused,
      row.declared - row.confirmed - row.refused,
      null,
      null,
    ]),
  ];
  const head = [
    '项目',
    '名称',
    '证照类型',
    '数量',
    '件/时',
    '键/时',
    '一致或已核对',
    '首录有误或未通过',
    '待定',
    '每千字段错误',
    '读图一致',
  ];
  const bytes = await writeTable({ name: '复核统计', head: [head], rows }, 'csv');
  const path = join(folder, `复核统计-${period.from}-${period.to}.csv`);
  try {
    writeFileAtomically(path, bytes);
  } catch (error) {
    throw ioFailure(error, path);
  }
  station.audit('keying.exportStatistics', 'license', undefined, { ...period, path });
  return path;
}
