import { deserialize } from 'node:v8';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Refusal } from '../../../shared/contract/failures.ts';
import { createPool } from '../threads/pool.ts';
import { type Table, type TableAbout, type TableRow, tooLarge } from './table.ts';

export type { MergedRange, SheetToWrite } from './sheet-to-write.ts';
export {
  cellText,
  isFault,
  isNumberThatWasACode,
  limits,
  type Table,
  type TableAbout,
  type TableKind,
  type TableRow,
} from './table.ts';
export { type FileOut, type WayOut, writeOut } from './write-out.ts';
export { type Sink, streamTable, type TableFormat, writeFileInPieces, writeTable } from './write-table.ts';

/** What goes to the worker that reads tables. Rows come back through `port`, one batch for each message that asks. */
export interface TableInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly port: MessagePort;
}
/** First what the table is, then its rows; a batch without rows is the end. */
export type TableMessage = { readonly about: TableAbout } | { readonly rows: readonly unknown[] };
/** Asks for the next batch; or for these rows and all that follow as licenses, see `OpenTable.licenses`. */
export type TableAsk = 'more' | { readonly licenses: unknown; readonly rows: readonly TableRow[] };

/** Some rows in the form in which threads hand values over: 25 of them are 300 KB of objects. */
export type Packed = Uint8Array<ArrayBuffer>;
export const packedRows = 25;

/** The rows of a piece, whose memory is given back at once. */
export function unpack<R>(packed: Packed): readonly R[] {
  const rows = deserialize(packed) as readonly R[];
  packed.buffer.transfer(0);
  return rows;
}

/** Batches that the worker reads before they are taken. */
const ahead = 6;

/** Memory that a file may claim while it is read, MiB; beyond it only the worker ends. */
const heapMb = 320;

let reading: ReturnType<typeof createPool<TableInput, null>> | undefined;

export interface OpenTable {
  readonly about: TableAbout;
  /** Batches of rows in order, while the worker reads the next; to be walked once. */
  readonly rows: AsyncIterable<readonly TableRow[]>;
  /** The first batch alone, for who wants the rest as `licenses`. */
  first(): Promise<readonly TableRow[]>;
  /** What the worker makes of these rows and of all that follow, by `readyRows` of electron/core/license/import-rows.ts; in pieces, to be walked once. */
  licenses(wish: unknown, rows: readonly TableRow[]): AsyncIterable<readonly Packed[]>;
  /** Ends the reading, whether or not all rows were taken. */
  close(): Promise<void>;
}

/**
 * Opens a table file: xlsx, xls and et, text (csv, tsv) in UTF-8, UTF-16 or GB18030, dbf. What it is, is told from its bytes, not from its name.
 * It is read in a worker thread while its rows are taken. Refuses `not-a-table`, `table-locked`, `limit-exceeded`, `file-too-large`, and
 * `cancelled`, here or while the rows are taken.
 */
export async function openTable(bytes: Uint8Array, name: string, signal?: AbortSignal): Promise<OpenTable> {
  reading ??= createPool<TableInput, null>({ entry: 'tables', threads: 2, heapMb });
  const { port1, port2 } = new MessageChannel();
  const arrived: TableMessage[] = [];
  let wake = (): void => {};
  port1.on('message', (message: TableMessage) => {
    arrived.push(message);
    wake();
  });
  const ended = reading.run({ bytes, name, port: port2 }, { name, signal, transfer: [port2] }).catch((error) => {
    port1.close();
    if (isOutOfMemory(error)) tooLarge(name, '展开后过大，内存放不下');
    throw error;
  });
  // Its last messages may still be on their way when the worker is done: only its refusal ends the wait for one.
  const refused = ended.then(() => new Promise<never>(() => {}));
  refused.catch(() => {});
  const hear = async (): Promise<TableMessage> => {
    for (;;) {
      const message = arrived.shift();
      if (message) return message;
      const heard = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([heard, refused]);
    }
  };
  const first = await hear();
  if (!('about' in first)) throw new Error('a table begins with what it is');
  const ask = (what: TableAsk): void => port1.postMessage(what);
  const heard = async <R>(): Promise<readonly R[]> => {
    const message = await hear();
    return 'rows' in message ? (message.rows as readonly R[]) : [];
  };
  async function* asked<R>(begin: TableAsk): AsyncGenerator<readonly R[]> {
    ask(begin);
    for (let more = 1; more < ahead; more++) ask('more');
    for (;;) {
      const batch = await heard<R>();
      if (batch.length === 0) return;
      ask('more');
      yield batch;
    }
  }
  return {
    about: first.about,
    rows: asked('more'),
    first() {
      ask('more');
      return heard();
    },
    licenses: (wish, rows) => asked({ licenses: wish, rows }),
    async close() {
      port1.close();
      await ended.catch(() => {});
    },
  };
}

/** Reads a whole table; refuses as `openTable` does. */
export async function readTable(bytes: Uint8Array, name: string): Promise<Table> {
  const { about, rows: batches, close } = await openTable(bytes, name);
  try {
    const rows: TableRow[] = [];
    for await (const batch of batches) rows.push(...batch);
    return { ...about, rows };
  } finally {
    await close();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Refusal && String(error.failure.details.cause).includes('OUT_OF_MEMORY');
}
