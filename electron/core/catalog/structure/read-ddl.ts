import { setImmediate as nextTurn } from 'node:timers/promises';
import { columnType } from './column-type.ts';
import { type Token, tokensOf } from './sql-tokens.ts';
import type { Column, Structure, StructureTable } from './structure.ts';

/** Begin a line of a table definition that is no column. */
const constraints =
  /^(constraint|primary|unique|key|index|foreign|check|fulltext|spatial|cluster|clustered|exclude|like|period|supplemental|not)$/i;
/** Follow the first word of a type and belong to it. */
const tailWords = /^(precision|varying|raw|large|object)$/i;

/**
 * The tables of an SQL script with their columns and comments: MySQL, SQL Server, Oracle, Dameng, Kingbase and PostgreSQL, SQLite, DB2, as
 * their tools export them. Only the head of each column is read, so that what a dialect writes behind it does no harm; statements other
 * than CREATE TABLE, COMMENT ON and sp_addextendedproperty are passed over. Lets other calls in between.
 */
export async function readDdl(script: string): Promise<Structure> {
  const tokens: Token[] = [];
  for (const token of tokensOf(script)) if (tokens.push(token) % oneTurn === 0) await nextTurn();
  return new DdlReader(tokens).read();
}

/** Tokens that are read before another call has its turn: some milliseconds. */
const oneTurn = 10_000;

interface Draft {
  readonly name: string;
  title: string;
  readonly columns: Column[];
}

class DdlReader {
  private readonly tokens: readonly Token[];
  private at = 0;
  private readonly tables = new Map<string, Draft>();
  /** Comments may leave the schema out, or have one where the table has none. */
  private readonly byName = new Map<string, Draft>();
  private readonly notes: string[] = [];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  async read(): Promise<Structure> {
    for (let turn = oneTurn; this.at < this.tokens.length; ) {
      if (this.at > turn) {
        await nextTurn();
        turn = this.at + oneTurn;
      }
      if (this.take('create')) this.create();
      else if (this.take('comment')) this.comment();
      else if (/^sp_addextendedproperty$/i.test(this.tokens[this.at++]!.text)) this.property();
    }
    const tables = [...this.tables.values()].map(
      ({ name, title, columns }): StructureTable => ({ name, title, columns }),
    );
    return { tables, notes: this.notes };
  }

  private create(): void {
    const { line } = this.tokens[this.at - 1]!;
    while (this.is(0, 'global', 'local', 'temporary', 'temp', 'unlogged', 'external', 'column', 'or', 'replace'))
      this.at++;
    if (!this.take('table')) return;
    if (this.take('if')) while (this.is(0, 'not', 'exists')) this.at++;
    const path = this.path();
    const name = path.at(-1) ?? '';
    if (name === '' || !this.take('(')) {
      this.notes.push(`第 ${line} 行的表${name && ` ${name} `}没有列定义，未读`);
      return;
    }
    const table: Draft = { name, title: '', columns: [] };
    for (const part of this.parts()) this.column(table, part);
    table.title = this.commentOf(this.rest());
    if (table.columns.length === 0) this.notes.push(`第 ${line} 行的表 ${name} 没有列定义，未读`);
    else {
      this.tables.set(key(path), table);
      this.byName.set(key([name]), table);
    }
  }

  /** What stands in the brackets that are open, parted by its commas; afterwards the closing one is taken. */
  private parts(): Token[][] {
    const parts: Token[][] = [[]];
    for (let depth = 1; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.kind === 'mark') {
        if (token.text === '(') depth++;
        if (token.text === ')' && --depth === 0) break;
        if (token.text === ',' && depth === 1) {
          parts.push([]);
          continue;
        }
      }
      parts.at(-1)!.push(token);
    }
    this.at++;
    return parts;
  }

  private column(table: Draft, part: readonly Token[]): void {
    const [head, ...rest] = part;
    if (!head || head.kind === 'mark' || head.kind === 'text') return;
    if (head.kind === 'word' && constraints.test(head.text)) return;
    let at = 0;
    // A type may carry the schema that it comes from.
    while (rest[at + 1]?.text === '.') at += 2;
    const first = rest[at];
    let named = first && first.kind !== 'mark' ? first.text : '';
    for (at++; rest[at] && tailWords.test(rest[at]!.text); at++) named += `_${rest[at]!.text}`;
    if (/^unsigned$/i.test(rest[at]?.text ?? '')) at++;
    let size = '';
    if (rest[at]?.text === '(') {
      for (at++; rest[at] && rest[at]!.text !== ')'; at++)
        if (/^(\d+|max|,)$/i.test(rest[at]!.text)) size += rest[at]!.text.toLowerCase();
    }
    const found = columnType(named, size);
    if (!found && named !== '')
      this.notes.push(`${table.name}.${head.text} 的类型 ${named} 不认识（第 ${head.line} 行），类型留空`);
    table.columns.push({
      name: head.text,
      title: this.commentOf(part),
      ...(found ?? { type: '', length: '' }),
    });
  }

  /** COMMENT 'text', as MySQL and Hive write it behind columns and tables. */
  private commentOf(part: readonly Token[]): string {
    const at = part.findIndex(({ kind, text }) => kind === 'word' && /^comment$/i.test(text));
    const said = at < 0 ? undefined : part.slice(at + 1, at + 3).find(({ text }) => text !== '=');
    return said?.kind === 'text' ? said.text.trim() : '';
  }

  /** What is left of the statement; it ends before a semicolon, GO, or the next thing that is created. */
  private rest(): Token[] {
    const from = this.at;
    while (this.at < this.tokens.length && !this.is(0, ';', 'go', 'create', 'insert')) {
      if (this.is(0, 'comment') && this.is(1, 'on')) break;
      this.at++;
    }
    return this.tokens.slice(from, this.at);
  }

  /** COMMENT ON TABLE a.b IS 'text', COMMENT ON COLUMN a.b.c IS 'text'. */
  private comment(): void {
    if (!this.take('on')) return;
    const ofColumn = this.is(0, 'column');
    if (!ofColumn && !this.is(0, 'table')) return;
    this.at++;
    const path = this.path();
    if (!this.take('is') || this.tokens[this.at]?.kind !== 'text') return;
    const { text } = this.tokens[this.at++]!;
    this.say(ofColumn ? path.slice(0, -1) : path, ofColumn ? path.at(-1)! : '', text);
  }

  /** MS_Description of SQL Server, by names of parameters or by their order: name, value, and three pairs of a level's type and its name. */
  private property(): void {
    const said: string[] = [];
    const named = new Map<string, string>();
    for (
      let parameter = '';
      this.at < this.tokens.length && !this.is(0, ';', 'go', 'exec', 'execute', 'create');
      this.at++
    ) {
      const { kind, text } = this.tokens[this.at]!;
      if (text === '@') parameter = this.tokens[this.at + 1]?.text.toLowerCase() ?? '';
      else if (text === ',') parameter = '';
      else if (kind === 'mark' || (kind === 'word' && text.toLowerCase() === parameter)) continue;
      else if (parameter !== '') named.set(parameter, text);
      else said.push(text);
    }
    const of = (name: string, place: number): string => named.get(name) ?? said[place] ?? '';
    if (of('name', 0) !== 'MS_Description' || of('level1type', 4).toLowerCase() !== 'table') return;
    const isColumn = of('level2type', 6).toLowerCase() === 'column';
    if (!isColumn && of('level2type', 6) !== '') return;
    this.say([of('level0name', 3), of('level1name', 5)], isColumn ? of('level2name', 7) : '', of('value', 1));
  }

  private say(path: readonly string[], column: string, text: string): void {
    const table = this.tables.get(key(path)) ?? this.byName.get(key(path.slice(-1)));
    if (!table) return;
    if (column === '') table.title = text.trim();
    const at = table.columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (at >= 0) table.columns[at] = { ...table.columns[at]!, title: text.trim() };
  }

  /** `a.b.c` in any quotes. */
  private path(): string[] {
    const path: string[] = [];
    while (this.tokens[this.at] && this.tokens[this.at]!.kind !== 'mark') {
      path.push(this.tokens[this.at++]!.text);
      if (!this.take('.')) break;
    }
    return path;
  }

  private is(ahead: number, ...texts: readonly string[]): boolean {
    const token = this.tokens[this.at + ahead];
    return (
      token !== undefined &&
      (token.kind === 'word' || token.kind === 'mark') &&
      texts.includes(token.text.toLowerCase())
    );
  }

  private take(text: string): boolean {
    const found = this.is(0, text);
    if (found) this.at++;
    return found;
  }
}

/** Tables are told apart by schema and name. */
function key(path: readonly string[]): string {
  return path.slice(-2).join('.').toLowerCase();
}
