import { uses as knownUses } from './code-tables.ts';

/** The parts that table 1, 9.2 wants in the one column 共享条件. */
export interface ShareCondition {
  readonly uses: readonly string[];
  readonly condition: string;
  readonly scope: string;
  readonly law: string;
}

const labels = { uses: '使用要求', condition: '共享条件', scope: '共享范围', law: '法律依据' } as const;
type Part = keyof typeof labels;
const parts = Object.keys(labels) as readonly Part[];
const start = new RegExp(`^(${Object.values(labels).join('|')})[：:]`);

/** One cell for all parts, each on a line with its label; `readShareCondition` takes it apart again. */
export function writeShareCondition(share: ShareCondition): string {
  return parts
    .map((part) => ({ part, text: part === 'uses' ? share.uses.join('、') : share[part] }))
    .filter(({ text }) => text !== '')
    .map(({ part, text }) => `${labels[part]}：${text}`)
    .join('\n');
}

/**
 * Takes the cell apart. Lines with a label go to their part; a cell without labels, as departments write it, is the law for type 3,
 * else its words of 使用要求 are taken as such when it holds nothing else, and the whole is the condition otherwise.
 */
export function readShareCondition(cell: string, type: string): ShareCondition {
  const found: Record<Part, string> = { uses: '', condition: '', scope: '', law: '' };
  const rest: string[] = [];
  let part: Part | null = null;
  for (const line of cell.split(/\r?\n/)) {
    const label = start.exec(line.trim())?.[1];
    if (label !== undefined) part = parts.find((entry) => labels[entry] === label) ?? null;
    const text =
      label === undefined
        ? line.trim()
        : line
            .trim()
            .slice(label.length + 1)
            .trim();
    if (part === null) rest.push(text);
    else found[part] = [found[part], text].filter(Boolean).join(' ');
  }
  const plain = rest.filter(Boolean).join(' ');
  if (plain !== '') {
    const words = plain.split(/[、，,；;\s/]+/).map((word) => word.replace(/^(作为|用于)/, ''));
    if (type === '3') found.law = [plain, found.law].filter(Boolean).join(' ');
    else if (words.every((word) => (knownUses as readonly string[]).includes(word))) found.uses = words.join('、');
    else found.condition = [plain, found.condition].filter(Boolean).join(' ');
  }
  return { ...found, uses: found.uses.split('、').filter(Boolean) };
}
