import { availableParallelism } from 'node:os';
import type { Failure } from '../../../shared/contract/failures.ts';
import type { PageSeen } from '../../../shared/license/entry-methods.ts';
import type { LineReading } from '../../../shared/license/reading.ts';
import type { Zone } from '../../../shared/license/type.ts';
import type { NoteLine } from '../../../shared/seal/note.ts';
import type { DrawnOutline, ScannedPage, SealFinding, SealInk } from '../../../shared/seal/scan.ts';
import { createPool, type WorkPool } from './pool.ts';

export { createPool, type WorkPool, type WorkReply, type WorkRequest } from './pool.ts';

/** One page of a scan. `bytes` is the whole file. */
export interface ImagingInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** Page of the file, from 0. */
  readonly index: number;
  /** Also make a picture of the whole page. */
  readonly preview: boolean;
  /** What the seals are stamped in; red unless said otherwise. */
  readonly ink?: SealInk | undefined;
  /** Outlines that a person drew, in place of those that would be found. */
  readonly drawn?: readonly DrawnOutline[] | undefined;
  /** The page is known to lie turned clockwise by so many quarters; left out where that is to be found out. */
  readonly quarters?: number | undefined;
}

/** `pages` in the file, and what became of the one: read, or refused while others may be good. */
export type ImagingOutput =
  | { readonly pages: number; readonly page: ScannedPage }
  | { readonly pages: number; readonly failure: Failure };

let imaging: WorkPool<ImagingInput, ImagingOutput> | undefined;

/** The threads that read scans; they use every core that there is. */
export function imagingPool(): WorkPool<ImagingInput, ImagingOutput> {
  imaging ??= createPool({ entry: 'imaging', threads: Math.max(1, availableParallelism()) });
  return imaging;
}

/** A cut-out (PNG with alpha by ink) with what was measured of it. */
export interface CutSeal {
  readonly png: Uint8Array;
  readonly finding: SealFinding;
}

/** Two imprints to be laid over each other. */
export interface ComparingInput {
  readonly earlier: CutSeal;
  readonly later: CutSeal;
  /** Also make a picture of both. */
  readonly picture: boolean;
}

export interface SealComparison {
  /** How alike text and figures are once laid over each other, −1 to 1; border and star, which all seals share, do not count. */
  readonly likeness: number;
  /** The same within the disc where they agree least: two seals that differ in one character only show it there. */
  readonly weakest: number;
  /** Middle of that disc, mm from the top left corner of a square of `sideMm` about the middle of the later one. */
  readonly weakestMm: readonly [number, number];
  readonly sideMm: number;
  /** Clockwise turn that lays the earlier one over the later. */
  readonly turnDeg: number;
  /** Share of all ink that only the earlier one has, 0 to 1; edges that creep a little are the same. */
  readonly onlyEarlier: number;
  readonly onlyLater: number;
  /** PNG of that square with both over each other, 仅供核对 burnt across; null where none was asked for. */
  readonly picture: Uint8Array | null;
}

let comparing: WorkPool<ComparingInput, SealComparison> | undefined;

export function comparingPool(): WorkPool<ComparingInput, SealComparison> {
  comparing ??= createPool({ entry: 'comparing', threads: 1 });
  return comparing;
}

/** One zone of a scanned face, to be read. */
export interface ReadingInput {
  /** Names the page with its turn and the type that is laid over it. */
  readonly page: string;
  /** The picture, only where the worker has not opened the page or has let it go (`closed`); turned clockwise by so many degrees. */
  readonly scan?: { readonly bytes: Uint8Array; readonly name: string; readonly rotation: number };
  readonly face: { readonly widthMm: number; readonly heightMm: number };
  /** Every zone of the face, to find its place on the page by. */
  readonly zones: readonly Zone[];
  readonly zone: Zone;
  /** The only characters that can stand there, '' = any. */
  readonly alphabet: string;
}

export type ReadingOutput =
  | { readonly page: 'closed' }
  /** The page does not show this face. */
  | { readonly page: 'not-placed' }
  | {
      readonly page: 'placed';
      readonly lines: readonly LineReading[];
      /** Where the zone lies, px of the picture after its turn. */
      readonly zone: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    };

/** A picture of a few lines, JPEG or PNG with its resolution. */
export interface NoteInput {
  readonly note: Uint8Array;
  readonly name: string;
}

let reading:
  | WorkPool<ReadingInput | NoteInput | CutSeal, ReadingOutput | readonly NoteLine[] | NoteLine | null>
  | undefined;

/** The thread that reads print; one, because its engine takes 150 MiB and a clerk types slower than it reads. */
export function readingPool(): WorkPool<ReadingInput, ReadingOutput> {
  reading ??= createPool({ entry: 'reading', threads: 1 });
  return reading as WorkPool<ReadingInput, ReadingOutput>;
}

/** The same thread, for notes below seals. */
export const notePool = (): WorkPool<NoteInput, readonly NoteLine[]> =>
  readingPool() as WorkPool<unknown, unknown> as WorkPool<NoteInput, readonly NoteLine[]>;

/** The same thread, for the text along the border of a seal: read at two sizes, null where there is none. */
export const ringPool = (): WorkPool<CutSeal, NoteLine | null> =>
  readingPool() as WorkPool<unknown, unknown> as WorkPool<CutSeal, NoteLine | null>;

/** One page of a file of scans. */
export interface PagesInput {
  /** Names the file, so that its bytes need not go over with every page. */
  readonly file: string;
  readonly name: string;
  /** From 0. */
  readonly index: number;
  /** The whole file, only where the worker has not opened it or has let it go (`closed`). */
  readonly bytes?: Uint8Array;
}

/** A page as a PNG or JPEG; pixels, its own orientation applied. */
export interface PageFile {
  /** null = the file itself is the page. */
  readonly bytes: Uint8Array | null;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly seen: PageSeen;
}

export type PagesOutput =
  | { readonly file: 'closed' }
  | { readonly file: 'open'; readonly pages: number; readonly page: PageFile }
  | { readonly file: 'open'; readonly pages: number; readonly failure: Failure };

let pages: WorkPool<PagesInput, PagesOutput> | undefined;

/** The thread that takes files of scans apart. */
export function pagesPool(): WorkPool<PagesInput, PagesOutput> {
  pages ??= createPool({ entry: 'pages', threads: 1 });
  return pages;
}

/** One page of a scan whose QR codes are wanted. `bytes` is the whole file. */
export interface QrCodesInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** From 0. */
  readonly index: number;
}

export type QrCodesOutput =
  /** `unread`: codes that stand there and are too spoilt. */
  | { readonly pages: number; readonly texts: readonly string[]; readonly unread: number }
  | { readonly pages: number; readonly failure: Failure };

let qrCodes: WorkPool<QrCodesInput, QrCodesOutput> | undefined;

/** The threads that read QR codes. */
export function qrCodesPool(): WorkPool<QrCodesInput, QrCodesOutput> {
  qrCodes ??= createPool({ entry: 'qr-codes', threads: Math.max(1, availableParallelism()) });
  return qrCodes;
}
