import { z } from 'zod';
import { initialsOf } from '../china/pinyin-initials.ts';
import type { LicenseType } from './type.ts';

/** Values that a field had on earlier licenses, with how many of them, the latest used first. */
export const KnownValues = z.record(z.string(), z.array(z.object({ value: z.string(), uses: z.int() })));
export type KnownValues = z.infer<typeof KnownValues>;

/** Longer texts are each of their own: nobody types the same business scope twice. */
const longest = 300;

/** From this many licenses on, and this share of them, a value is the usual one. */
const enough = 8;
const usualShare = 0.6;

/** The fields of the face whose earlier values are offered. */
export function repeatedFields(type: LicenseType): string[] {
  return type.fields.flatMap(({ key, kind, length }) => (kind === 'text' && length <= longest ? [key] : []));
}

/** The values of earlier licenses of a type with those of one more. */
export function withValues(type: LicenseType, known: KnownValues, face: Readonly<Record<string, string>>): KnownValues {
  const next = { ...known };
  for (const key of repeatedFields(type)) {
    const value = face[key] ?? '';
    if (value === '') continue;
    const before = next[key] ?? [];
    const uses = (before.find((one) => one.value === value)?.uses ?? 0) + 1;
    next[key] = [{ value, uses }, ...before.filter((one) => one.value !== value)];
  }
  return next;
}

/**
 * What one key may put into a field: of the earlier values that go on as it is typed, in Chinese or by the initials of its pinyin, the one used most, the later of two. In
 * an empty field that is not critical, the value that most licenses have. '' where nothing is offered: a text that is whole is never made longer.
 */
export function completionOf(type: LicenseType, known: KnownValues, key: string, typed: string): string {
  const values = known[key] ?? [];
  if (typed === '') {
    const all = values.reduce((sum, { uses }) => sum + uses, 0);
    const critical = type.fields.some((field) => field.key === key && field.critical);
    const usual = values.find(({ uses }) => uses >= all * usualShare);
    return usual && all >= enough && !critical ? usual.value : '';
  }
  if (values.some(({ value }) => value === typed)) return '';
  const letters = /^[a-z]{2,}\d*$/.test(typed);
  const going = values.filter(
    ({ value }) => value.startsWith(typed) || (letters && initialsOf(value).startsWith(typed)),
  );
  return [...going].sort((a, b) => b.uses - a.uses)[0]?.value ?? '';
}
