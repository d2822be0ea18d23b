import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, type Measure, printed } from './figures.ts';

// npm run bench [-- NAME…] [--json]: runs the files of bench/ that export `measure`, one after another, and prints what
// they measured. Figures are never asserted: a slow machine is no failure.

const frame = ['run.ts', 'figures.ts', 'as-started.ts'];
const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('--'));
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !frame.includes(file))
  .map((file) => file.slice(0, -3));

/** Names that stand for several files. */
const groups: Readonly<Record<string, readonly string[]>> = {
  licenses: known.filter((name) => name.startsWith('license-')),
};
const chosen = wanted.flatMap((name) => groups[name] ?? [name]);

const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are ${[...known, ...Object.keys(groups)].join(', ')}`);
  process.exit(2);
}

const all: Record<string, readonly Figure[]> = {};
for (const name of chosen.length > 0 ? chosen : known) {
  const module = (await import(join(import.meta.dirname, `${name}.ts`))) as { measure?: Measure };
  if (!module.measure) continue;
  if (!words.includes('--json')) console.log(name);
  const figures = await module.measure();
  all[name] = figures;
  if (!words.includes('--json')) console.log(figures.map(printed).join('\n'));
}
if (words.includes('--json')) console.log(JSON.stringify(all));
