import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../store/atomic-file.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { SheetToWrite } from './sheet-to-write.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

export type TableFormat = 'xlsx' | 'csv';

/** Takes the bytes of a file one after another; they are the writer's again when it returns. */
export type Sink = (bytes: Uint8Array) => void;

/** Writes one sheet. Text stays text in both formats, whatever a spreadsheet would like to make of it. */
export async function writeTable(sheet: SheetToWrite, format: TableFormat): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  await streamTable(sheet, format, (bytes) => pieces.push(bytes.slice()));
  return joined(pieces);
}

/** Writes one sheet piece by piece: neither the rows nor the file are ever in memory whole. In xlsx `more` sheets follow it. */
export function streamTable(
  sheet: SheetToWrite,
  format: TableFormat,
  sink: Sink,
  more: readonly SheetToWrite[] = [],
): Promise<void> {
  return format === 'xlsx' ? writeXlsx([sheet, ...more], sink) : writeCsv(sheet, sink);
}

/**
 * Writes a file through a sink, so that a reader sees all of it or nothing, also after a power cut and when `write` fails or is cancelled.
 * Returns its bytes. Refuses `disk-full`, `disk-read-only`.
 */
export async function writeFileInPieces(path: string, write: (sink: Sink) => Promise<void>): Promise<number> {
  const temporary = `${path}.new`;
  let size = 0;
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw ioFailure(error, path);
    }
  };
  const file = guarded(() => openSync(temporary, 'w', 0o600));
  try {
    try {
      await write((bytes) => {
        for (let at = 0; at < bytes.length; ) at += guarded(() => writeSync(file, bytes, at));
        size += bytes.length;
      });
      guarded(() => fsyncSync(file));
    } finally {
      closeSync(file);
    }
    guarded(() => renameSync(temporary, path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  guarded(() => syncFolder(dirname(path)));
  return size;
}

/** Pieces of a file as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
