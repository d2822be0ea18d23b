import { createPool, type WorkPool } from '../threads/pool.ts';
import { type Db, openDatabase } from './database.ts';

/** A database whose log is to be written into it by a thread. The key moves to the thread. */
export interface LogToWrite {
  readonly path: string;
  readonly key: Uint8Array;
}

/** Pages that stood in the log, and those of them that are in the database now. */
export interface LogWritten {
  readonly log: number;
  readonly written: number;
}

/** Writes what it can of the log, while another connection goes on adding to it: runs in a worker thread. Refuses what `openDatabase` does. */
export function writeLog({ path, key }: LogToWrite): LogWritten {
  const db = openDatabase(path, key);
  key.fill(0);
  try {
    const [state] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
    return { log: state!.log, written: state!.checkpointed };
  } finally {
    db.close();
  }
}

/** Pages of the log, 64 MiB, beyond which nothing is added until all of it is written: it only begins anew when nothing is left of it. */
const longLog = 16_000;

let threads: WorkPool<LogToWrite, LogWritten> | undefined;

export interface LogWriter {
  /** Has the log written; resolves at once unless it has grown long. */
  write(): Promise<void>;
  /** Resolves when all of it is written and no thread has the database open. */
  end(): Promise<void>;
  /** Pages at which the writing connection helps itself: `otherwise`, or never while a thread does, unless it fails. */
  helpsItselfAt(otherwise: number): number;
}

/** `key` gives the raw key of the database; a log is `long` from so many pages on. */
export function createLogWriter(db: Db, key: () => Uint8Array, long = longLog): LogWriter {
  let running: Promise<void> | undefined;
  /** Of the log when it was written last; what was added since does not count yet. */
  let length = 0;
  let complete = true;
  let begun = false;

  const start = async (): Promise<void> => {
    if (!db.open) return;
    running ??= run().finally(() => {
      running = undefined;
    });
    await running;
  };
  const run = async (): Promise<void> => {
    threads ??= createPool({ entry: 'log', threads: 1 });
    const own = new Uint8Array(key());
    try {
      const { log, written } = await threads.run(
        { path: db.name, key: own },
        { name: db.name, transfer: [own.buffer] },
      );
      length = log;
      complete = written === log;
    } catch {
      // A full disk, or a thread without memory: what is committed stays in the log, and the connection helps itself in time.
    }
  };
  /** With nothing added meanwhile the next transaction begins a new log. */
  const all = async (): Promise<void> => {
    // One that is running knows nothing of what was added since.
    await running;
    await start();
    if (complete) length = 0;
  };
  return {
    async write() {
      begun = true;
      if (length <= long) void start();
      else await all();
    },
    async end() {
      if (begun) await all();
      begun = false;
    },
    helpsItselfAt: (otherwise) => (begun ? 4 * long : otherwise),
  };
}
