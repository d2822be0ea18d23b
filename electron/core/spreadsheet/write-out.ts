import { basename, join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import { freePath } from '../store/free-path.ts';
import { joined, type Sink, writeFileInPieces } from './write-table.ts';

/** Where a file goes that was made for somebody. */
export interface WayOut {
  /** Folder to write to; without one the bytes are handed back. */
  readonly to?: string | undefined;
  /** Name of the file there; one that is free where it is absent. */
  readonly as?: string | undefined;
}

export interface FileOut {
  readonly name: string;
  /** The file, empty where it went to a folder. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  /** '' where it went to no folder. */
  readonly path: string;
}

/** Largest file that is handed back instead of written, bytes. */
const handedBack = 64 * 1024 * 1024;

/** Makes a file `stem.extension` piece by piece. Refuses `limit-exceeded` where one to be handed back is too large. */
export async function writeOut(
  { to, as }: WayOut,
  stem: string,
  extension: string,
  write: (sink: Sink) => Promise<void>,
): Promise<FileOut> {
  if (to) {
    const path = as ? join(to, as) : freePath(to, stem, extension);
    const size = await writeFileInPieces(path, write);
    return { name: basename(path), bytes: new Uint8Array(), size, path };
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  await write((bytes) => {
    size += bytes.length;
    if (size > handedBack) refuse('limit-exceeded', { what: '导出的文件超过 64 MB，请选一个文件夹写入' });
    pieces.push(bytes.slice());
  });
  return { name: `${stem}.${extension}`, bytes: joined(pieces), size, path: '' };
}
