import { randomUUID } from 'node:crypto';
import { type Classification, readClassification } from '../../../shared/catalog/classification.ts';
import { codeForm, isCode, isPrefix, normalizeCode } from '../../../shared/catalog/resource-code.ts';
import { isDate, readDate } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import {
  type DispatchBodies,
  type DispatchedCalendar,
  DispatchedObligation,
  type DispatchPart,
  dispatchBodies,
  dispatchPartNames,
  dispatchParts,
  ListLine,
  type PreparedReport,
} from '../../../shared/exchange/dispatch.ts';
import { obligationKinds } from '../../../shared/station/obligation.ts';
import { cellText, isNumberThatWasACode, readTable, type TableRow } from '../spreadsheet/spreadsheet.ts';
import { readTypes } from './dispatched-types.ts';

/** One part as a file gives it, with the rows that stay out. */
export interface ReadPart<P extends DispatchPart = DispatchPart> {
  readonly part: P;
  readonly body: DispatchBodies[P];
  readonly rejected: PreparedReport['rejected'];
  /** Of a list: whose each line is, as the file says. */
  readonly owners?: readonly LineOwner[];
}

/** Who has to compile a line: the cells of 提供方 and its 统一社会信用代码, '' where the file says nothing. */
export interface LineOwner {
  readonly row: number;
  readonly organ: string;
  readonly uscc: string;
}

/** Fields of the tables, with the titles that sheets give them; English words are those of JSON. */
const titles = {
  name: ['信息资源名称', '资源名称', '目录名称', '名称', 'name'],
  code: ['信息资源代码', '资源代码', '目录代码', '前段码', '代码', 'code'],
  abstract: ['信息资源摘要', '资源摘要', '摘要', '内容', '说明', 'abstract'],
  reason: ['编制理由', '理由', '共享需求', '需求', '用途', '原因', 'reason'],
  due: ['期限', '截止日期', '截止', '完成时限', '完成日期', '办理期限', 'due'],
  organ: [
    ...['信息资源提供方', '资源提供方', '提供方', '提供单位', '提供部门', '编制单位', '编制部门', '填报单位'],
    ...['责任单位', '责任部门', '单位名称', '单位', '部门', 'organ', 'provider'],
  ],
  uscc: ['信息资源提供方代码', '资源提供方代码', '提供方代码', '统一社会信用代码', 'uscc', 'providerCode'],
  item: ['信息项名称'],
  number: ['编号', 'number'],
  text: ['应交材料', '材料', 'text'],
  kind: ['种类', '形式', 'kind'],
  expected: ['应录数', '应录', 'expected'],
  licenseTypes: ['证照类型', '证照', 'licenseTypes'],
  date: ['日期', 'date'],
  work: ['安排', '类型', '性质', '是否上班', 'type'],
} as const;
type Title = keyof typeof titles;
type Cells = Readonly<Partial<Record<Title, string>>>;

const titleOf = (text: string): Title | undefined => {
  const bare = text.replace(/[\s（(].*$/, '').replace(/[*＊：:]/g, '');
  return (Object.keys(titles) as Title[]).find((key) => (titles[key] as readonly string[]).includes(bare));
};

/** How far down a title may stand, below whatever is written above the table. */
const titleRows = 20;
const jsonBytes = 32e6;

/**
 * Reads what a file has to dispatch: a table (xlsx, xls, et, csv) of catalogs, of obligations or of days; JSON of the same, of the shipped code
 * tables and license types, or of a year's arrangement. `organ` says whose lines of a table of all organs are meant. A bad row stays out and is named.
 * Refuses `dispatch-file`, and what `readTable` refuses.
 */
export async function readDispatchFile(bytes: Uint8Array, name: string, organ: string): Promise<ReadPart[]> {
  const bad = (reason: string): never => refuse('dispatch-file', { name, reason });
  const head = new TextDecoder()
    .decode(bytes.subarray(0, 64))
    .replace(/^\ufeff/, '')
    .trimStart();
  if (!/^[{[]/.test(head)) return [fromTable((await readTable(bytes, name)).rows, bad)];
  if (bytes.length > jsonBytes) bad(`超过 ${jsonBytes / 1e6} MB`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\ufeff/, ''));
  } catch {
    bad('不是完整的 json');
  }
  const parts = fromJson(value, organ, bad);
  return parts.length > 0 ? parts : bad('没有认得的内容');
}

function fromTable(rows: readonly TableRow[], bad: (reason: string) => never): ReadPart {
  const at = rows.slice(0, titleRows).findIndex(({ cells }) => {
    const found = new Set(cells.map(titleOf));
    return found.has('name') || (found.has('text') && found.has('kind')) || (found.has('date') && found.has('work'));
  });
  if (at < 0) return bad('没有“资源名称”一列，也没有“材料”和“种类”、“日期”和“安排”两列');
  // Under a grouped title the names of single columns stand in its second row.
  const second = rows[at + 1]?.cells.map(titleOf).includes('item') ? rows[at + 1] : undefined;
  const keys = rows[at]!.cells.map((title, column) => titleOf(title) ?? titleOf(second?.cells[column] ?? ''));
  const lines = rows.slice(at + (second ? 2 : 1)).map(({ row, cells }) => {
    const named: Partial<Record<Title, string>> = {};
    for (const [column, key] of keys.entries()) if (key) named[key] ||= cellText(cells[column]);
    // 代码 of a table of obligations is its number.
    return { row, cells: named };
  });
  const found = new Set(keys);
  if (found.has('name') && found.has('item')) return listOf(resourcesOf(lines), bad);
  if (found.has('text') && found.has('kind')) return obligationsOf(lines, bad);
  return found.has('name') ? listOf(lines, bad) : calendarOf(lines, bad);
}

/** Of a catalog sheet the first row of each resource: below it stand its other items; and not the title once more on a further page. */
function resourcesOf(lines: readonly Line[]): Line[] {
  let above = '';
  return lines.filter(({ cells: { name = '', code = '', organ = '' } }) => {
    const resource = [name, code, organ].join('\n');
    const further = name === '' || resource === above;
    if (!further) above = resource;
    return !further && titleOf(name) !== 'name';
  });
}

interface Line {
  readonly row: number;
  readonly cells: Cells;
}

function fromJson(value: unknown, organ: string, bad: (reason: string) => never): ReadPart[] {
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    if (isObject(first) && 'children' in first) return [classificationOf(value, bad)];
    const lines = linesOf(value, bad);
    return [lines[0]?.cells.text === undefined ? listOf(lines, bad) : obligationsOf(lines, bad)];
  }
  if (!isObject(value)) return [];
  if ('holidays' in value) return [years(value, bad)];
  if (Array.isArray(value['types'])) return [typesOf(value['types'], bad)];
  if ('classes' in value) {
    try {
      return [classificationOf(readClassification(value), bad)];
    } catch {
      bad('分类表的写法不对');
    }
  }
  if (Array.isArray(value['organs'])) {
    const organs = value['organs'].filter(isObject);
    const own = organs.find((one) => one['organ'] === organ);
    const items = [own?.['items'], value['common']].flatMap((one) => (Array.isArray(one) ? one : [])).filter(isObject);
    const lines = items.flatMap((item) =>
      (Array.isArray(item['kinds']) ? item['kinds'] : []).map((kind) => ({ ...item, code: item['id'], kind })),
    );
    return [obligationsOf(linesOf(lines, bad), bad)];
  }
  return dispatchParts
    .filter((part) => value[part] !== undefined)
    .map((part) => {
      const given = value[part];
      if (part === 'calendar') return years(isObject(given) ? given : {}, bad);
      if (part === 'classification') return classificationOf(given, bad);
      if (part === 'licenseTypes') return typesOf(Array.isArray(given) ? given : [], bad);
      const lines = linesOf(given, bad);
      return part === 'list' ? listOf(lines, bad) : obligationsOf(lines, bad);
    });
}

function linesOf(value: unknown, bad: (reason: string) => never): Line[] {
  if (!Array.isArray(value)) return bad('清单须是一个列表');
  return value.map((one, index) => {
    const cells: Partial<Record<Title, string>> = {};
    if (isObject(one))
      for (const [key, item] of Object.entries(one)) {
        const title = titleOf(key);
        if (title && item !== null && item !== undefined)
          cells[title] ||= Array.isArray(item) ? item.map(String).join('、') : String(item);
      }
    return { row: index + 1, cells };
  });
}

/** Takes lines one by one; `read` gives the entry or says why it stays out. Refuses a file of which nothing is left. */
function taken<T>(
  lines: readonly Line[],
  read: (cells: Cells, row: number) => T | string,
  bad: (reason: string) => never,
): { body: T[]; rejected: PreparedReport['rejected'] } {
  const body: T[] = [];
  const rejected: PreparedReport['rejected'] = [];
  for (const { row, cells } of lines) {
    const one = read(cells, row);
    if (typeof one === 'string') rejected.push({ row, message: one });
    else body.push(one);
  }
  const [first] = rejected;
  if (body.length === 0) bad(first ? `第 ${first.row} 行${first.message}，没有一行可用` : '没有内容');
  return { body, rejected };
}

function listOf(lines: readonly Line[], bad: (reason: string) => never): ReadPart<'list'> {
  const seen = new Set<string>();
  const owners: LineOwner[] = [];
  const read = (cells: Cells, row: number): ListLine | string => {
    const { name = '', code = '', abstract = '', reason = '', due = '', organ = '', uscc = '' } = cells;
    if (isNumberThatWasACode(code)) return `代码“${code}”被电子表格当成了数，已经不全`;
    const plain = normalizeCode(code);
    if (plain !== '' && !isCode(plain) && !isPrefix(plain) && !/^[123][0-9A-Za-z]{0,5}$/.test(plain))
      return `代码“${code}”不是资源代码，也不是它的前段`;
    const date = due === '' ? '' : readDate(due);
    if (date === null) return `期限“${due}”不是日期`;
    const line = ListLine.safeParse({ id: newId(), name, code: plain, abstract, reason, due: date });
    if (!line.success) return line.error.issues[0]?.message ?? '写法不对';
    const key = [organ, uscc, likeness(line.data)].join('\n');
    if (seen.has(key)) return `“${line.data.name}”在文件里重复`;
    seen.add(key);
    owners.push({ row, organ, uscc: uscc.toUpperCase() });
    return line.data;
  };
  return { part: 'list', ...taken(lines, read, bad), owners };
}

/** By what a line is known again: its whole code, else its name. */
function likeness({ code, name }: Pick<ListLine, 'code' | 'name'>): string {
  return codeForm.test(code) ? code : name;
}

/** The lines of a file over those that are there: known ones keep their id and place, new ones come behind. */
export function mergeLines(known: readonly ListLine[], read: readonly ListLine[]): ListLine[] {
  const fresh = new Map(read.map((line) => [likeness(line), line]));
  const merged = known.map((line) => {
    const next = fresh.get(likeness(line));
    if (!next) return line;
    fresh.delete(likeness(line));
    return { ...next, id: line.id };
  });
  return [...merged, ...fresh.values()];
}

/** 32 hex digits, drawn at random: by it a line is the same in every version of the list. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

function obligationsOf(lines: readonly Line[], bad: (reason: string) => never): ReadPart<'obligations'> {
  const read = (cells: Cells): DispatchedObligation | string => {
    const { text = '', kind = '', expected = '', due = '', licenseTypes = '' } = cells;
    if (!(obligationKinds as readonly string[]).includes(kind))
      return `种类“${kind}”不在 ${obligationKinds.join('、')} 之中`;
    const count = expected === '' ? null : Number(expected.replace(/[,，\s]/g, ''));
    if (count !== null && !(Number.isInteger(count) && count >= 0)) return `应录数“${expected}”不是整数`;
    const date = due === '' ? '' : readDate(due);
    if (date === null) return `期限“${due}”不是日期`;
    const line = DispatchedObligation.safeParse({
      code: cells.number ?? cells.code ?? '',
      text,
      kind,
      expected: count,
      due: date,
      licenseTypes: licenseTypes
        .split(/[、，,；;]/)
        .map((one) => one.trim())
        .filter(Boolean),
    });
    return line.success ? line.data : (line.error.issues[0]?.message ?? '写法不对');
  };
  return { part: 'obligations', ...taken(lines, read, bad) };
}

function classificationOf(value: unknown, bad: (reason: string) => never): ReadPart<'classification'> {
  const read = dispatchBodies.classification.safeParse(value);
  if (!read.success) return bad(`${dispatchPartNames.classification}的写法不对（${read.error.issues[0]?.message}）`);
  return { part: 'classification', body: read.data as Classification, rejected: [] };
}

function typesOf(given: readonly unknown[], bad: (reason: string) => never): ReadPart<'licenseTypes'> {
  const { body, rejected } = readTypes(given);
  const [first] = rejected;
  if (body.length === 0) bad(first ? `第 ${first.row} 种证照${first.message}，没有一种可用` : '没有证照类型');
  return { part: 'licenseTypes', body, rejected };
}

/** A year's arrangement: days off and days worked, as lists of dates or as tables with dates for keys. */
function years(value: Readonly<Record<string, unknown>>, bad: (reason: string) => never): ReadPart<'calendar'> {
  const days = (given: unknown): string[] =>
    (Array.isArray(given) ? given.map(String) : isObject(given) ? Object.keys(given) : []).map((text) => {
      const date = readDate(text);
      return date ?? bad(`“${text}”不是日期`);
    });
  const off = days(value['holidays']);
  const on = days(value['makeupDays'] ?? value['makeupWorkdays'] ?? value['workdays']);
  const named = [value['firstYear'], value['lastYear']].filter((one) => typeof one === 'number');
  return calendar(off, on, named.length === 2 ? (named as [number, number]) : null, bad);
}

const worked = /^(班|上班|调休|补班|工作日?|是|1)$/;
const free = /^(休|休息|放假|节假日|假|否|0)$/;

function calendarOf(lines: readonly Line[], bad: (reason: string) => never): ReadPart<'calendar'> {
  const { body, rejected } = taken(
    lines,
    ({ date = '', work = '' }) => {
      const day = readDate(date);
      if (day === null) return `日期“${date}”不是日期`;
      return worked.test(work) || free.test(work) ? { day, off: free.test(work) } : `安排“${work}”不是“休”或“班”`;
    },
    bad,
  );
  const of = (off: boolean): string[] => body.filter((one) => one.off === off).map(({ day }) => day);
  return { ...calendar(of(true), of(false), null, bad), rejected };
}

/** Fewer days off than this are no year's arrangement but the edge of the next one's. */
const leastHolidays = 5;

function calendar(
  off: readonly string[],
  on: readonly string[],
  span: readonly [number, number] | null,
  bad: (reason: string) => never,
): ReadPart<'calendar'> {
  const yearOf = (date: string): number => Number(date.slice(0, 4));
  const counted = new Map<number, number>();
  for (const date of off.filter(isDate)) counted.set(yearOf(date), (counted.get(yearOf(date)) ?? 0) + 1);
  const whole = [...counted].filter(([, days]) => days >= leastHolidays || counted.size === 1).map(([year]) => year);
  if (span === null && whole.length === 0) bad('没有一整年的放假安排');
  const [firstYear, lastYear] = span ?? [Math.min(...whole), Math.max(...whole)];
  for (let year = firstYear; span === null && year <= lastYear; year++)
    if (!whole.includes(year)) bad(`缺 ${year} 年的放假安排`);
  const within = (date: string): boolean => yearOf(date) >= firstYear && yearOf(date) <= lastYear;
  const sorted = (dates: readonly string[]): string[] => [...new Set(dates.filter(within))].sort();
  const read = dispatchBodies.calendar.safeParse({
    firstYear,
    lastYear,
    holidays: sorted(off),
    makeupDays: sorted(on),
  });
  if (!read.success) return bad('工作日历的写法不对');
  return { part: 'calendar', body: read.data, rejected: [] };
}

/** Years of a file beside those that are prepared: a year that is there is replaced. Null where a year between them would be missing. */
export function mergeYears(known: DispatchedCalendar | undefined, read: DispatchedCalendar): DispatchedCalendar | null {
  if (!known) return read;
  if (read.firstYear > known.lastYear + 1 || read.lastYear < known.firstYear - 1) return null;
  const kept = (dates: readonly string[]): string[] =>
    dates.filter((date) => Number(date.slice(0, 4)) < read.firstYear || Number(date.slice(0, 4)) > read.lastYear);
  return {
    firstYear: Math.min(known.firstYear, read.firstYear),
    lastYear: Math.max(known.lastYear, read.lastYear),
    holidays: [...kept(known.holidays), ...read.holidays].sort(),
    makeupDays: [...kept(known.makeupDays), ...read.makeupDays].sort(),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
