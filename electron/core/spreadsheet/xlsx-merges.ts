import { limits } from './table.ts';

interface Range {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  text?: string | undefined;
}

const mergeCell = /<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g;

/** Merged ranges of a sheet, to be filled in while its rows go by in order. */
export class Merges {
  private readonly ranges: Range[] = [];
  private sorted = false;
  private open: Range[] = [];
  private at = 0;
  /** Cells that may still be filled in: ranges can lie over each other a thousandfold. */
  private room: number = limits.cells;

  /** Takes the ranges that a piece of the sheet's XML names. */
  addAll(xml: string): void {
    for (const [, left, top, right, bottom] of xml.matchAll(mergeCell)) {
      if (this.ranges.length >= limits.rows) return;
      this.ranges.push({
        top: Number(top),
        left: columnOf(left!),
        bottom: Number(bottom),
        right: Math.min(columnOf(right!), limits.columns - 1),
      });
    }
  }

  /** Writes the text of each range that covers this row into its empty cells there. */
  fill(row: number, line: string[]): void {
    if (this.ranges.length === 0) return;
    if (!this.sorted) this.ranges.sort((a, b) => a.top - b.top);
    this.sorted = true;
    for (; this.at < this.ranges.length && this.ranges[this.at]!.top <= row; this.at++) {
      const range = this.ranges[this.at]!;
      if (range.top === row) this.open.push(range);
    }
    this.open = this.open.filter((range) => range.bottom >= row);
    for (const range of this.open) {
      if (range.top === row) range.text = line[range.left];
      if (range.text === undefined || range.right < range.left || this.room <= 0) continue;
      for (let column = range.left; column <= range.right; column++) line[column] ??= range.text;
      this.room -= range.right - range.left + 1;
    }
  }
}

/** Index of a column from 0 by its letters; what follows the letters is left alone. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    if (character < 'A' || character > 'Z') break;
    column = column * 26 + character.charCodeAt(0) - 64;
  }
  return column - 1;
}
