import { type Catalog, emptyItem } from './catalog.ts';
import { catalogFieldLabel, fieldNumber } from './fields.ts';
import { catalogLines, itemText } from './lines.ts';

/** One field that two versions differ in. */
export interface Difference {
  readonly field: string;
  readonly label: string;
  /** '' = not there. */
  readonly old: string;
  readonly next: string;
}

/** Changed fields in the order of the form; items are matched by their name. */
export function differences(before: Catalog, after: Catalog): Difference[] {
  const flat = (catalog: Catalog) => catalogLines({ ...catalog, items: [] });
  const old = new Map(flat(before).map((line) => [line.field, line.text]));
  const changes: Difference[] = flat(after)
    .filter(({ field, text }) => text !== (old.get(field) ?? ''))
    .map(({ field, label, text }) => ({
      field,
      label: `${fieldNumber(field)} ${label}`.trim(),
      old: old.get(field) ?? '',
      next: text,
    }));
  const named = new Map(before.items.map((item) => [item.name, item]));
  after.items.forEach((item, index) => {
    const was = named.get(item.name);
    named.delete(item.name);
    const parts = was ? changedParts(was, item) : { words: '', old: '', next: itemText(item) };
    if (was && parts.words === '') return;
    const label = [`8.${index + 1} ${item.name}`, parts.words].filter(Boolean).join(' · ');
    changes.push({ field: `items.${index}.name`, label, old: parts.old, next: parts.next });
  });
  for (const [name, item] of named)
    changes.push({ field: `items.gone.${name}`, label: `8 ${name}`, old: itemText(item), next: '' });
  return changes;
}

const partFields = ['column', 'type', 'length', 'charset', 'share', 'open', 'note'] as const;

/** Which parts of an item changed, and only those of the old and the new text. */
function changedParts(
  was: Catalog['items'][number],
  item: Catalog['items'][number],
): { words: string; old: string; next: string } {
  const changed = partFields.filter((field) => was[field] !== item[field]);
  const only = (from: Catalog['items'][number]): string =>
    itemText({ ...emptyItem(), ...Object.fromEntries(changed.map((field) => [field, from[field]])) }) || '空';
  const words = changed
    .map((field) =>
      catalogFieldLabel(`items.0.${field}`)
        .replace(/^.* · /, '')
        .replace(/^信息项/, ''),
    )
    .join('、');
  return changed.length === 0 ? { words: '', old: '', next: '' } : { words, old: only(was), next: only(item) };
}
