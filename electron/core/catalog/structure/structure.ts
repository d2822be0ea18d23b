import Database from 'better-sqlite3';
import { refuse } from '../../../../shared/contract/failures.ts';
import { dbfColumns, isDbf } from '../../spreadsheet/read-dbf.ts';
import { readTable } from '../../spreadsheet/spreadsheet.ts';
import { decodeText } from '../../spreadsheet/text-encoding.ts';
import type { ColumnType } from './column-type.ts';
import { headColumns } from './head-columns.ts';
import { readDdl } from './read-ddl.ts';

/** A column of a department's own table. */
export interface Column extends ColumnType {
  readonly name: string;
  /** What the database says of it, '' for nothing. */
  readonly title: string;
}

export interface StructureTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
}

export interface Structure {
  readonly tables: readonly StructureTable[];
  /** What could not be read, one Chinese sentence each. */
  readonly notes: readonly string[];
}

/** More belong in several files; a national system has some thousands. */
const mostTables = 5000;
const mostNotes = 200;
/** A script with its data in it may be large; what is read of it is small. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Tables with their columns from what a department has: a script of CREATE TABLE statements, a SQLite file, a dbf, or the first rows of
 * a data file (xlsx, xls, et, csv). Told by contents. Refuses `file-too-large`, `no-structure` where no table is found, and what the
 * reader of tables refuses.
 */
export async function readStructure(bytes: Uint8Array, name: string): Promise<Structure> {
  if (bytes.length > mostBytes)
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: Math.floor(mostBytes / 1e6) });
  const { tables, notes } = await byContents(bytes, name);
  if (tables.length === 0) refuse('no-structure', { name, reason: notes[0] ?? '没有 CREATE TABLE 语句' });
  const left = tables.length - mostTables;
  return {
    tables: tables.slice(0, mostTables),
    notes: [...(left > 0 ? [`另有 ${left} 张表未列出，请拆成几个文件`] : []), ...notes].slice(0, mostNotes),
  };
}

async function byContents(bytes: Uint8Array, name: string): Promise<Structure> {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 16)) === 'SQLite format 3\0') return ofSqlite(bytes, name);
  if (isDbf(bytes)) return { tables: [{ name: bare(name), title: '', columns: dbfColumns(bytes, name) }], notes: [] };
  if (isPackedOrOld(bytes)) return ofHead(bytes, name);
  const script = decodeText(bytes, name);
  return /\bcreate\b[\s\S]{1,100}?\btable\b/i.test(script) || /\.(sql|ddl)$/i.test(name)
    ? readDdl(script)
    : ofHead(bytes, name);
}

/** A zip (xlsx) or a compound file (xls, et). */
function isPackedOrOld([a, b]: Uint8Array): boolean {
  return (a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf);
}

async function ofHead(bytes: Uint8Array, name: string): Promise<Structure> {
  const { sheet, rows } = await readTable(bytes, name);
  const { columns, from } = headColumns(rows);
  if (columns.length === 0) return { tables: [], notes: ['没有标题行'] };
  const notes =
    from === 0 ? ['只有标题行，没有数据，类型和长度请自己填'] : [`类型和长度按前 ${from} 行数据估计，请核对`];
  return { tables: [{ name: sheet, title: '', columns }], notes };
}

/** SQLite keeps the statements that its tables were made by. */
async function ofSqlite(bytes: Uint8Array, name: string): Promise<Structure> {
  try {
    const db = new Database(Buffer.from(bytes), { readonly: true });
    try {
      db.pragma('trusted_schema = OFF');
      const statements = db
        .prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
        .pluck()
        .all() as string[];
      return await readDdl(statements.join(';\n'));
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) refuse('no-structure', { name, reason: 'SQLite 文件已损坏或已加密' });
    throw error;
  }
}

function bare(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
