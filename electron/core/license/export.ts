import { refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { copyNumbers } from '../../../shared/license/copies.ts';
import { eventText, statusText } from '../../../shared/license/event.ts';
import { besideFace, licenseLabel } from '../../../shared/license/fields.ts';
import { archiveText, type License, type LicenseStatus } from '../../../shared/license/license.ts';
import { metadataOf } from '../../../shared/license/metadata.ts';
import type { LicenseFilter } from '../../../shared/license/methods.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import {
  type FileOut,
  type SheetToWrite,
  type Sink,
  streamTable,
  type WayOut,
  writeOut,
} from '../spreadsheet/spreadsheet.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import { listLicenses, typesAmong } from './register.ts';
import { licenseOf } from './rows.ts';

export interface ExportWish extends LicenseFilter, WayOut {
  readonly format: 'xlsx' | 'csv' | 'json';
  readonly purpose: string;
}

export interface Exported extends FileOut {
  readonly rows: number;
}

interface Column {
  readonly title: string;
  readonly of: (license: License, record: StoredRecord) => string;
}

/** Characters that are gathered before they are written. */
const flush = 256 * 1024;

/** Records of a page: read and written without a rest, some 20 ms. */
const pageRows = 100;

/**
 * Writes licenses out whole, identity numbers included: who exports states a purpose, and both are logged (notice, annex 3, 5.2 and 5.3). A table has
 * the titles that `license.import` reads; json has the names of GB/T 36903 with the face under `KZ_`. Events, reasons of warnings and attachments stand
 * in sheets of their own in xlsx, in one cell each in csv, as lists in json. Records are read while they are written; cancelled or failed, it leaves no
 * file. Refuses `limit-exceeded` where a file to be handed back is too large.
 */
export async function exportLicenses(station: Station, wish: ExportWish, job: Job): Promise<Exported> {
  let rows = 0;
  const types = typesAmong(station, wish);
  const licenses = async function* (): AsyncGenerator<Found> {
    for await (const found of walk(station, wish, job)) {
      rows++;
      yield found;
    }
  };
  const write = (sink: Sink): Promise<void> => {
    if (wish.format === 'json') return writeJson(licenses(), sink);
    const known = versionsOf(station, types);
    const beside = besideSheets(known);
    const inCells = wish.format === 'csv' ? beside.map(({ name, text }) => ({ title: name, of: text })) : [];
    const gathered = wish.format === 'csv' ? [] : beside;
    const columns = [...columnsFor(known), ...inCells];
    const sheet = sheetOf(columns, licenses(), wish.type ?? '证照', (found) => {
      for (const { rows: lines, of } of gathered) lines.push(...of(found.license));
    });
    return streamTable(sheet, wish.format, sink, gathered);
  };
  const stem = `证照${wish.type ? `-${wish.type}` : ''}-${station.now().slice(0, 10)}`;
  const made = await writeOut(wish, stem, wish.format, write);
  station.audit('license.export', wish.type ?? '', undefined, {
    purpose: wish.purpose,
    format: wish.format,
    rows,
    query: wish.query ?? '',
  });
  return { ...made, rows };
}

interface Found {
  readonly record: StoredRecord;
  readonly license: License;
}

async function* walk(station: Station, filter: LicenseFilter, job: Job): AsyncGenerator<Found> {
  let done = 0;
  let after: string | undefined;
  do {
    if (job.signal.aborted) refuse('cancelled');
    const page = listLicenses(station, { ...filter, order: 'code', limit: pageRows, after });
    for (const record of page.records) yield { record, license: licenseOf(record) };
    done += page.records.length;
    job.progress('导出', done, Math.max(done, page.total), 'items');
    after = page.next ?? undefined;
    await new Promise((resume) => setImmediate(resume));
  } while (after !== undefined);
}

/** Every version of the types that occur, by `versionKey`. */
function versionsOf(station: Station, names: readonly string[]): Map<string, LicenseType> {
  const types = new Map<string, LicenseType>();
  for (const name of names)
    for (let version = typeNamed(station, name).version; version > 0; version--)
      types.set(versionKey({ name, version }), typeNamed(station, name, version));
  return types;
}

interface BesideSheet extends SheetToWrite {
  /** Rows of the licenses that were written already. */
  readonly rows: string[][];
  readonly of: (license: License) => string[][];
  /** The same in one cell. */
  readonly text: (license: License) => string;
}

/** What a license has any number of: its events, the reasons why its warnings passed, its attachments. */
function besideSheets(types: ReadonlyMap<string, LicenseType>): BesideSheet[] {
  const labelOf = ({ type }: License, field: string): string => {
    const known = types.get(versionKey(type));
    return known ? licenseLabel(known, field) : field;
  };
  const holders = (license: License): string => license.holders.map(({ name }) => name).join('、');
  const sheet = <T>(
    name: string,
    titles: readonly string[],
    all: (license: License) => readonly T[],
    cells: (one: T, license: License) => string[],
    text: (one: T, license: License) => string,
  ): BesideSheet => ({
    name,
    head: [['证照名称', '证照编号', '持证主体', ...titles]],
    rows: [],
    of: (license) =>
      all(license).map((one) => [license.type.name, license.number, holders(license), ...cells(one, license)]),
    text: (license) =>
      all(license)
        .map((one) => text(one, license))
        .join('；'),
  });
  return [
    sheet(
      '事项',
      ['事项', '决定日期', '事由', '文书', '文书附件', '原状态', '记入人', '记入时间'],
      ({ events }) => events,
      ({ kind, date, reason, document, fileName, status, pledged, by, at }) => [
        ...[kind, date, reason, document, fileName],
        ...[statusText({ status: status as LicenseStatus, pledged }), by, at],
      ],
      eventText,
    ),
    sheet(
      '提醒的理由',
      ['字段', '当时的值', '理由'],
      ({ reasons }) => reasons,
      ({ field, value, reason }, license) => [labelOf(license, field), value, reason],
      ({ field, reason }, license) => `${labelOf(license, field)}：${reason}`,
    ),
    sheet(
      '附件',
      ['文件名'],
      ({ attachments }) => attachments,
      ({ name }) => [name],
      ({ name }) => name,
    ),
  ];
}

/** Face labels of all types that occur, each once, between what every license has. */
function columnsFor(types: ReadonlyMap<string, LicenseType>): Column[] {
  const face = new Map<string, Map<string, string>>();
  const note = (title: string, version: string, path: string) => {
    const paths = face.get(title) ?? new Map<string, string>();
    face.set(title, paths.set(version, path));
  };
  for (const [version, type] of types) {
    for (const field of facesInOrder(type)) note(field.label, version, `face.${field.key}`);
    for (const { label, path } of besideFace(type)) note(label, version, path);
  }
  const faceColumns = [...face].map(
    ([title, paths]): Column => ({
      title,
      of: (license) => valueAt(license, paths.get(versionKey(license.type)) ?? ''),
    }),
  );
  return [
    { title: '证照名称', of: (license) => license.type.name },
    { title: '证照类型代码', of: (license) => license.type.code },
    ...faceColumns,
    { title: '颁发机构代码', of: (license) => license.organCode },
    { title: '证照标识', of: (license) => license.identifier },
    { title: '副本数', of: (license) => license.copies?.count ?? '' },
    { title: '副本号清单', of: (license) => license.copies?.numbers ?? '' },
    { title: '证照状态', of: (license) => license.status },
    { title: '质押', of: (license) => (license.pledged ? '质押' : '') },
    { title: '存量/增量', of: (license) => license.stock.kind },
    { title: '录入依据', of: (license) => license.stock.basis },
    { title: '档号', of: (license) => archiveText(license.stock.archive) },
    { title: '记录状态', of: (_, record) => recordStateNames[record.state] },
  ];
}

const versionKey = ({ name, version }: Pick<LicenseType, 'name' | 'version'>): string => `${name} ${version}`;

function sheetOf(
  columns: readonly Column[],
  licenses: AsyncIterable<Found>,
  name: string,
  also: (found: Found) => void,
): SheetToWrite {
  async function* rows(): AsyncGenerator<string[]> {
    for await (const found of licenses) {
      also(found);
      yield columns.map((column) => column.of(found.license, found.record));
    }
  }
  return { name: name.slice(0, 30), head: [columns.map((column) => column.title)], rows: rows() };
}

async function writeJson(licenses: AsyncIterable<Found>, sink: Sink): Promise<void> {
  let pending = '[';
  let between = '\n';
  for await (const { license, record } of licenses) {
    const { id, state, revision } = record;
    const { status, pledged, stock, clock, events, reasons, attachments, copies } = license;
    const one = {
      ...{ id, state, revision, status, pledged, stock, clock },
      ...(copies ? { copies: { count: copies.count, numbers: copyNumbers(copies) } } : {}),
      events: events.map(({ file: _, ...event }) => event),
      reasons,
      attachments: attachments.map(({ name }) => name),
      ...metadataOf(license),
    };
    pending += between + JSON.stringify(one);
    between = ',\n';
    if (pending.length < flush) continue;
    sink(Buffer.from(pending, 'utf8'));
    pending = '';
  }
  sink(Buffer.from(`${pending}\n]\n`, 'utf8'));
}
