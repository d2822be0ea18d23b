/** Zero-based corners of a merged range, both inside; head rows count. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetToWrite {
  /** Shown on the sheet's tab; characters that a spreadsheet forbids there are replaced. */
  readonly name: string;
  /** Title rows: bold, frozen. */
  readonly head: readonly (readonly string[])[];
  /** Text stays text whatever it looks like; null is an empty cell. */
  readonly rows: Iterable<readonly (string | number | null)[]> | AsyncIterable<readonly (string | number | null)[]>;
  /** Width of each column in characters of the small size; 14 where none is given. */
  readonly widths?: readonly number[];
  readonly merges?: readonly MergedRange[];
}
