/** One measured value, with what the project aims at. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** At most this much is wanted, in the same unit. */
  readonly atMost?: number;
  /** At least this much is wanted: for speeds and ratios to a peer measured in the same run. */
  readonly atLeast?: number;
}

/** What each file of bench/ exports as `measure`. */
export type Measure = () => Promise<readonly Figure[]>;

/** The value below which `share` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** One line: name, value, and whether it is where it should be. */
export function printed({ name, value, unit, atMost, atLeast }: Figure): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const aim = atMost !== undefined ? `≤ ${atMost}` : atLeast !== undefined ? `≥ ${atLeast}` : '';
  const met = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  return `  ${name.padEnd(64)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(5)} ${aim && `(${aim}) ${met ? 'met' : 'MISSED'}`}`.trimEnd();
}
