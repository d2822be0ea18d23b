import { join } from 'node:path';
import { printChecks, runChecks } from '../build/check.ts';
import { ensurePage } from '../build/page.ts';
import { installPackages } from './run/debian.ts';
import { runJourney } from './run/journey.ts';
import { add, nothing, summary, type Tally } from './run/tally.ts';
import { runVitest, skipVitest } from './run/vitest.ts';

// `npm test`: everything, on a machine that has nothing but Node and npm. The last line is the sum.

let total: Tally = nothing;

/** Runs one part under a heading, and adds what it counted. A part that throws is one failure. */
async function part(title: string, run: () => Tally | Promise<Tally>): Promise<void> {
  console.log(`\n== ${title}`);
  const begun = Date.now();
  let tally: Tally;
  try {
    tally = await run();
  } catch (error) {
    console.log(error);
    tally = { passed: 0, failed: 1, skipped: [] };
  }
  console.log(`   ${summary(tally)}, ${Math.round((Date.now() - begun) / 1000)} s`);
  total = add(total, tally);
}

const lacking = installPackages();
const able = (projects: readonly string[]) => projects.filter((project) => !lacking.has(project));

await part('sources', async () => {
  const results = await runChecks();
  printChecks(results);
  const passed = results.filter(({ ok }) => ok).length;
  return { passed, failed: results.length - passed, skipped: [] };
});
await part('page', async () => {
  await ensurePage();
  return nothing;
});
await part('transports, layers, ciphers, vectors, the other reader', () =>
  runVitest(able(['conformance', 'boundaries', 'crypto', 'vectors', 'interop'])),
);
await part('units, with no more of node:crypto than Electron has', () =>
  runVitest(['unit'], join(import.meta.dirname, 'electron-crypto.ts')),
);
await part('crashes, leaks and journeys', () => runVitest(['whole']));
await part('the window in Chromium, and in Electron where its runtime is', () => runVitest(able(['e2e', 'electron'])));
await part('the whole journey on the command line', runJourney);
if (lacking.size > 0)
  await part(`without ${[...new Set([...lacking.values()].flat())].join(', ')}`, () => skipVitest([...lacking.keys()]));

if (total.skipped.length > 0) console.log(`\nskipped:\n${total.skipped.map((name) => `  ${name}`).join('\n')}`);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${summary(total)}`);
