import { serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import type { RowsWish } from '../core/license/import-rows.ts';
import { beginTable } from '../core/spreadsheet/read-table.ts';
import {
  type Packed,
  packedRows,
  type TableAsk,
  type TableInput,
  type TableMessage,
  type TableRow,
} from '../core/spreadsheet/spreadsheet.ts';
import { answerWith } from '../core/threads/answer.ts';

// Worker thread: reads one table after the other. Each batch of rows waits until the one before it was asked for.
answerWith(async (input: TableInput) => {
  try {
    await send(input);
    return null;
  } finally {
    input.port.close();
  }
});

async function send({ bytes, name, port }: TableInput): Promise<void> {
  const say = (message: TableMessage): void => port.postMessage(message);
  const next = asksOf(port);
  const { about, rows } = await beginTable(bytes, name);
  say({ about });
  let ready: ((row: TableRow) => unknown) | undefined;
  const sayRows = (rows: readonly TableRow[]): void => {
    if (!ready) {
      say({ rows });
      return;
    }
    const packed: Packed[] = [];
    for (let at = 0; at < rows.length; at += packedRows) {
      // A copy of its own size, which moves over.
      packed.push(new Uint8Array(serialize(rows.slice(at, at + packedRows).map(ready))));
    }
    port.postMessage(
      { rows: packed } satisfies TableMessage,
      packed.map(({ buffer }) => buffer),
    );
  };
  /** Waits until more is asked for; false when nothing is. */
  const wanted = async (): Promise<boolean> => {
    for (;;) {
      const ask = await next();
      if (ask === null) return false;
      if (ask === 'more') return true;
      const { readyRows } = await import('../core/license/import-rows.ts');
      ready = readyRows(ask.licenses as RowsWish);
      if (ask.rows.length === 0) return true;
      sayRows(ask.rows);
    }
  };
  for await (const batch of rows) {
    if (!(await wanted())) return;
    sayRows(batch);
  }
  if (await wanted()) say({ rows: [] });
}

/** Waits for the next ask; null when the other side has closed the port, having enough. */
function asksOf(port: MessagePort): () => Promise<TableAsk | null> {
  const asks: TableAsk[] = [];
  let closed = false;
  let wake = (): void => {};
  port.on('message', (ask: TableAsk) => {
    asks.push(ask);
    wake();
  });
  port.on('close', () => {
    closed = true;
    wake();
  });
  return async () => {
    while (asks.length === 0 && !closed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return closed ? null : (asks.shift() ?? null);
  };
}
