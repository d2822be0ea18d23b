import { readDate } from '../china/dates.ts';
import { normalizeIdentifier } from '../china/problem.ts';
import { Catalog } from './catalog.ts';
import { readAmount, readClass, readCycle, readFormatCategory } from './cell-words.ts';
import { normalizeCode } from './resource-code.ts';

/**
 * A catalog in the one form in which it is stored, whichever way it came in: codes and dates as the standards write them, numbers without
 * idle zeros, no blank formats, items or related codes. What the catalog says is not changed.
 */
export function normalizeCatalog(body: Catalog): Catalog {
  const { census } = body;
  const amounts = (measure: 'storage' | 'records') => {
    const value = (text: string): string => readAmount(text, measure).value;
    const { total, shared, open } = census[measure];
    return { total: value(total), shared: value(shared), open: value(open) };
  };
  const whole = { ...body, classification: { ...body.classification, class: readClass(body.classification.class) } };
  return Catalog.parse({
    ...whole,
    code: /\/$/.test(body.code) ? body.code : normalizeCode(body.code),
    providerCode: normalizeIdentifier(body.providerCode),
    formats: distinct(
      body.formats
        .filter(({ category, type }) => `${category}${type}` !== '')
        .map((format) => ({ ...format, category: readFormatCategory(format.category) })),
      ({ category, type }) => `${category}\n${type}`,
    ),
    census: { storage: amounts('storage'), records: amounts('records') },
    items: body.items.filter((item) => Object.values(item).some((value) => value !== '')),
    cycle: readCycle(body.cycle),
    releaseDate: body.releaseDate === '' ? '' : (readDate(body.releaseDate) ?? body.releaseDate),
    related: body.related
      .filter(({ code, name }) => `${code}${name}` !== '')
      .map((entry) => ({ ...entry, code: normalizeCode(entry.code) })),
  });
}

function distinct<T>(list: readonly T[], key: (entry: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((entry) => !seen.has(key(entry)) && seen.add(key(entry)));
}
