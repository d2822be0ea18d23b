import type { FieldLine } from '../../../shared/exchange/review.ts';
import type { RecordRules } from './record-rules.ts';

/**
 * A record beside its last version, field by field: changed fields first, then the rest, each in the order of the form. Fields
 * without a label are inner ones and not shown; a file is shown by its name.
 */
export function fieldLines(
  rules: RecordRules,
  body: unknown,
  previous: unknown,
  fileName: (value: string) => string | undefined,
): FieldLine[] {
  const after = flatten(body);
  const before = previous === undefined ? undefined : flatten(previous);
  const fields = ordered([...new Set([...after.keys(), ...(before?.keys() ?? [])])], rules.order(body));
  const lines = fields.flatMap((field): FieldLine[] => {
    const label = rules.label(field, after.has(field) ? body : previous);
    if (label === '') return [];
    const now = shown(after.get(field), fileName);
    const then = before ? shown(before.get(field), fileName) : '';
    if (now === '' && then === '') return [];
    return [{ field, label, before: then, after: now, changed: before !== undefined && now !== then }];
  });
  return [...lines.filter((line) => line.changed), ...lines.filter((line) => !line.changed)];
}

type Leaf = string | number | boolean | readonly (string | number | boolean)[] | null;

/** Leaves by dotted path; a list of plain values is one leaf. */
function flatten(value: unknown, path = '', into = new Map<string, Leaf>()): Map<string, Leaf> {
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    if (path) into.set(path, value);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) flatten(item, path ? `${path}.${key}` : key, into);
  } else if (path && value !== undefined) {
    into.set(path, value as Leaf);
  }
  return into;
}

function shown(leaf: Leaf | undefined, fileName: (value: string) => string | undefined): string {
  if (leaf === undefined || leaf === null) return '';
  if (Array.isArray(leaf))
    return leaf
      .map((item) => shown(item, fileName))
      .filter(Boolean)
      .join('、');
  if (leaf === true) return '是';
  if (leaf === false) return '否';
  const text = String(leaf);
  return fileName(text) ?? text;
}

function ordered(fields: string[], order: readonly string[]): string[] {
  const rank = (field: string): number => {
    const at = order.findIndex((name) => field === name || field.startsWith(`${name}.`));
    return at < 0 ? order.length : at;
  };
  return fields
    .map((field, at) => ({ field, at, rank: rank(field) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ field }) => field);
}
