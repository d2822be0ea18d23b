/**
 * XORs that compute linear forms. Values are numbered: the inputs first, then one for each XOR. `outputs[j]` is the
 * value of the form j.
 */
export interface LinearLayer {
  readonly inputs: number;
  readonly xors: readonly (readonly [number, number])[];
  readonly outputs: readonly number[];
}

/**
 * Few XORs for all the forms: again and again the sum of two known values that brings the forms nearest is added, where a
 * form is as far away as the least number of known values that it is the sum of. Unlike a search for common
 * subexpressions it makes use of terms that cancel.
 *
 * @param inputs at most 8
 * @param forms bit i says whether input i is part; none is zero
 * @param choose breaks ties: a number below its argument
 */
export function layerFor(inputs: number, forms: readonly number[], choose: (below: number) => number): LinearLayer {
  const known: number[] = Array.from({ length: inputs }, (_, i) => 1 << i);
  const xors: (readonly [number, number])[] = [];
  for (;;) {
    const open = [...new Set(forms)].filter((form) => !known.includes(form));
    if (open.length === 0) return withoutUnused({ inputs, xors, outputs: forms.map((form) => known.indexOf(form)) });
    const [a, b] = bestPair(known, open, 1 << inputs, choose);
    xors.push([a, b]);
    known.push(known[a]! ^ known[b]!);
  }
}

/**
 * The layer of the transposed matrix, whose inputs are the outputs and the other way round: every use of a value becomes a term
 * of a sum. It has `outputs - inputs` XORs more.
 */
export function transposed(layer: LinearLayer): LinearLayer {
  const { inputs, xors, outputs } = layer;
  const terms: number[][] = Array.from({ length: inputs + xors.length }, () => []);
  for (const [j, value] of outputs.entries()) terms[value]!.push(j);
  const sums: (readonly [number, number])[] = [];
  const sumOf = (value: number): number =>
    terms[value]!.reduce((a, b) => {
      sums.push([a, b]);
      return outputs.length + sums.length - 1;
    });
  for (let gate = xors.length - 1; gate >= 0; gate--) {
    const sum = sumOf(inputs + gate);
    for (const part of xors[gate]!) terms[part]!.push(sum);
  }
  const results = Array.from({ length: inputs }, (_, i) => sumOf(i));
  return { inputs: outputs.length, xors: sums, outputs: results };
}

/** A layer without the sums that turned out not to be needed. */
function withoutUnused({ inputs, xors, outputs }: LinearLayer): LinearLayer {
  const used = new Set(outputs);
  for (let gate = xors.length - 1; gate >= 0; gate--) {
    if (used.has(inputs + gate)) for (const part of xors[gate]!) used.add(part);
  }
  const places = new Map(Array.from({ length: inputs }, (_, i) => [i, i]));
  const kept = xors.filter((_, gate) => {
    if (used.has(inputs + gate)) places.set(inputs + gate, places.size);
    return used.has(inputs + gate);
  });
  const place = (value: number) => places.get(value)!;
  return { inputs, xors: kept.map(([a, b]) => [place(a), place(b)]), outputs: outputs.map(place) };
}

function bestPair(
  known: readonly number[],
  open: readonly number[],
  size: number,
  choose: (below: number) => number,
): [number, number] {
  const distance = distances(known, size);
  let best: [number, number][] = [];
  let bestSum = Number.POSITIVE_INFINITY;
  let bestSquares = 0;
  const tried = new Set(known);
  for (let a = 1; a < known.length; a++) {
    for (let b = 0; b < a; b++) {
      const value = known[a]! ^ known[b]!;
      if (tried.has(value)) continue;
      tried.add(value);
      let sum = 0;
      let squares = 0;
      for (const form of open) {
        // With one more known value a form comes nearer by one at most.
        const away = Math.min(distance[form]!, distance[form ^ value]! + 1);
        sum += away;
        squares += away * away;
      }
      // Of the same sum, the more uneven distances leave more that a later sum can shorten.
      if (sum < bestSum || (sum === bestSum && squares > bestSquares)) {
        best = [];
        bestSum = sum;
        bestSquares = squares;
      }
      if (sum === bestSum && squares === bestSquares) best.push([a, b]);
    }
  }
  return best[choose(best.length)]!;
}

/** How many known values each vector is the sum of at least. */
function distances(known: readonly number[], size: number): Uint8Array {
  const distance = new Uint8Array(size).fill(255);
  distance[0] = 0;
  let border = [0];
  for (let steps = 1; border.length > 0; steps++) {
    const next: number[] = [];
    for (const from of border) {
      for (const value of known) {
        if (distance[from ^ value] !== 255) continue;
        distance[from ^ value] = steps;
        next.push(from ^ value);
      }
    }
    border = next;
  }
  return distance;
}
