import { describe, expect, it } from 'vitest';
import { layerFor, transposed } from './linear-layer.ts';
import { circuitOf, evaluate, towers } from './sm4-circuit.ts';
import { affine, power } from './sm4-field.ts';
import { circuit } from './sm4-round.ts';
import { ties } from './ties.ts';

/** S(x) of the standard is A(I(A(x) ⊕ 0xd3)) ⊕ 0xd3; a circuit leaves the constants out. */
const substituted = (x: number) => affine(power(affine(x), 254));

describe('the circuit of the S-box', () => {
  it('is right for all 256 bytes', () => {
    for (let x = 0; x < 256; x++) expect(evaluate(circuit, x)).toBe(substituted(x));
  });

  it('gives, with the constants, what the standard says of the first and the last byte', () => {
    const sBox = (x: number) => evaluate(circuit, x ^ 0x75) ^ 0xd3;
    expect([0x00, 0x01, 0x0f, 0xef, 0xff].map(sBox)).toEqual([0xd6, 0x90, 0x05, 0x84, 0x48]);
  });

  it('is right whatever the tower and however ties are broken', () => {
    for (const [i, tower] of towers().entries()) {
      if (i % 40 !== 0) continue;
      const other = circuitOf(tower, ties(i));
      for (let x = 0; x < 256; x++) expect(evaluate(other, x)).toBe(substituted(x));
    }
  });
});

describe('a linear layer', () => {
  const forms = [0b0111, 0b1111, 0b0110, 0b1001, 0b0001];
  const results = (layer: ReturnType<typeof layerFor>, input: number) => {
    const values = Array.from({ length: layer.inputs }, (_, i) => (input >> i) & 1);
    for (const [a, b] of layer.xors) values.push(values[a]! ^ values[b]!);
    return layer.outputs.map((value) => values[value]!);
  };
  const layer = layerFor(4, forms, ties(1));

  it('computes its forms', () => {
    for (let i = 0; i < 4; i++) expect(results(layer, 1 << i)).toEqual(forms.map((form) => (form >> i) & 1));
  });

  it('transposed computes the sums of the transposed matrix', () => {
    const other = transposed(layer);
    for (const [j, form] of forms.entries())
      expect(results(other, 1 << j)).toEqual([0, 1, 2, 3].map((i) => (form >> i) & 1));
  });
});
