import { Catalog, emptyCatalog, emptyItem } from '../../../shared/catalog/catalog.ts';

type Model = string | readonly Model[] | { readonly [key: string]: Model };

/** What only a catalog has that was published before: one that states it goes through the schema. */
const { change: _change, retired: _retired, ...plain } = emptyCatalog();

/** A catalog with one of everything that it may have several of. */
const model: Model = {
  ...plain,
  formats: [{ category: '', type: '', version: '' }],
  items: [emptyItem()],
  share: { ...emptyCatalog().share, uses: [''] },
  related: [{ code: '', name: '', external: '' }],
};

/**
 * The body of a record as a catalog. What is stored has been through the schema; it goes through it again only where it has other fields than
 * catalogs have today, for that takes twenty times as long as looking.
 */
export function storedCatalog(body: unknown): Catalog {
  return fits(body, model) ? (body as Catalog) : Catalog.parse(body);
}

function fits(value: unknown, model: Model): boolean {
  if (typeof model === 'string') return typeof value === 'string';
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(model)) return Array.isArray(value) && value.every((each) => fits(each, model[0]));
  let expected = 0;
  for (const key in model) {
    expected++;
    if (!fits((value as Record<string, unknown>)[key], (model as Record<string, Model>)[key]!)) return false;
  }
  return Object.keys(value).length === expected;
}
