import { z } from 'zod';
import { structuredCategories } from './code-tables.ts';

// A draft may have any gap: every field is text, '' = not yet known. `checkCatalog` says what is missing; the schema only bounds
// sizes and, for fields of one line, takes out line ends and blanks at the ends.

const line = (max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .transform((text) => text.replace(/[\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim());
const lines = (max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .transform((text) => text.replace(/\r\n?/g, '\n').trim());

/** A part of a list that sheets keep in one cell: what separates the parts there cannot stand inside one. */
const part = (max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .transform((text) => text.replace(/[；;、，,\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim());

/** 信息项: one column of a structured resource. */
export const CatalogItem = z.object({
  name: line(200),
  /** 字段名 in the department's own database. */
  column: line(200),
  /** A letter of `dataTypes`; other text stays as it came and is a finding. */
  type: line(40),
  /** Characters or digits, `18,2` with decimals. */
  length: line(40),
  charset: line(40),
  share: line(20),
  open: line(20),
  note: line(500),
});
export type CatalogItem = z.infer<typeof CatalogItem>;

export const CatalogFormat = z.object({ category: part(60), type: part(60), version: part(60) });
export type CatalogFormat = z.infer<typeof CatalogFormat>;

const Amounts = z.object({ total: line(40), shared: line(40), open: line(40) });

/** Why a published catalog changes (2.3). */
export const changeReasons = [
  { code: 'law', name: '法规修订' },
  { code: 'duty', name: '职能变化' },
  { code: 'correction', name: '更正' },
] as const;

/** A code of `changeReasons`, the day from which its 15 working days run, and what it rests on. */
export const CatalogChange = z.object({ reason: line(20), date: line(60), note: line(1000) });
export type CatalogChange = z.infer<typeof CatalogChange>;

/** 停用: since when and why a catalog is not provided any more. */
export const CatalogRetired = z.object({ date: line(60), reason: line(1000) });
export type CatalogRetired = z.infer<typeof CatalogRetired>;

/** One information resource with the 13 core metadata of annex 1, table 1, and the census of the template. */
export const Catalog = z.object({
  /** 1 信息资源分类: names of 类, 项, 目, 细目; their digits are the prefix of the code. */
  classification: z.object({ class: line(60), item: line(100), subItem: line(100), detail: line(200) }).prefault({}),
  name: line(400),
  /** `102001410101/000012`; without a sequence (`102001410101/`) the station gives the next one when it is saved. */
  code: line(200),
  provider: line(200),
  /** 提供方内部部门 */
  office: line(200),
  providerCode: line(60),
  abstract: lines(20_000),
  formats: z.array(CatalogFormat).max(60).default([]),
  /** 其他类型资源格式描述 */
  formatNote: line(1000),
  /** 信息资源普查: storage in G, records in 万. */
  census: z.object({ storage: Amounts.prefault({}), records: Amounts.prefault({}) }).prefault({}),
  items: z.array(CatalogItem).max(5000).default([]),
  share: z
    .object({
      type: line(20),
      uses: z.array(part(60)).max(20).default([]),
      condition: line(2000),
      scope: line(2000),
      /** The law or central policy that forbids sharing (type 3). */
      law: line(2000),
      /** 共享方式分类, 共享方式类型 */
      category: line(60),
      method: line(60),
    })
    .prefault({}),
  open: z.object({ open: line(20), condition: line(2000) }).prefault({}),
  cycle: line(60),
  /** YYYY-MM-DD */
  releaseDate: line(60),
  related: z
    .array(
      z.object({
        code: part(200),
        name: part(200),
        /** '1': a resource of another organ, which this station does not have. */
        external: part(1),
      }),
    )
    .max(200)
    .default([]),
  /** Where an imported description came from, in that system's own name; keeps a second import from doubling it. */
  source: line(400),
  /** Of a version that followed a published one. */
  change: CatalogChange.optional(),
  retired: CatalogRetired.optional(),
});
export type Catalog = z.infer<typeof Catalog>;

/** A catalog with nothing filled in. */
export function emptyCatalog(): Catalog {
  return Catalog.parse({});
}

/** A change or withdrawal in a few words; '' for neither. */
export function changeWords({ change, retired }: Pick<Catalog, 'change' | 'retired'>): string {
  if (retired) return `停用：${retired.reason}`;
  return change ? `${changeReasons.find(({ code }) => code === change.reason)?.name ?? ''} ${change.note}`.trim() : '';
}

/** An information item with nothing filled in. */
export function emptyItem(): CatalogItem {
  return CatalogItem.parse({});
}

/**
 * Whether the stricter of the notice's contradicting rules applies: the resource is stored as database or spreadsheet, or nothing is
 * known about its format yet.
 */
export function isStructured(catalog: Catalog): boolean {
  return (
    catalog.formats.length === 0 || catalog.formats.some((format) => structuredCategories.includes(format.category))
  );
}
