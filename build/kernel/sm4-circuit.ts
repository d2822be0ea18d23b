import { type LinearLayer, layerFor, transposed } from './linear-layer.ts';
import { affine, coordinatesIn, multiply, parity, power } from './sm4-field.ts';

/** One gate: what it does with two earlier values. Values are numbered, the eight inputs first. */
export interface Gate {
  readonly op: 'and' | 'xor';
  readonly a: number;
  readonly b: number;
}

/** Gates from the bits of x to the bits of A(I(A(x))): value i is bit i of x, `outputs[i]` is bit i of the result. */
export interface Circuit {
  readonly gates: readonly Gate[];
  readonly outputs: readonly number[];
}

/**
 * A tower GF(2) ⊂ GF(4) ⊂ GF(16) ⊂ GF(256) inside the S-box's own field. Over GF(2) the basis of GF(4) is w, w^2; over GF(4) that
 * of GF(16) is z, z^4; over GF(16) that of GF(256) is y, y^16. All three are normal bases: conjugation swaps the two
 * coordinates, which costs nothing.
 */
export interface Tower {
  readonly w: number;
  readonly z: number;
  readonly y: number;
}

/** All towers, one of each pair of conjugates. */
export function towers(): Tower[] {
  const all = Array.from({ length: 256 }, (_, x) => x);
  const w = all.find((x) => x > 1 && power(x, 3) === 1)!;
  const zs = all.filter((z) => power(z, 16) === z && z < power(z, 4) && coordinatesIn(basisOf16(w, z)));
  const ys = all.filter((y) => power(y, 16) !== y && y < power(y, 16));
  return zs.flatMap((z) => ys.map((y) => ({ w, z, y })));
}

/**
 * The circuit of one tower.
 *
 * Let x' = A(x) = a·y + b·y^16 with a and b in GF(16). Its conjugate is b·y + a·y^16, and the product of both, the norm
 *
 *     n = (a + b)^2·y^17 + a·b·(y^2 + y^32),
 *
 * lies in GF(16). So I(x') = conjugate / n = b·d·y + a·d·y^16 with d = 1/n, and the same holds for d one field lower, over GF(4),
 * where 1/n = n^2. Products are multiplied out by Karatsuba's rule in both fields: nine ANDs in GF(16), of the same nine linear
 * forms of each factor, so that the forms of a and b serve the norm and the end. Everything between the ANDs is linear, the affine maps and
 * changes of basis too, and one linear layer each:
 *
 *     x → forms of a and b, square part of n → 9 ANDs → n → forms of n → 3 ANDs → 1/norm of n → 6 ANDs
 *       → forms of d → 18 ANDs → A(I(x'))
 */
export function circuitOf(tower: Tower, choose: (below: number) => number): Circuit {
  const { w, z, y } = tower;
  const in4 = coordinatesIn([w, power(w, 2)])!;
  const in16 = coordinatesIn(basisOf16(w, z))!;
  const in256 = coordinatesIn(basisOf256(tower))!;
  const gates: Gate[] = [];
  const gate = (op: Gate['op'], a: number, b: number): number => gates.push({ op, a, b }) + 7;
  const and = (as: readonly number[], bs: readonly number[]) => as.map((a, i) => gate('and', a, bs[i]!));
  const lay = (layer: LinearLayer, from: readonly number[]): number[] => {
    const values = [...from];
    for (const [a, b] of layer.xors) values.push(gate('xor', values[a]!, values[b]!));
    return layer.outputs.map((value) => values[value]!);
  };
  const sums = (inputs: number, forms: readonly number[]) => layerFor(inputs, forms, choose);
  /** Sums of the values to as many results, when the results that each value is part of are given as a mask. */
  const parts = (results: number, masks: readonly number[]) => transposed(layerFor(results, masks, choose));

  const square256 = (x: number) => {
    const both = in256[affine(x)]!;
    const aPlusB = sum(basisOf16(w, z), (both & 15) ^ (both >> 4));
    return in16[multiply(power(aPlusB, 2), power(y, 17))]!;
  };
  const formsOfX = [
    ...forms16.map((form) => maskOf(8, (x) => parity(in256[affine(x)]! & form))),
    ...forms16.map((form) => maskOf(8, (x) => parity((in256[affine(x)]! >> 4) & form))),
    ...[0, 1, 2, 3].map((bit) => maskOf(8, (x) => (square256(x) >> bit) & 1)),
  ];
  const ofX = lay(sums(8, formsOfX), [0, 1, 2, 3, 4, 5, 6, 7]);
  const a = ofX.slice(0, 9);
  const b = ofX.slice(9, 18);

  const scale256 = power(y, 2) ^ power(y, 32);
  const constants = constants16(w, z);
  const toNorm = [...constants.map((c) => in16[multiply(c, scale256)]!), 1, 2, 4, 8];
  const n = lay(parts(4, toNorm), [...and(a, b), ...ofX.slice(18)]);

  // The inverse of n = p·z + q·z^4: its norm over GF(4) is (p + q)^2·z^5 + p·q·(z^2 + z^8), and 1/norm = norm^2.
  const square16 = (bits: number) => {
    const pPlusQ = sum([w, power(w, 2)], (bits & 3) ^ (bits >> 2));
    return in4[power(multiply(power(pPlusQ, 2), power(z, 5)), 2)]!;
  };
  const formsOfN = [
    ...[1, 2, 3].map((form) => form),
    ...[1, 2, 3].map((form) => form << 2),
    ...[0, 1].map((bit) => maskOf(4, (x) => (square16(x) >> bit) & 1)),
  ];
  const ofN = lay(sums(4, formsOfN), n);
  const p = ofN.slice(0, 3);
  const q = ofN.slice(3, 6);
  const scale16 = power(z, 2) ^ power(z, 8);
  const toInverse = [...constants4(w).map((c) => in4[power(multiply(c, scale16), 2)]!), 1, 2];
  const inverse = lay(parts(2, toInverse), [...and(p, q), ...ofN.slice(6)]);
  const e = lay(sums(2, [1, 2, 3]), inverse);

  // d = q·e·z + p·e·z^4, and at once its nine forms.
  const toD = [power(z, 1), power(z, 4)].flatMap((place) => constants4(w).map((c) => in16[multiply(c, place)]!));
  const d = lay(
    sums(
      6,
      forms16.map((form) => toD.reduce((mask, part, i) => mask | (parity(part & form) << i), 0)),
    ),
    [...and(q, e), ...and(p, e)],
  );

  const toResult = [y, power(y, 16)].flatMap((place) => constants.map((c) => affine(multiply(c, place))));
  const outputs = lay(parts(8, toResult), [...and(b, d), ...and(a, d)]);
  return { gates, outputs };
}

/** What the circuit gives for a byte. */
export function evaluate({ gates, outputs }: Circuit, x: number): number {
  const values = Array.from({ length: 8 }, (_, i) => (x >> i) & 1);
  for (const { op, a, b } of gates) values.push(op === 'and' ? values[a]! & values[b]! : values[a]! ^ values[b]!);
  return outputs.reduce((byte, value, i) => byte | (values[value]! << i), 0);
}

/** Karatsuba's nine linear forms of the four coordinates of an element of GF(16), as masks. */
const forms16 = [1, 2, 3, 4, 8, 12, 5, 10, 15] as const;

/** What the products of equal forms of two elements of GF(4) are multiplied by in the sum that is their product. */
function constants4(w: number): number[] {
  const cross = power(w, 3);
  return [power(w, 2) ^ cross, power(w, 4) ^ cross, cross];
}

/** The same for GF(16), in the order of `forms16`. */
function constants16(w: number, z: number): number[] {
  const cross = power(z, 5);
  return [power(z, 2) ^ cross, power(z, 8) ^ cross, cross].flatMap((c) => constants4(w).map((d) => multiply(c, d)));
}

const basisOf16 = (w: number, z: number): number[] =>
  [z, power(z, 4)].flatMap((place) => [multiply(w, place), multiply(power(w, 2), place)]);

const basisOf256 = ({ w, z, y }: Tower): number[] =>
  [y, power(y, 16)].flatMap((place) => basisOf16(w, z).map((element) => multiply(element, place)));

const sum = (basis: readonly number[], bits: number): number =>
  basis.reduce((x, element, i) => ((bits >> i) & 1 ? x ^ element : x), 0);

/** The linear form of `inputs` bits that a function is, as a mask. */
function maskOf(inputs: number, form: (x: number) => number): number {
  let mask = 0;
  for (let i = 0; i < inputs; i++) mask |= form(1 << i) << i;
  return mask;
}
