/** Length of the blocks of a combination in bytes. Throws when they do not fit together. */
export function columnsOf(matrix: Uint8Array, inputs: readonly Uint8Array[], outputs: readonly Uint8Array[]): number {
  if (matrix.length !== inputs.length * outputs.length) {
    throw new Error(`matrix of ${outputs.length} × ${inputs.length} expected, got ${matrix.length} numbers`);
  }
  const blocks = [...inputs, ...outputs];
  const length = blocks[0]?.length ?? 0;
  const other = blocks.find((block) => block.length !== length);
  if (other) throw new Error(`blocks of ${length} bytes expected, got one of ${other.length}`);
  if (length % 16 !== 0) throw new Error(`blocks of a multiple of 16 bytes expected, got ${length}`);
  return length;
}
