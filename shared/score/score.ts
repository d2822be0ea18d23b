import { z } from 'zod';
import { StationId } from '../exchange/record.ts';

/** The five measures of the notice (§4), in its order. */
export const measureNames = {
  catalogs: '资源目录数量',
  completion: '目录录入完成率',
  access: '交换平台接入率',
  collection: '数据归集完成率',
  interfaces: '接口服务接入率',
} as const;
export type Measure = keyof typeof measureNames;
export const measures = Object.keys(measureNames) as readonly Measure[];
export const Measure = z.enum(measures as [Measure, ...Measure[]]);

/** What stands above and below the line of each measure. */
export const measureParts: Readonly<Record<Measure, readonly [numerator: string, denominator: string]>> = {
  catalogs: ['已报送的资源目录', '应编资源目录'],
  completion: ['审核通过的资源目录', '应编资源目录'],
  access: ['已接入', '应接入'],
  collection: ['审核通过的证照和数据', '应归集'],
  interfaces: ['已接入的接口', '应接入的接口'],
};

const count = z.int().nonnegative();

/** Points that each measure is worth; together 100. */
export const Weights = z
  .record(Measure, z.int('须填整数').min(0, '不能小于 0').max(100, '不能大于 100'))
  .refine((weights) => measures.reduce((sum, one) => sum + weights[one], 0) === 100, { error: '五项分值之和须为 100' });
export type Weights = z.infer<typeof Weights>;
export const defaultWeights: Weights = { catalogs: 20, completion: 20, access: 20, collection: 20, interfaces: 20 };

/** Where a number comes from: counted here from what was signed, told by the department's last package, typed in with its source, or not known. */
export const FigureSource = z.enum(['counted', 'reported', 'entered', 'none']);
export type FigureSource = z.infer<typeof FigureSource>;

export const Figure = z.object({
  numerator: count.nullable(),
  /** null = nobody has said; 0 = the measure does not concern this department. */
  denominator: count.nullable(),
  numeratorFrom: FigureSource,
  denominatorFrom: FigureSource,
  /** Lines of 应交材料 that the denominator leaves out because nobody has counted them. */
  uncounted: count,
});
export type Figure = z.infer<typeof Figure>;

export const ScoreRow = z.object({
  partner: StationId,
  name: z.string(),
  figures: z.record(Measure, Figure),
  /** Of 100, two decimals; null where no measure can be reckoned. */
  total: z.number().nullable(),
  /** Equal totals share a rank; null without a total. */
  rank: count.nullable(),
  /** On the last sheet of the period before; null where there is none. */
  before: z.object({ total: z.number().nullable(), rank: count.nullable() }).nullable(),
});
export type ScoreRow = z.infer<typeof ScoreRow>;

/** 0–1, at most 1; null where it cannot be reckoned. */
export function rateOf({ numerator, denominator }: Pick<Figure, 'numerator' | 'denominator'>): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null;
  return Math.min(1, numerator / denominator);
}

/** Points of one measure, two decimals. */
export function pointsOf(figure: Figure, weight: number): number | null {
  const rate = rateOf(figure);
  return rate === null ? null : hundredths(rate * weight);
}

/** Points of 100: measures that cannot be reckoned are left out, and the others count for as much more. */
export function totalOf(figures: Readonly<Record<Measure, Figure>>, weights: Weights): number | null {
  let points = 0;
  let weight = 0;
  for (const measure of measures) {
    const rate = rateOf(figures[measure]);
    if (rate === null) continue;
    points += rate * weights[measure];
    weight += weights[measure];
  }
  return weight === 0 ? null : hundredths((points / weight) * 100);
}

/** Rows from the best, those without a total last, each with its rank: 1, 2, 2, 4. */
export function ranked<R extends { readonly total: number | null; readonly name: string }>(
  rows: readonly R[],
): (R & { rank: number | null })[] {
  const sorted = [...rows].sort(
    (a, b) => (b.total ?? -1) - (a.total ?? -1) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return sorted.map((row) => ({
    ...row,
    rank: row.total === null ? null : 1 + sorted.filter(({ total }) => (total ?? -1) > row.total!).length,
  }));
}

const hundredths = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100;
