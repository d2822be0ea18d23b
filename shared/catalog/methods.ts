import { z } from 'zod';
import { method } from '../contract/method.ts';
import { Finding } from '../exchange/finding.ts';
import { RecordId, RecordRow, RecordState, StateCounts } from '../exchange/record.ts';
import { Catalog, CatalogChange, CatalogItem, CatalogRetired } from './catalog.ts';
import { Classification } from './classification.ts';

const nothing = z.object({});
const writers = ['clerk'] as const;

/** One catalog in a list. */
export const CatalogRow = RecordRow.omit({ kind: true, remarks: true, facet: true }).extend({
  provider: z.string(),
  cycle: z.string(),
  /** Code of 共享类型, and 1 or 0 for 是否开放; '' where not filled in. */
  share: z.string(),
  open: z.string(),
  items: z.number().int(),
  remarks: z.number().int(),
  /** Day from which it is withdrawn; '' = in use. */
  retired: z.string(),
});
export type CatalogRow = z.infer<typeof CatalogRow>;

/** A catalog as the editor opens it. */
export const CatalogRecord = z.object({
  row: RecordRow,
  body: Catalog,
  findings: z.array(Finding),
  /** Revision that was sent last, null when none was. */
  sent: z.object({ revision: z.number().int(), state: RecordState }).nullable(),
  /** The version that the bureau accepted last, with the change that it states; null for one that was never published. */
  published: z.object({ revision: z.number().int(), change: CatalogChange.nullable() }).nullable(),
  /** By when the stated change is to be handed over; null where no day is stated. */
  deadline: z.object({ date: z.string(), provisional: z.boolean() }).nullable(),
});
export type CatalogRecord = z.infer<typeof CatalogRecord>;

/** What two catalogs of two organs have in common. */
export const ConflictReason = z.enum(['code', 'name', 'items']);
export type ConflictReason = z.infer<typeof ConflictReason>;

export const Conflict = z.object({
  reasons: z.array(ConflictReason),
  rows: z.array(
    RecordRow.pick({ id: true, origin: true, code: true, name: true, state: true }).extend({
      provider: z.string(),
      items: z.number().int(),
    }),
  ),
});
export type Conflict = z.infer<typeof Conflict>;

/** One entry of the classification table; what is wrong with it is said when it is saved. */
const ClassificationRow = z.object({ prefix: z.string().max(60), name: z.string().max(400) });

/** What became of an import, row by row. `row` counts as the spreadsheet shows it; in a JSON file the first description is 1. */
export const ImportReport = z.object({
  /** All that was taken in: new, changed and already here. */
  imported: z.number().int(),
  /** Those among them with gaps. */
  drafts: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Not taken in, with the reason. */
  rejected: z.array(ImportNote()),
  /** Taken in, but worth a look: gaps, converted units, cells that no table knows. At most 5000; `notesTotal` says how many there are. */
  notes: z.array(ImportNote()),
  notesTotal: z.number().int(),
});
export type ImportReport = z.infer<typeof ImportReport>;

function ImportNote() {
  return z.object({
    row: z.number().int(),
    field: z.string(),
    code: z.string(),
    message: z.string(),
    level: z.enum(['error', 'warning']),
    /** Name of the resource, as far as it is known. */
    name: z.string(),
    /** The catalog that it became; '' for none. */
    id: z.string(),
  });
}

/** A node of the tree: its prefix, its name, and how many catalogs lie in it or below. */
export interface CatalogNode {
  readonly prefix: string;
  readonly code: string;
  readonly name: string;
  readonly count: number;
  readonly children: readonly CatalogNode[];
}
export const CatalogNode: z.ZodType<CatalogNode> = z.lazy(() =>
  z.object({
    prefix: z.string(),
    code: z.string(),
    name: z.string(),
    count: z.number().int(),
    children: z.array(CatalogNode),
  }),
);

export const CatalogFilter = z.object({
  query: z.string().max(100).optional(),
  states: z.array(RecordState).optional(),
  /** Prefix of the code; 'none' = catalogs without classification. */
  prefix: z.string().max(200).optional(),
  /** '' = own, '*' = all received, else one station. */
  origin: z.string().max(40).optional(),
  order: z.enum(['updated', 'code', 'name']).optional(),
  after: z.string().optional(),
  limit: z.number().int().min(1).max(500).optional(),
});

export const catalogMethods = {
  'catalog.list': method(
    'user',
    CatalogFilter,
    /** With `atLeast` there are more than `total`. */
    z.object({ total: z.number().int(), atLeast: z.boolean(), rows: z.array(CatalogRow), next: z.string().nullable() }),
  ),
  'catalog.get': method('user', z.object({ id: RecordId }), CatalogRecord),
  /** An empty catalog with what the station knows of itself: provider, its code, office. */
  'catalog.blank': method('user', nothing, z.object({ body: Catalog, findings: z.array(Finding) })),
  /** What is wrong with a body, as the form asks while it is filled in. */
  'catalog.check': method('user', z.object({ body: Catalog }), z.object({ findings: z.array(Finding) })),
  /** Checks every own catalog by today's rules. Of those with findings the first `most` are named. */
  'catalog.checkAll': method(
    'user',
    z.object({ most: z.number().int().min(0).default(1000), job: z.string().optional() }),
    z.object({
      checked: z.number().int(),
      errors: z.number().int(),
      warnings: z.number().int(),
      rows: z.array(
        RecordRow.pick({ id: true, code: true, name: true, state: true }).extend({ findings: z.array(Finding) }),
      ),
    }),
  ),
  /**
   * Saves a draft; with `submit` hands it in as well, which is refused as `record-incomplete` while findings block. A code without
   * sequence is given the next one. Refuses `code-taken`, `record-changed`.
   */
  'catalog.save': method(
    writers,
    z.object({
      id: RecordId.optional(),
      base: z.number().int().positive().optional(),
      body: Catalog,
      submit: z.boolean().default(false),
    }),
    CatalogRecord,
  ),
  /** Hands in a saved draft as it stands. */
  'catalog.submit': method(writers, z.object({ id: RecordId }), CatalogRecord),
  /** Takes back what was handed in and not yet sent. */
  'catalog.withdraw': method(writers, z.object({ id: RecordId }), CatalogRecord),
  /**
   * Withdraws a published catalog (and hands that in), or with null takes a withdrawal back that the bureau has not accepted. Refuses
   * `not-published`, `catalog-retired`, `record-changed`, `record-incomplete`.
   */
  'catalog.retire': method(
    writers,
    z.object({ id: RecordId, base: z.number().int().positive(), retired: CatalogRetired.nullable() }),
    CatalogRecord,
  ),
  'catalog.remove': method(writers, z.object({ id: RecordId }), nothing),
  'catalog.versions': method(
    'user',
    z.object({ id: RecordId }),
    z.object({
      versions: z.array(
        z.object({
          revision: z.number().int(),
          state: RecordState,
          at: z.string(),
          by: z.string(),
          change: CatalogChange.optional(),
          retired: CatalogRetired.optional(),
        }),
      ),
    }),
  ),
  'catalog.version': method(
    'user',
    z.object({ id: RecordId, revision: z.number().int().positive() }),
    z.object({ body: Catalog }),
  ),
  /** Classification table, and the tree of what is there with counts. */
  'catalog.classification': method(
    'user',
    z.object({ origin: z.string().max(40).optional() }),
    z.object({
      table: Classification,
      tree: z.array(CatalogNode),
      total: z.number().int(),
      /** Catalogs without a usable code. */
      unclassified: z.number().int(),
      states: StateCounts,
    }),
  ),
  /** Whose received catalogs there are, with how many. */
  'catalog.origins': method(
    'user',
    nothing,
    z.object({ origins: z.array(z.object({ origin: z.string(), name: z.string(), count: z.number().int() })) }),
  ),
  /** Received catalogs of two organs about the same data; the first thousand of `total`. */
  'catalog.conflicts': method(
    'user',
    z.object({ job: z.string().optional() }),
    z.object({ checked: z.number().int(), total: z.number().int(), conflicts: z.array(Conflict) }),
  ),
  /** The table that codes are built from, as a list with whole prefixes; `version` 0 is the one that ships. `used`: own catalogs by their prefix. */
  'classification.get': method(
    'user',
    z.object({ version: z.number().int().min(0).optional() }),
    z.object({ version: z.number().int(), rows: z.array(ClassificationRow), used: z.record(z.string(), z.number()) }),
  ),
  /** Newest first. */
  'classification.versions': method(
    'user',
    nothing,
    z.object({
      versions: z.array(z.object({ version: z.number().int(), note: z.string(), at: z.string(), by: z.string() })),
    }),
  ),
  /**
   * Sets the table anew, with what it was changed for; codes of catalogs stay as they are. Refuses `invalid-input` with the first entry that does not fit,
   * `record-changed`.
   */
  'classification.save': method(
    ['admin'],
    z.object({
      rows: z.array(ClassificationRow).max(20_000),
      base: z.number().int().min(0),
      note: z.string().trim().min(2, '请写明修改的依据').max(200, '最多 200 字'),
    }),
    z.object({ version: z.number().int() }),
  ),
  /** A table out of a sheet, not saved yet; rows that do not fit are left out and named. Refuses `not-a-table`. */
  'classification.read': method(
    ['admin'],
    z.object({ name: z.string().max(400), bytes: z.instanceof(Uint8Array) }),
    z.object({
      rows: z.array(ClassificationRow),
      problems: z.array(z.object({ row: z.number().int(), message: z.string() })),
    }),
  ),
  /** The table as a sheet that `classification.read` reads. */
  'classification.export': method(
    'user',
    z.object({ format: z.enum(['xlsx', 'csv']), to: z.string().max(4096).optional() }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array), size: z.number().int(), path: z.string() }),
  ),
  /** The code that the next catalog of this prefix gets. */
  'catalog.nextSequence': method('user', z.object({ prefix: z.string().max(200) }), z.object({ code: z.string() })),
  /** What a related code stands for here; names '' where this station does not have it. */
  'catalog.resolve': method(
    'user',
    z.object({ codes: z.array(z.string().max(200)).max(200) }),
    z.object({ names: z.record(z.string(), z.string()) }),
  ),
  /**
   * Takes catalogs in from xlsx, xls, et, csv or json: from bytes, or from a file of this machine, which may be larger. One bad row never stops the
   * file, and the same file again changes nothing. Complete ones are handed in with `submit`. A catalog that was sent and now differs is rejected as
   * `catalog-sent`, and the second of one code in the file as `code-taken`, unless `asNewVersion`. Refuses `not-a-table`, `file-missing`, `file-too-large`,
   * `limit-exceeded`.
   */
  'catalog.import': method(
    writers,
    z.object({
      name: z.string().max(400).default(''),
      bytes: z.instanceof(Uint8Array).optional(),
      /** Without bytes. */
      path: z.string().max(4096).default(''),
      submit: z.boolean().default(true),
      asNewVersion: z.boolean().default(false),
      job: z.string().optional(),
    }),
    ImportReport,
  ),
  /**
   * The tables of a script of CREATE TABLE statements, a SQLite or dbf file, or the head of a data file, each with the information items
   * that its columns propose. Refuses `no-structure`.
   */
  'catalog.structure': method(
    writers,
    z.object({ name: z.string().max(400), bytes: z.instanceof(Uint8Array) }),
    z.object({
      tables: z.array(z.object({ name: z.string(), title: z.string(), items: z.array(CatalogItem) })),
      /** What could not be read, one sentence each. */
      notes: z.array(z.string()),
    }),
  ),
  /**
   * The catalogs of a filter as a file: json of our own form, DCAT as JSON-LD, or a sheet with the 31 columns of the municipal export or the 24 of the notice. Handed
   * back, it has at most 64 MB, else `limit-exceeded`.
   */
  'catalog.export': method(
    'user',
    CatalogFilter.omit({ after: true, limit: true }).extend({
      format: z.enum(['xlsx', 'csv', 'json', 'jsonld']),
      template: z.enum(['export', 'notice']).default('export'),
      /** Folder of this machine to write the file into; an older file is kept. */
      to: z.string().max(4096).optional(),
      /** Name of the file there, which takes the place of one that has it. */
      as: z.string().max(255).optional(),
      job: z.string().optional(),
    }),
    z.object({
      name: z.string(),
      bytes: z.instanceof(Uint8Array),
      size: z.number().int(),
      path: z.string(),
      total: z.number().int(),
    }),
  ),
} as const;
