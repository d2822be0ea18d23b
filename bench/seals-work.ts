import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSealSheet } from '../build/seal-sheets/draw-sheet.ts';
import { planSheet } from '../build/seal-sheets/plan.ts';
import { imagingPool } from '../electron/core/threads/threads.ts';
import type { SealInk } from '../shared/seal/scan.ts';
import { median } from './figures.ts';

// node bench/seals-work.ts draw FOLDER: draws the sheet at both resolutions.
// node bench/seals-work.ts one|many SCAN INK COUNT: reads it so often, one after another or as many at once as there are threads.

/** A sheet of the reporting set with five seals under a red letterhead, with the page's edges in sight. */
const SHEET = 7;

export interface SealsDrawn {
  readonly seals: number;
  readonly ink: SealInk;
}

export interface SealsRead {
  /** Of one page, by the clock and of the processor, medians. */
  readonly ms: number;
  readonly cpu: number;
  /** Of all pages. */
  readonly wall: number;
  readonly coresBusy: number;
  /** Largest resident memory of the process, MiB. */
  readonly peakMiB: number;
}

if (import.meta.main) {
  const [way, path, ink, count] = process.argv.slice(2);
  const done =
    way === 'draw' ? await draw(path!) : await readPages(way!, readFileSync(path!), ink as SealInk, Number(count));
  console.log(JSON.stringify(done));
}

async function draw(folder: string): Promise<SealsDrawn> {
  const plan = { ...planSheet('reporting', SHEET), lid: [150, 152, 154] as const, askew: 1.2 };
  for (const dpi of [300, 600]) writeFileSync(join(folder, `${dpi}.jpg`), (await drawSealSheet({ ...plan, dpi })).scan);
  return { seals: plan.seals.length, ink: plan.ink };
}

async function readPages(way: string, bytes: Uint8Array, ink: SealInk, count: number): Promise<SealsRead> {
  const read = () =>
    imagingPool().run({ bytes, name: 'sheet.jpg', index: 0, preview: true, ink }, { name: 'sheet.jpg' });
  const [ms, cpu]: number[][] = [[], []];
  // Code is compiled on the first pages.
  for (let i = 0; i < 2; i++) await read();
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const spent = (): number => {
    const { user, system } = process.cpuUsage(used);
    return (user + system) / 1000;
  };
  if (way === 'many') await Promise.all(Array.from({ length: count }, read));
  else
    for (let i = 0; i < count; i++) {
      const [at, before] = [performance.now(), spent()];
      await read();
      ms!.push(performance.now() - at);
      cpu!.push(spent() - before);
    }
  const wall = performance.now() - begun;
  const coresBusy = spent() / wall;
  await imagingPool().close();
  return { ms: median(ms!), cpu: median(cpu!), wall, coresBusy, peakMiB: process.resourceUsage().maxRSS / 1024 };
}
