import { drawSealSheet } from '../build/seal-sheets/draw-sheet.ts';
import { planSheet } from '../build/seal-sheets/plan.ts';
import { imagingPool } from '../electron/core/threads/threads.ts';
import { type Figure, median } from './figures.ts';

/** A sheet of the reporting set with five seals under a red letterhead, with the page's edges in sight. */
const SHEET = 7;
const PAGES = 100;

/** Time and memory of reading a sheet, its preview included, on the program's own threads. */
export async function measure(): Promise<readonly Figure[]> {
  const plan = { ...planSheet('reporting', SHEET), lid: [150, 152, 154] as const, askew: 1.2 };
  const at300 = (await drawSealSheet({ ...plan, dpi: 300 })).scan;
  const at600 = (await drawSealSheet({ ...plan, dpi: 600 })).scan;
  global.gc?.();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const read = (bytes: Uint8Array) =>
    imagingPool().run({ bytes, name: 'sheet.jpg', index: 0, preview: true, ink: plan.ink }, { name: 'sheet.jpg' });
  const one = async (bytes: Uint8Array, runs: number) => {
    const [ms, cpu]: number[][] = [[], []];
    await read(bytes);
    await read(bytes);
    for (let i = 0; i < runs; i++) {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      await read(bytes);
      ms!.push(performance.now() - begun);
      const { user, system } = process.cpuUsage(used);
      cpu!.push((user + system) / 1000);
    }
    return { ms: median(ms!), cpu: median(cpu!) };
  };
  const low = await one(at300, 15);
  const high = await one(at600, 7);
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: PAGES }, () => read(at300)));
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(used);
  clearInterval(watch);
  await imagingPool().close();
  return [
    { name: 'seals on the sheet', value: plan.seals.length, unit: '' },
    { name: 'a page of 300 dpi, median', value: low.ms, unit: 'ms', atMost: 250 },
    { name: 'a page of 300 dpi, processor time', value: low.cpu, unit: 'ms' },
    { name: 'a page of 600 dpi, median', value: high.ms, unit: 'ms', atMost: 900 },
    { name: 'a page of 600 dpi, processor time', value: high.cpu, unit: 'ms' },
    { name: `${PAGES} pages, each`, value: wall / PAGES, unit: 'ms' },
    { name: `${PAGES} pages, cores kept busy`, value: (user + system) / 1000 / wall, unit: '', atLeast: 1.8 },
    { name: 'peak memory of the process', value: peak / 1048576, unit: 'MiB', atMost: 500 },
  ];
}
