import { type MessagePort, parentPort } from 'node:worker_threads';
import { Refusal } from '../../shared/contract/failures.ts';
import { beginTable } from '../core/spreadsheet/read-table.ts';
import type { TableInput, TableMessage } from '../core/spreadsheet/spreadsheet.ts';
import type { WorkReply, WorkRequest } from '../core/threads/pool.ts';

// Worker thread: reads one table after the other. Each batch of rows waits until the one before it was asked for.
parentPort!.on('message', async ({ input }: WorkRequest<TableInput>) => {
  let reply: WorkReply<null>;
  try {
    await send(input);
    reply = { ok: true, value: null };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  input.port.close();
  parentPort!.postMessage(reply);
});

async function send({ bytes, name, port }: TableInput): Promise<void> {
  const say = (message: TableMessage): void => port.postMessage(message);
  const wanted = asksOf(port);
  const { about, rows } = await beginTable(bytes, name);
  say({ about });
  for await (const batch of rows) {
    if (!(await wanted())) return;
    say({ rows: batch });
  }
  if (await wanted()) say({ rows: [] });
}

/** Waits until the next batch is asked for; false when the other side has closed the port, having enough. */
function asksOf(port: MessagePort): () => Promise<boolean> {
  let asks = 0;
  let closed = false;
  let wake = (): void => {};
  port.on('message', () => {
    asks++;
    wake();
  });
  port.on('close', () => {
    closed = true;
    wake();
  });
  return async () => {
    while (asks === 0 && !closed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    asks--;
    return !closed;
  };
}
