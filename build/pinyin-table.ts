// Writes shared/china/pinyin-table.ts: the pinyin initial of every character from U+4E00 to U+9FA5, from pinyin-pro.
import { writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';

let table = '';
for (let code = 0x4e00; code <= 0x9fa5; code++) {
  const initial = pinyin(String.fromCodePoint(code), { pattern: 'first', toneType: 'none', type: 'array' })[0] ?? '';
  table += /^[a-z]$/.test(initial) ? initial : '?';
}
const lines = table.match(/.{1,110}/g) ?? [];
writeFileSync(
  new URL('../shared/china/pinyin-table.ts', import.meta.url),
  `// Made by build/pinyin-table.ts from pinyin-pro: one letter for each of U+4E00 … U+9FA5, "?" where none is known.
export const pinyinTable = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`,
);
