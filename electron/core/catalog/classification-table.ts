import { readFileSync } from 'node:fs';
import {
  Classification,
  type ClassificationRow,
  classificationOf,
  classificationRows,
  levelNames,
  levelOf,
  readClassification,
} from '../../../shared/catalog/classification.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { resourceFile } from '../places.ts';
import { isNumberThatWasACode, readTable, streamTable, type WayOut, writeOut } from '../spreadsheet/spreadsheet.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';

// The table that codes are built from: one ships with the program as version 0, and a station may set its own, again and again. What was is kept.

export interface TableVersion {
  readonly version: number;
  readonly note: string;
  readonly at: string;
  readonly by: string;
}

let shipped: Classification | undefined;
const latest = new WeakMap<Station, { readonly version: number; readonly table: Classification }>();

/** The station's table as it stands, with its version. */
export function currentTable(station: Station): { readonly version: number; readonly table: Classification } {
  const version = Number(prepared(station.db, 'SELECT coalesce(max(version), 0) FROM classification').pluck().get());
  const known = latest.get(station);
  if (known?.version === version) return known;
  const current = { version, table: tableVersion(station, version) };
  latest.set(station, current);
  return current;
}

/** A table as it was; refuses `record-missing`. */
export function tableVersion(station: Station, version: number): Classification {
  if (version === 0) {
    shipped ??= readClassification(JSON.parse(readFileSync(resourceFile('codes/catalog-classification.json'), 'utf8')));
    return shipped;
  }
  const body = prepared(station.db, 'SELECT body FROM classification WHERE version = ?').pluck().get(version);
  if (body === undefined) refuse('record-missing', { id: `分类表第 ${version} 版` });
  return Classification.parse(JSON.parse(String(body)));
}

/** Newest first, the one that ships last. */
export function tableVersions(station: Station): TableVersion[] {
  const own = station.db.prepare('SELECT version, note, at, by FROM classification ORDER BY version DESC').all();
  return [...(own as TableVersion[]), { version: 0, note: '随程序带来', at: '', by: '' }];
}

interface TableChange {
  /** What the table is changed for. */
  readonly note: string;
  readonly by: string;
}

/** Puts another table in force, as the next version; codes that were given stay as they are. */
export function setTable(station: Station, table: Classification, { note, by }: TableChange): number {
  return station.transaction(() => {
    const { version, table: before } = currentTable(station);
    station.db
      .prepare('INSERT INTO classification (version, body, note, at, by) VALUES (?, ?, ?, ?, ?)')
      .run(version + 1, JSON.stringify(table), note, station.now(), by);
    const names = (list: Classification) =>
      Object.fromEntries(classificationRows(list).map(({ prefix, name }) => [prefix, name]));
    station.audit('catalog.classification', `第 ${version + 1} 版`, names(before), { ...names(table), note });
    return version + 1;
  });
}

/**
 * The same out of a list that somebody has changed. Refuses `invalid-input` with the first entry that
 * does not fit, `record-changed` where `base` is no longer the version that stands.
 */
export function saveTable(
  station: Station,
  rows: readonly ClassificationRow[],
  { base, ...change }: TableChange & { readonly base: number },
): number {
  const { table, problems } = classificationOf(rows);
  if (problems[0]) refuse('invalid-input', { where: problems[0].message });
  return station.transaction(() => {
    const { version } = currentTable(station);
    if (version !== base) refuse('record-changed', { user: tableVersions(station)[0]!.by, revision: version });
    return setTable(station, table, change);
  });
}

export interface ReadRow extends ClassificationRow {
  /** As the spreadsheet shows it. */
  readonly row: number;
}

/**
 * Entries out of a sheet: 代码 holds a whole prefix, or 类, 项, 目 and 细目 have a column each with the digits of their level; 名称 the name. Refuses
 * `not-a-table` where these titles are missing.
 */
export async function readTableFile(bytes: Uint8Array, name: string): Promise<ReadRow[]> {
  const { rows } = await readTable(bytes, name);
  const bare = (cell: string | undefined): string => (cell ?? '').normalize('NFKC').replace(/[\s*:]|\(.*?\)/g, '');
  const head = rows.slice(0, 20).findIndex(({ cells }) => {
    const titles = cells.map(bare);
    return (
      titles.some((title) => /名称$/.test(title)) && titles.some((title) => /^(分类)?(代码|编码)$|^类$/.test(title))
    );
  });
  const titles = rows[head]?.cells.map(bare) ?? [];
  const nameAt = titles.findIndex((title) => /名称$/.test(title));
  const codeAt = titles.findIndex((title) => /^(分类)?(代码|编码)$/.test(title));
  const levelAt = levelNames.map((word) => titles.indexOf(word));
  if (head < 0) refuse('not-a-table', { name, reason: '找不到“代码”（或“类、项、目、细目”）和“名称”的标题' });
  return rows.slice(head + 1).flatMap(({ row, cells }) => {
    const parts = codeAt >= 0 ? [cells[codeAt]] : levelAt.map((at) => cells[at]);
    const prefix = parts.map((part) => (isNumberThatWasACode(part ?? '') ? (part ?? '') : bare(part))).join('');
    const text = (cells[nameAt] ?? '').trim();
    return prefix === '' && text === '' ? [] : [{ row, prefix, name: text }];
  });
}

/** The table as a sheet that `readTableFile` reads. */
export function writeTableFile(station: Station, format: 'xlsx' | 'csv', way: WayOut) {
  const { version, table } = currentTable(station);
  const rows = classificationRows(table).map(({ prefix, name }) => [prefix, levelNames[levelOf(prefix) ?? 0], name]);
  const sheet = { name: '信息资源分类', head: [['代码', '级别', '名称']], rows, widths: [24, 8, 60] };
  return writeOut(way, `信息资源分类表-第${version}版`, format, (sink) => streamTable(sheet, format, sink));
}
