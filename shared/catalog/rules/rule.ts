import type { Catalog, CatalogChange } from '../catalog.ts';
import type { Classification } from '../classification.ts';

/** What a rule may look at besides the catalog. */
export interface CatalogContext {
  /** YYYY-MM-DD */
  readonly today: string;
  /** The station's classification table; without it names are not compared with digits. */
  readonly classification?: Classification;
  /** Unified social credit code of the station's organ; '' or absent at a bureau. */
  readonly stationUscc?: string;
  /** Whether the station has a catalog of its own with this code; absent where that is not known. */
  readonly hasCode?: (code: string) => boolean;
  /** Of a catalog that was published and is being changed: what its published version says of its own change. */
  readonly published?: { readonly change?: CatalogChange | undefined } | undefined;
}

/** Where a rule is broken, and the sentence where it depends on the case. */
export interface Hit {
  readonly field: string;
  readonly message?: string;
}

/** One rule of the notice: what it is called, how much it weighs, where it stands, what it says, and how it is found broken. */
export interface Rule {
  /** Stable; stands in findings and receipts. */
  readonly code: string;
  /** `structured`: an error where the resource is a database or spreadsheet, else a warning (the notice contradicts itself there). */
  readonly level: 'error' | 'warning' | 'structured';
  /** Clause of annex 1 of the notice, or the standard. */
  readonly clause: string;
  /** For the person at the form, without a full stop; a hit may replace it. */
  readonly message: string;
  readonly find: (catalog: Catalog, context: CatalogContext) => Iterable<Hit | string>;
}

/** Declares a rule. `find` names the fields in which it is broken. */
export function rule(code: string, level: Rule['level'], clause: string, message: string, find: Rule['find']): Rule {
  return { code, level, clause, message, find };
}

/** The field when it is broken, else nothing. */
export function when(broken: boolean, field: string, message?: string): Hit[] {
  return broken ? [message === undefined ? { field } : { field, message }] : [];
}

/** Number of characters as people count them. */
export function charsIn(text: string): number {
  return [...text].length;
}
