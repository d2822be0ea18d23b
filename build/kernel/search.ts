import { circuitOf, type Tower, towers } from './sm4-circuit.ts';
import { ties } from './ties.ts';

// `node build/kernel/search.ts`: which tower and seed give the S-box with the fewest gates. Takes a
// minute; what it found stands in sm4-round.ts.

const tried = towers().map((tower) => ({ tower, gates: Math.min(...[1, 2, 3].map((seed) => gatesOf(tower, seed))) }));
tried.sort((a, b) => a.gates - b.gates);

let fewest = Number.POSITIVE_INFINITY;
for (const { tower } of tried.slice(0, 60)) {
  for (let seed = 1; seed <= 300; seed++) {
    const gates = gatesOf(tower, seed);
    if (gates >= fewest) continue;
    fewest = gates;
    console.log(gates, tower, seed);
  }
}

function gatesOf(tower: Tower, seed: number): number {
  return circuitOf(tower, ties(seed)).gates.length;
}
