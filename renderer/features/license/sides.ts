/** How the pages of a batch make papers: so many sides each, 0 = by 分隔页; the value is its key too. */
export const sidesOptions: readonly { readonly value: number; readonly label: string }[] = [
  { value: 0, label: '有分隔页按分隔页，没有就一面一件' },
  { value: 1, label: '一面一件' },
  ...[2, 3, 4, 5, 6, 7, 8, 9].map((value) => ({
    value,
    label: `${value} 面一件${value === 2 ? '（正反面，空白面也算）' : '（空白面也算）'}`,
  })),
];
