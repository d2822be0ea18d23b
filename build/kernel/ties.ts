/** Breaks ties the same way for the same seed: each call gives a number below its argument. */
export function ties(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    // One step of a linear congruential generator modulo 2^32; its upper bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
