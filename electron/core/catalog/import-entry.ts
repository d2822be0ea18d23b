import type { Catalog } from '../../../shared/catalog/catalog.ts';

/** Something to say about one row of the file. */
export interface RowNote {
  readonly row: number;
  /** Dotted path of the field; '' = the row as a whole. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** One resource read out of a file, not yet looked up in the station. */
export interface ImportEntry {
  /** First row of the resource as the spreadsheet shows it; for JSON the place in the list from 1. */
  readonly row: number;
  /** Row of each information item, for saying where a gap is. */
  readonly itemRows: readonly number[];
  readonly body: Catalog;
  readonly notes: readonly RowNote[];
}

/** What reading a file gives: resources, and rows that hold none. */
export interface ReadCatalogs {
  /** How many `entries` there are. */
  readonly total: number;
  /** In the order of the file, each read when it is asked for; one that cannot be read says why. To be walked once. */
  readonly entries: Iterable<ImportEntry | RowNote>;
  readonly rejected: readonly RowNote[];
  /** Notes about the file, not about one resource. */
  readonly notes: readonly RowNote[];
}
