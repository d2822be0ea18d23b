import { z } from 'zod';
import type { Finding } from '../exchange/finding.ts';

/** The copies (副本) of a license as they were typed: how many there are, and their numbers (副本号) in one text; '' = not known. */
export const Copies = z.object({ count: z.string().max(20).default(''), numbers: z.string().max(4000).default('') });
export type Copies = z.infer<typeof Copies>;

/** The 副本号 one by one, in their order; people part them by 、 comma, semicolon or blank. */
export function copyNumbers(copies: Copies | undefined): string[] {
  return (copies?.numbers ?? '').split(/[、,，;；\s]+/).filter(Boolean);
}

/** The numbers as they are stored: 1-1、1-2. */
export const tidyCopyNumbers = (numbers: string): string => copyNumbers({ count: '', numbers }).join('、');

/** What is wrong with the copies. `onFace` is the 副本号 of the paper that was typed, '' where it has none. */
export function checkCopies(copies: Copies | undefined, onFace: string): Finding[] {
  const findings: Finding[] = [];
  const say = (level: Finding['level'], part: keyof Copies, code: string, message: string): void =>
    void findings.push({ field: `copies.${part}`, level, code, message });
  const count = copies?.count ?? '';
  const numbers = copyNumbers(copies);
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (count !== '' && !/^\d{1,3}$/.test(count)) say('error', 'count', 'not-a-count', '应为 0 至 999 的整数');
  else if (count !== '' && numbers.length > 0 && Number(count) !== numbers.length)
    say('error', 'numbers', 'copies-differ', `写了 ${numbers.length} 个副本号，而副本数是 ${Number(count)}`);
  if (twice !== undefined) say('error', 'numbers', 'copy-twice', `副本号“${twice}”写了两次`);
  else if (onFace !== '' && numbers.length > 0 && !numbers.includes(onFace))
    say('warning', 'numbers', 'copy-unlisted', `没有列出照面上的副本号“${onFace}”，请核对`);
  return findings;
}
