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
