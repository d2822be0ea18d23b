import { pinyinTable } from './pinyin-table.ts';

const first = 0x4e00;

/** Writes each Chinese character as the initial of its commonest reading and leaves every other character as it is: 郑州A → zzA. */
export function initialsOf(text: string): string {
  let out = '';
  for (const char of text) {
    const letter = pinyinTable[(char.codePointAt(0) ?? 0) - first];
    out += letter === undefined || letter === '?' ? char : letter;
  }
  return out;
}
