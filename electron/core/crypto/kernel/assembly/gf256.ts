// Sums of products in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1 (0x11D), the field of the Reed-Solomon code. A byte is multiplied by a
// constant in two parts, c·x = c·(x & 15) ⊕ c·(x & 0xf0), each looked up in a vector of sixteen products.

/** Columns that lie here at once: bytes of each input and each output. */
export const STRIP_BYTES: usize = 4096;
/** Inputs and outputs that lie here at once. */
export const STRIP_INPUTS: usize = 16;
export const STRIP_OUTPUTS: usize = 24;

/** Where the strips of the inputs and of the outputs are, one after another, and the matrix, a row for each output. */
export const inputs: usize = memory.data(16 * 4096, 16);
export const outputs: usize = memory.data(24 * 4096, 16);
export const matrix: usize = memory.data(16 * 24, 16);

const products: usize = memory.data(256 * 32, 16);
/** Columns that are worked on at a time, so that all outputs stay in the first-level cache. */
const COLUMNS: usize = 1024;

/**
 * outputs[e] ⊕= Σ matrix[e · STRIP_INPUTS + k] · inputs[k] for the first `length` columns, a multiple of 16.
 */
export function combine(inputCount: usize, outputCount: usize, length: usize): void {
  if (load<u8>(products, 32 + 1) === 0) prepareProducts();
  for (let from: usize = 0; from < length; from += COLUMNS) {
    const columns = min(COLUMNS, length - from);
    for (let k: usize = 0; k < inputCount; k++) {
      const input = inputs + k * STRIP_BYTES + from;
      let e: usize = 0;
      for (; e + 4 <= outputCount; e += 4)
        addToFour(input, columns, matrix + e * STRIP_INPUTS + k, outputs + e * STRIP_BYTES + from);
      for (; e < outputCount; e++)
        addToOne(input, columns, matrix + e * STRIP_INPUTS + k, outputs + e * STRIP_BYTES + from);
    }
  }
}

/** For each constant its products with 0 to 15, then those with the multiples of 16. */
function prepareProducts(): void {
  for (let c: u32 = 0; c < 256; c++) {
    for (let x: u32 = 0; x < 16; x++) {
      store<u8>(products + 32 * c + x, multiply(c, x));
      store<u8>(products + 32 * c + 16 + x, multiply(c, x << 4));
    }
  }
}

function multiply(a: u32, b: u32): u32 {
  let product: u32 = 0;
  for (; b !== 0; b >>= 1) {
    if (b & 1) product ^= a;
    a <<= 1;
    if (a & 0x100) a ^= 0x11d;
  }
  return product;
}

function tableOf(constant: usize): usize {
  return products + 32 * <usize>load<u8>(constant);
}

function addToFour(input: usize, columns: usize, constants: usize, output: usize): void {
  const at0 = tableOf(constants);
  const at1 = tableOf(constants + STRIP_INPUTS);
  const at2 = tableOf(constants + 2 * STRIP_INPUTS);
  const at3 = tableOf(constants + 3 * STRIP_INPUTS);
  const low0 = v128.load(at0);
  const low1 = v128.load(at1);
  const low2 = v128.load(at2);
  const low3 = v128.load(at3);
  const high0 = v128.load(at0, 16);
  const high1 = v128.load(at1, 16);
  const high2 = v128.load(at2, 16);
  const high3 = v128.load(at3, 16);
  const end = input + columns;
  while (input < end) {
    const x = v128.load(input);
    const low = v128.and(x, i8x16.splat(15));
    const high = v128.and(i16x8.shr_u(x, 4), i8x16.splat(15));
    v128.store(output, add(v128.load(output), low0, high0, low, high));
    v128.store(output, add(v128.load(output, 4096), low1, high1, low, high), 4096);
    v128.store(output, add(v128.load(output, 8192), low2, high2, low, high), 8192);
    v128.store(output, add(v128.load(output, 12288), low3, high3, low, high), 12288);
    input += 16;
    output += 16;
  }
}

function addToOne(input: usize, columns: usize, constant: usize, output: usize): void {
  const low0 = v128.load(tableOf(constant));
  const high0 = v128.load(tableOf(constant), 16);
  const end = input + columns;
  while (input < end) {
    const x = v128.load(input);
    const low = v128.and(x, i8x16.splat(15));
    const high = v128.and(i16x8.shr_u(x, 4), i8x16.splat(15));
    v128.store(output, add(v128.load(output), low0, high0, low, high));
    input += 16;
    output += 16;
  }
}

/** The indices are below 16, so that every machine gives the same for the relaxed instruction. */
function add(sum: v128, lowProducts: v128, highProducts: v128, low: v128, high: v128): v128 {
  const product = v128.xor(i8x16.relaxed_swizzle(lowProducts, low), i8x16.relaxed_swizzle(highProducts, high));
  return v128.xor(sum, product);
}
