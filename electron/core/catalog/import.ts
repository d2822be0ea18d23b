import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { CatalogContext } from '../../../shared/catalog/check.ts';
import { catalogFieldLabel } from '../../../shared/catalog/fields.ts';
import type { ImportReport } from '../../../shared/catalog/methods.ts';
import { normalizeCatalog } from '../../../shared/catalog/normalize.ts';
import { checkUscc } from '../../../shared/china/uscc.ts';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import type { StationInfo } from '../../../shared/station/station.ts';
import type { Job } from '../context.ts';
import { readTable } from '../spreadsheet/spreadsheet.ts';
import type { Station } from '../store/station.ts';
import type { ImportEntry, ReadCatalogs, RowNote } from './import-entry.ts';
import { OwnCatalogs } from './own-catalogs.ts';
import { readCatalogJson } from './read-json.ts';
import { readCatalogSheet } from './read-sheet.ts';
import { contextOf, saveCatalog } from './save.ts';
import { storedCatalog } from './stored-catalog.ts';

/** Longest stretch of writing that keeps others waiting, in ms. */
const sliceMs = 40;
const notesShown = 5000;
/** Other organs of a file that are told by name. */
const othersNamed = 5;
/** Largest file that is read from a path, bytes. */
const mostBytes = 1024 * 1024 * 1024;
export interface ImportOptions {
  readonly submit: boolean;
  readonly asNewVersion: boolean;
}

/** The bytes of a file of this machine. Refuses `file-missing`, `file-too-large`. */
export async function readImportFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= mostBytes) return await readFile(path);
    return refuse('file-too-large', {
      name: basename(path),
      mb: Math.ceil(size / 1e6),
      limit: Math.floor(mostBytes / 1e6),
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('file-missing', { path });
  }
}

/** Reads a file of catalogs by its contents: JSON, a workbook or a text table. */
export async function readCatalogFile(bytes: Uint8Array, name: string): Promise<ReadCatalogs> {
  const first = new TextDecoder()
    .decode(bytes.subarray(0, 64))
    .replace(/^\ufeff/, '')
    .trimStart()[0];
  return first === '{' || first === '['
    ? readCatalogJson(bytes, name)
    : readCatalogSheet(await readTable(bytes, name), name);
}

/**
 * Takes catalogs in: new ones are added, known ones (same code, same source, or same name and provider) get what the file says, blank cells of
 * the file leave what is there. One bad row never stops the rest; nothing is invented for a gap. Cancelled before the first write it leaves
 * nothing behind.
 */
export async function importCatalogs(
  station: Station,
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: ImportOptions,
  job: Job,
): Promise<ImportReport> {
  job.progress('读取', 0, 1, 'items');
  const read = await readCatalogFile(file.bytes, file.name);
  if (job.signal.aborted) refuse('cancelled');
  const intake = new Intake(station, options);
  for (const note of read.notes) intake.note(note, 'warning', '', '');
  for (const note of read.rejected) intake.reject(note, '');
  const entries = read.entries[Symbol.iterator]();
  let next = entries.next();
  for (let done = 0; !next.done; ) {
    const until = performance.now() + sliceMs;
    station.transaction(() => {
      do {
        if ('body' in next.value) intake.take(next.value);
        else intake.reject(next.value, '');
        next = entries.next();
        done++;
      } while (!next.done && performance.now() < until);
    });
    job.progress('写入', done, read.total, 'items');
    await new Promise((resume) => setImmediate(resume));
  }
  const report = intake.report();
  const { imported, drafts, created, updated, unchanged } = report;
  station.audit('catalog.import', file.name, undefined, {
    imported,
    drafts,
    created,
    updated,
    unchanged,
    rejected: report.rejected.length,
  });
  return report;
}

/** Whose station it is. */
type Organ = Pick<StationInfo, 'name' | 'uscc'>;

class Intake {
  private readonly counts = { imported: 0, drafts: 0, created: 0, updated: 0, unchanged: 0 };
  private readonly rejected: ImportReport['rejected'] = [];
  private readonly notes: ImportReport['notes'] = [];
  private notesTotal = 0;
  private readonly own: OwnCatalogs;
  private readonly context: CatalogContext;
  /** Codes of this file with the row that has them and the record that it became. */
  private readonly codes = new Map<string, { readonly row: number; readonly name: string; readonly id: string }>();
  /** How many catalogs of this file are another organ's, by its name or code. */
  private readonly others = new Map<string, number>();
  private readonly organ: Organ;
  private readonly station: Station;
  private readonly options: ImportOptions;

  constructor(station: Station, options: ImportOptions) {
    this.station = station;
    this.options = options;
    this.own = new OwnCatalogs(station);
    this.context = contextOf(station);
    this.organ = station.info();
  }

  take(entry: ImportEntry): void {
    const body = normalizeCatalog(entry.body);
    const { row } = entry;
    const twin = body.code === '' ? undefined : this.codes.get(body.code);
    if (twin && !(this.options.asNewVersion && twin.id !== '' && twin.name === body.name)) {
      const how = twin.name === body.name ? '是同一资源的新版时，请选“作为新版导入”再导入' : '确是另一资源的请换顺序码';
      const message = `代码 ${body.code} 与第 ${twin.row} 行相同，未导入；${how}`;
      this.reject({ row, field: 'code', code: 'code-taken', message }, body.name);
      return;
    }
    let id = '';
    try {
      id = this.store(entry, body, twin?.id);
      if (twin) {
        const message = `代码与第 ${twin.row} 行相同，作为它的新版导入`;
        this.note({ row, field: 'code', code: 'version-of-row', message }, 'warning', body.name, id);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message } = error.failure;
      this.reject({ row, field: code === 'code-taken' ? 'code' : '', code, message }, body.name);
    }
    if (body.code !== '') this.codes.set(body.code, { row, name: body.name, id });
    if (id === '') return;
    const other = otherProvider(this.organ, body);
    if (other !== '') this.others.set(other, (this.others.get(other) ?? 0) + 1);
    for (const note of entry.notes) this.note(note, 'warning', body.name, id);
  }

  note(note: RowNote, level: 'error' | 'warning', name: string, id: string): void {
    this.notesTotal++;
    if (this.notes.length < notesShown) this.notes.push({ ...note, level, name, id });
  }

  reject(note: RowNote, name: string): void {
    this.rejected.push({ ...note, level: 'error', name, id: '' });
  }

  report(): ImportReport {
    this.noteOthers();
    const rejected = this.rejected.toSorted((a, b) => a.row - b.row);
    return { ...this.counts, rejected, notes: this.notes, notesTotal: this.notesTotal };
  }

  /** A sheet of several organs: says first whose catalogs are now this station's too. */
  private noteOthers(): void {
    if (this.others.size === 0) return;
    const named = [...this.others].slice(0, othersNamed).map(([name, count]) => `${name} ${count} 条`);
    const total = [...this.others.values()].reduce((sum, count) => sum + count, 0);
    const message = `${total} 条的提供方不是本单位（${named.join('、')}${this.others.size > othersNamed ? ' 等' : ''}），也导入了；不由本单位编制的请删去`;
    this.notesTotal++;
    this.notes.unshift({
      row: 0,
      field: 'provider',
      code: 'provider-other',
      message,
      level: 'warning',
      name: '',
      id: '',
    });
  }

  /** Stores an entry, as the record `known` where that is given; returns its id, '' where it was rejected. */
  private store(entry: ImportEntry, body: Catalog, known = this.own.match(body)?.id): string {
    const before = known === undefined ? undefined : this.station.records.get(known, 'catalog');
    const stood = before && storedCatalog(before.body);
    const next = stood ? filledIn(stood, body) : body;
    const same = stood !== undefined && sameBody(stood, next);
    if (before && !same && !['draft', 'pending', 'returned'].includes(before.state) && !this.options.asNewVersion) {
      const message = `“${before.name}”${recordStateNames[before.state]}，与文件不同，没有改动。要改请选“作为新版导入”，或在编辑页改版`;
      this.reject({ row: entry.row, field: '', code: 'catalog-sent', message }, body.name);
      return '';
    }
    if (before && same) {
      this.counts.unchanged++;
      this.counts.imported++;
      if (before.errors > 0) this.counts.drafts++;
      return before.id;
    }
    const submit = this.options.submit ? ('whenComplete' as const) : false;
    const { findings, record } = saveCatalog(this.station, { id: before?.id, body: next, submit }, this.context);
    this.counts.imported++;
    this.counts[before ? 'updated' : 'created']++;
    if (record.errors > 0) this.counts.drafts++;
    for (const { field, code, level, message } of findings) {
      const item = /^items\.(\d+)/.exec(field);
      const row = (item && entry.itemRows[Number(item[1])]) || entry.row;
      this.note({ row, field, code, message: `${catalogFieldLabel(field)}：${message}` }, level, body.name, record.id);
    }
    return record.id;
  }
}

/** Whose a catalog is, where it is another organ's than the station's; '' where it is its own, or says nothing. */
function otherProvider({ name, uscc }: Organ, { provider, providerCode }: Catalog): string {
  const other =
    checkUscc(providerCode)?.level !== 'error' ? providerCode !== uscc : provider !== '' && provider !== name;
  return other ? provider || providerCode : '';
}

/** What the file says over what is there; a blank of the file keeps what somebody has filled in since. */
function filledIn<T>(before: T, next: T): T {
  if (next === '' || (Array.isArray(next) && next.length === 0)) return before;
  if (Array.isArray(next) || typeof next !== 'object' || next === null) return next;
  // What a file cannot say, such as a change or a withdrawal, stays.
  const known = before as Record<string, unknown>;
  const said = Object.entries(next).map(([key, value]) => [key, filledIn(known[key] ?? value, value)]);
  return { ...known, ...Object.fromEntries(said) } as T;
}

function sameBody(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Keys in one order, so that equal values have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
