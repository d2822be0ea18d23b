import { z } from 'zod';
import { dayNumber, dayOf } from '../../../shared/china/dates.ts';
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../../../shared/china/working-days.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import type { Obligation } from '../../../shared/station/obligation.ts';
import type { StockLine, StockProgress, StockType } from '../../../shared/station/stock.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { freePath } from '../store/free-path.ts';
import { ioFailure } from '../store/io-failures.ts';
import { instant, type Station } from '../store/station.ts';
import type { HandlersOf } from './handlers-of.ts';
import { storedObligations } from './obligations.ts';

/** Working days that the rate is taken from. */
const rateDays = 10;
/** Working days beyond which no day is named. */
const farthest = 3660;

/** 应录 that people typed here: by type, '' for the whole type, else by box. */
const Expected = z.record(z.string(), z.record(z.string(), z.int().nonnegative()));
const settingName = 'stockExpected';

export const stockHandlers: HandlersOf<'stock'> = {
  'stock.progress': (_, { station, now }) => stockProgress(station, instant(now()).slice(0, 10)),

  'stock.expect': ({ type, box, expected }, { station, changed }) => {
    station.transaction(() => {
      const line = box === '' ? obligationOf(station, type) : undefined;
      if (line) {
        const stored = storedObligations(station);
        const lines = stored.lines.map((one) => (one.id === line.id ? { ...one, expected } : one));
        station.setSetting('obligations', { ...stored, lines });
      } else {
        const { [type]: ofType = {}, ...others } = station.setting(settingName, Expected, {});
        const { [box]: _, ...rest } = ofType;
        station.setSetting(settingName, { ...others, [type]: expected === null ? rest : { ...rest, [box]: expected } });
      }
      station.audit('stock.expect', type, undefined, { box, expected });
    });
    changed('stock', 'obligation');
    return {};
  },

  'stock.export': async ({ to }, { station, now }) => {
    const today = instant(now()).slice(0, 10);
    const { types } = stockProgress(station, today);
    const cells = (line: StockLine) => [line.expected, line.entered, line.reviewed, line.received, line.stored];
    const rows = types.flatMap((one) => [
      [one.type, '合计', ...cells(one), Number(one.perDay.toFixed(1)), one.finish],
      ...one.boxes.map((box) => [one.type, box.box || '无档号', ...cells(box), null, '']),
    ]);
    const head = ['证照类型', '箱', '应录', '已录', '复核', '签收', '入库', '日均录入', '预计录完'];
    const path = freePath(to, `存量进度表-${today}`, 'csv');
    try {
      writeFileAtomically(path, await writeTable({ name: '存量进度表', head: [head], rows }, 'csv'));
    } catch (error) {
      throw ioFailure(error, path);
    }
    station.audit('stock.export', '', undefined, { path });
    return { path };
  },
};

/** The line of 我单位应交材料 that counts this type and no other. */
function obligationOf(station: Station, type: string): Obligation | undefined {
  return storedObligations(station).lines.find(
    ({ kind, licenseTypes }) => kind === '数据' && licenseTypes.length === 1 && licenseTypes[0] === type,
  );
}

/** Existing licenses by type and box. `today` is YYYY-MM-DD. */
export function stockProgress(station: Station, today: string): StockProgress {
  const calendar = workingCalendar(station);
  const since = workingDayBack(today, rateDays, calendar);
  const expected = station.setting(settingName, Expected, {});
  const perType = new Map<string, Map<string, Counted>>();
  const at = (type: string, box: string): Counted => {
    const boxes = perType.get(type) ?? new Map<string, Counted>();
    perType.set(type, boxes);
    const counted = boxes.get(box) ?? { entered: 0, drafts: 0, reviewed: 0, received: 0, stored: 0 };
    boxes.set(box, counted);
    return counted;
  };
  for (const { type, state, box, count } of stockRows(station)) {
    const counted = at(type, box);
    if (state === 'draft') counted.drafts += count;
    else counted.entered += count;
    if (['received', 'accepted', 'returned', 'stored'].includes(state)) counted.received += count;
    if (state === 'stored') counted.stored += count;
  }
  for (const { type, box, count } of reviewedRows(station)) at(type, box).reviewed += count;
  const owed = storedObligations(station).lines.flatMap(({ kind, licenseTypes }) =>
    kind === '数据' ? licenseTypes : [],
  );
  const names = [...new Set([...owed, ...Object.keys(expected), ...perType.keys()])];
  const rates = enteredSince(station, since, today);
  const types = names.map((type): StockType => {
    const boxes = [...(perType.get(type) ?? [])]
      .map(([box, counted]) => ({ box, ...counted, expected: box === '' ? null : (expected[type]?.[box] ?? null) }))
      .sort((a, b) => (a.box < b.box ? -1 : 1));
    const sum = (key: keyof Counted): number => boxes.reduce((all, box) => all + box[key], 0);
    const line = obligationOf(station, type);
    const counted = {
      entered: sum('entered'),
      drafts: sum('drafts'),
      reviewed: sum('reviewed'),
      received: sum('received'),
      stored: sum('stored'),
    };
    const whole = line?.expected ?? expected[type]?.[''] ?? null;
    const perDay = (rates.get(type) ?? 0) / rateDays;
    return {
      type,
      obligation: line?.id ?? '',
      expected: whole,
      ...counted,
      perDay,
      ...finishOf(whole, counted.entered, perDay, today, calendar),
      boxes,
    };
  });
  return { today, since, types };
}

interface Counted {
  entered: number;
  drafts: number;
  reviewed: number;
  received: number;
  stored: number;
}

/** When the rest is entered at this rate. */
export function finishOf(
  expected: number | null,
  entered: number,
  perDay: number,
  today: string,
  calendar: WorkingCalendar,
): { finish: string; provisional: boolean } {
  const none = { finish: '', provisional: false };
  if (expected === null || perDay <= 0 || entered >= expected) return none;
  const days = Math.ceil((expected - entered) / perDay);
  if (days > farthest) return none;
  const { date, provisional } = addWorkingDays(today, days, calendar);
  return { finish: date, provisional };
}

/** The working day that lies `days` of them before today, today not counted. */
function workingDayBack(today: string, days: number, calendar: WorkingCalendar): string {
  let number = dayNumber(today);
  for (let left = days; left > 0; ) if (isWorkingDay(dayOf(--number), calendar)) left--;
  return dayOf(number);
}

interface Row {
  readonly type: string;
  readonly state: RecordState;
  readonly box: string;
  readonly count: number;
}

/** Own licenses by type, state and box; 增量, which are few, are taken out again. */
function stockRows(station: Station): Row[] {
  const all = station.db
    .prepare(
      `SELECT type, state, box, count(*) AS count FROM license_row INDEXED BY license_row_facts WHERE own = 1
       GROUP BY type, state, box`,
    )
    .all() as Row[];
  const added = station.db
    .prepare(
      `SELECT facet AS type, state, json_extract(body, '$.stock.archive.box') AS box, -count(*) AS count FROM record INDEXED BY license_added
       WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.stock.kind') = '增量' GROUP BY 1, 2, 3`,
    )
    .all() as Row[];
  return [...all, ...added];
}

function reviewedRows(station: Station): Row[] {
  return station.db
    .prepare(
      `SELECT l.type, l.state, l.box, count(DISTINCT k.record) AS count FROM keyed_record k JOIN record r ON r.id = k.record
       JOIN license_row l ON l.n = r.n WHERE l.own = 1 AND json_extract(r.body, '$.stock.kind') = '存量' GROUP BY 1, 2, 3`,
    )
    .all() as Row[];
}

/** Licenses that were begun on the working days from `since` up to yesterday and are handed in by now, by type. */
function enteredSince(station: Station, since: string, today: string): Map<string, number> {
  const rows = station.db
    .prepare(
      `SELECT facet AS type, count(*) AS count FROM record INDEXED BY license_begun WHERE kind = 'license' AND origin = '' AND created_at >= ? AND created_at < ?
       AND state <> 'draft' GROUP BY facet`,
    )
    .all(since, today) as { type: string; count: number }[];
  return new Map(rows.map(({ type, count }) => [type, count]));
}
