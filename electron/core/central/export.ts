import { basename, join } from 'node:path';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { CentralFilter } from '../../../shared/central/methods.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { type Sink, streamTable, writeFileInPieces } from '../spreadsheet/spreadsheet.ts';
import { freePath } from '../store/free-path.ts';
import type { Station } from '../store/station.ts';
import { type AcceptedRow, acceptedAfter, acceptedRows, countAccepted } from './accepted.ts';
import { columns, valuesOf } from './copy.ts';

interface Wish extends CentralFilter {
  readonly format: 'csv' | 'parquet';
  readonly purpose: string;
  readonly to: string;
  readonly as?: string | undefined;
}

const sliceRows = 200;
/** Rows of a row group of Parquet. */
const groupRows = 5000;

/** Writes everything whose acceptance stands with the columns of the central database. Cancelled or failed, it leaves no file. */
export async function exportAccepted(
  station: Station,
  wish: Wish,
  job: Job,
): Promise<{ rows: number; path: string; bytes: number }> {
  const path = wish.as
    ? join(wish.to, wish.as)
    : freePath(wish.to, `入库数据-${station.now().slice(0, 10)}`, wish.format);
  let rows = 0;
  const walk = async function* (): AsyncGenerator<AcceptedRow> {
    const total = countAccepted(station, wish);
    for (let after = 0; ; ) {
      if (job.signal.aborted) refuse('cancelled');
      const numbers = acceptedAfter(station, wish, after, sliceRows);
      if (numbers.length === 0) return;
      const read = acceptedRows(station, numbers);
      yield* read;
      rows += read.length;
      after = numbers.at(-1)!;
      job.progress('导出', rows, Math.max(rows, total), 'items');
      await new Promise((resume) => setImmediate(resume));
    }
  };
  const bytes = await writeFileInPieces(path, (sink) =>
    wish.format === 'csv' ? writeCsv(station.id, walk(), sink) : writeParquet(station.id, walk(), sink),
  );
  const { purpose, format, kind = '', partner = '' } = wish;
  station.audit('central.export', basename(path), undefined, { purpose, format, rows, kind, partner });
  return { rows, path, bytes };
}

function writeCsv(bureau: string, rows: AsyncIterable<AcceptedRow>, sink: Sink): Promise<void> {
  const cells = async function* () {
    for await (const row of rows) yield valuesOf(row, bureau);
  };
  return streamTable({ name: '', head: [columns], rows: cells() }, 'csv', sink);
}

/** Row group after row group: neither the rows nor the file are ever in memory whole. */
async function writeParquet(bureau: string, rows: AsyncIterable<AcceptedRow>, sink: Sink): Promise<void> {
  const writer = new ByteWriter();
  const hand = (): void => {
    sink(new Uint8Array(writer.buffer, 0, writer.index));
    writer.index = 0;
  };
  const file = new ParquetWriter({
    writer: Object.assign(writer, { flush: hand, finish: hand }),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map((name) =>
        name === 'revision'
          ? ({ name, type: 'INT32', repetition_type: 'REQUIRED' } as const)
          : ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const),
      ),
    ],
  });
  let group: (string | number)[][] = columns.map(() => []);
  const put = async (): Promise<void> => {
    await file.write({ columnData: columns.map((name, at) => ({ name, data: group[at]! })), rowGroupSize: groupRows });
    group = columns.map(() => []);
  };
  for await (const row of rows) {
    valuesOf(row, bureau).forEach((value, at) => {
      group[at]!.push(value);
    });
    if (group[0]!.length === groupRows) await put();
  }
  if (group[0]!.length > 0) await put();
  await file.finish();
}
