import { basename, join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { besideFace } from '../../../shared/license/fields.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import { metadataOf } from '../../../shared/license/metadata.ts';
import type { LicenseFilter } from '../../../shared/license/methods.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import { joined, type SheetToWrite, type Sink, streamTable, writeFileInPieces } from '../spreadsheet/spreadsheet.ts';
import { freePath } from '../store/free-path.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import { listLicenses, typesAmong } from './register.ts';
import { licenseOf } from './rows.ts';

export interface ExportWish extends LicenseFilter {
  readonly format: 'xlsx' | 'csv' | 'json';
  readonly purpose: string;
  /** Folder to write to. */
  readonly to?: string | undefined;
  /** Name of the file there; one that is free where it is absent. */
  readonly as?: string | undefined;
}

export interface Exported {
  readonly name: string;
  /** The file, empty where it went to a folder. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  readonly rows: number;
  /** '' where it went to no folder. */
  readonly path: string;
}

interface Column {
  readonly title: string;
  readonly of: (license: License, record: StoredRecord) => string;
}

/** Characters that are gathered before they are written. */
const flush = 256 * 1024;

/** Largest file that is handed back instead of written, bytes. */
const handedBack = 64 * 1024 * 1024;

/** Records of a page: read and written without a rest, some 20 ms. */
const pageRows = 100;

/**
 * Writes licenses out whole, identity numbers included: who exports states a purpose, and both are logged (notice, annex 3, 5.2 and 5.3). A table has
 * the titles that `license.import` reads; json has the names of GB/T 36903 with the face under `KZ_`. Records are read while they are written;
 * cancelled or failed, it leaves no file. Refuses `limit-exceeded` where a file to be handed back is too large.
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
    const columns = columnsFor(station, types);
    return streamTable(sheetOf(columns, licenses(), wish.type ?? '证照'), wish.format, sink);
  };
  const stem = `证照${wish.type ? `-${wish.type}` : ''}-${station.now().slice(0, 10)}`;
  const made = await writeOut(wish, stem, write);
  station.audit('license.export', wish.type ?? '', undefined, {
    purpose: wish.purpose,
    format: wish.format,
    rows,
    query: wish.query ?? '',
  });
  return { ...made, rows };
}

async function writeOut(
  { to, as, format }: ExportWish,
  stem: string,
  write: (sink: Sink) => Promise<void>,
): Promise<Omit<Exported, 'rows'>> {
  if (to) {
    const path = as ? join(to, as) : freePath(to, stem, format);
    const size = await writeFileInPieces(path, write);
    return { name: basename(path), bytes: new Uint8Array(), size, path };
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  await write((bytes) => {
    size += bytes.length;
    if (size > handedBack) refuse('limit-exceeded', { what: '导出的文件超过 64 MB，请选一个文件夹写入' });
    pieces.push(bytes.slice());
  });
  return { name: `${stem}.${format}`, bytes: joined(pieces), size, path: '' };
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

/** Face labels of all types that occur, each once, between what every license has. */
function columnsFor(station: Station, names: readonly string[]): Column[] {
  const types = new Map<string, LicenseType>();
  for (const name of names)
    for (let version = typeNamed(station, name).version; version > 0; version--)
      types.set(versionKey({ name, version }), typeNamed(station, name, version));
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
    { title: '证照状态', of: (license) => license.status },
    { title: '存量/增量', of: (license) => license.stock.kind },
    { title: '录入依据', of: (license) => license.stock.basis },
    { title: '档号', of: (license) => archiveText(license.stock.archive) },
    { title: '记录状态', of: (_, record) => recordStateNames[record.state] },
  ];
}

const versionKey = ({ name, version }: Pick<LicenseType, 'name' | 'version'>): string => `${name} ${version}`;

function sheetOf(columns: readonly Column[], licenses: AsyncIterable<Found>, name: string): SheetToWrite {
  async function* rows(): AsyncGenerator<string[]> {
    for await (const { license, record } of licenses) yield columns.map((column) => column.of(license, record));
  }
  return { name: name.slice(0, 30), head: [columns.map((column) => column.title)], rows: rows() };
}

async function writeJson(licenses: AsyncIterable<Found>, sink: Sink): Promise<void> {
  let pending = '[';
  let between = '\n';
  for await (const { license, record } of licenses) {
    const { id, state, revision } = record;
    const one = { id, state, revision, status: license.status, stock: license.stock, ...metadataOf(license) };
    pending += between + JSON.stringify(one);
    between = ',\n';
    if (pending.length < flush) continue;
    sink(Buffer.from(pending, 'utf8'));
    pending = '';
  }
  sink(Buffer.from(`${pending}\n]\n`, 'utf8'));
}
