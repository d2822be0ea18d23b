/**
 * The mark on a 分隔页, which Yidi prints and knows again on a scan: a ring of modules around a field of 6 × 6, `#` = black. Turned by quarters or
 * mirrored it differs from itself in 24 modules of 36.
 */
const cells: readonly string[] = ['....##', '....##', '#.#.#.', '#..###', '#.####', '...#.#'];

/** Modules along a side of the mark, ring included. */
export const separatorModules: number = cells.length + 2;

/** Length of a module on the sheet, mm. */
export const separatorModuleMm = 9;

/** Whether the module in this row and column is black. */
export function isBlack(row: number, column: number): boolean {
  const last = separatorModules - 1;
  if (row === 0 || column === 0 || row === last || column === last) return true;
  return cells[row - 1]![column - 1] === '#';
}

/** The black modules as the path of an SVG, one unit a module, from the mark's top left corner. */
export function separatorPath(): string {
  const parts: string[] = [];
  for (let row = 0; row < separatorModules; row++)
    for (let column = 0; column < separatorModules; column++)
      // A hair wider than itself: no white line between two of them on any printer.
      if (isBlack(row, column)) parts.push(`M${column} ${row}h1.01v1.01h-1.01z`);
  return parts.join('');
}
