type Flat = Record<string, unknown>;

/**
 * What differs between two JSON values, by dotted path, for the audit line: `{old, next}` with only the changed leaves, or
 * undefined when nothing differs. A value that is new on one side is missing on the other.
 */
export function changedFields(old: unknown, next: unknown): { readonly old: Flat; readonly next: Flat } | undefined {
  const after = flatten(next);
  if (old === undefined) return Object.keys(after).length > 0 ? { old: {}, next: after } : undefined;
  const before = flatten(old);
  const changes: { old: Flat; next: Flat } = { old: {}, next: {} };
  let any = false;
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[path] === after[path]) continue;
    any = true;
    if (Object.hasOwn(before, path)) changes.old[path] = before[path];
    if (Object.hasOwn(after, path)) changes.next[path] = after[path];
  }
  return any ? changes : undefined;
}

/** The JSON text of what `changedFields` says of a value that is all new, ended by `rest`: a bulk import has no time for the object. */
export function flatJson(value: unknown, rest: string): string {
  let text = '{';
  const add = (item: unknown, path: string): void => {
    if (item === undefined) return;
    const inner = item !== null && typeof item === 'object' ? Object.keys(item) : null;
    if (inner && inner.length > 0)
      for (const key of inner) add((item as Flat)[key], path === '' ? key : `${path}.${key}`);
    else if (path !== '')
      text += `${JSON.stringify(path)}:${inner ? (Array.isArray(item) ? '"[]"' : '"{}"') : JSON.stringify(item)},`;
  };
  add(value, '');
  return text + rest;
}

function flatten(value: unknown, path = '', into: Flat = Object.create(null)): Flat {
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    for (const [key, item] of entries)
      if (item !== undefined) flatten(item, path === '' ? key : `${path}.${key}`, into);
    if (entries.length === 0 && path !== '') into[path] = Array.isArray(value) ? '[]' : '{}';
  } else if (value !== undefined) {
    into[path] = value;
  }
  return into;
}
