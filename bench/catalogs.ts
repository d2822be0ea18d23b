import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../shared/catalog/catalog.ts';
import { prefixOf } from '../shared/catalog/resource-code.ts';
import { catalogNumber, fillCatalogs, itemsEach } from '../tests/fixtures/catalogs.ts';
import { Seeded } from '../tests/fixtures/seeded.ts';
import { type Desk, makeStation } from '../tests/journey/stations.ts';
import { type Figure, percentile } from './figures.ts';

/** YIDI_BENCH_CATALOGS makes it smaller while somebody works on it. */
const catalogs = Number(process.env.YIDI_BENCH_CATALOGS ?? 20_000);
const searches = 40;
const opened = 200;

/** 20 000 catalogs of 20 items: search, pages, opening, export of all, check of all, and the import of a sheet into an empty station. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const desk = await makeStation(join(root, 'full'), 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    const filled = await secondsOf(() => fillCatalogs(desk.core.context.station, catalogs));
    const figures: Figure[] = [{ name: `checking and writing ${catalogs} catalogs`, value: filled, unit: 's' }];
    for (const [name, words] of Object.entries(wordsOf())) figures.push(await searched(desk, name, words));
    figures.push(...(await openedOf(desk)));
    figures.push(...(await exportsOf(desk, root)));
    figures.push({
      name: 'check of all',
      value: await secondsOf(() => desk.client.call('catalog.checkAll', {})),
      unit: 's',
      atMost: 3,
    });
    figures.push(await importOf(desk, root));
    await desk.core.close();
    return figures;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What people look for, drawn from what catalogs hold. */
function wordsOf(): Record<string, string[]> {
  const random = new Seeded(8);
  const made = new Seeded(9);
  const cut = (text: string, length: number): string => {
    const chars = [...text];
    const from = random.below(chars.length - length + 1);
    return chars.slice(from, from + length).join('');
  };
  const draw = (of: () => string): string[] => Array.from({ length: searches }, of);
  const catalog = (): Catalog => catalogNumber(random.below(catalogs), made);
  const items = catalogNumber(0, made).items.map(({ name }) => name);
  return {
    '1 character': draw(() => cut(catalog().name, 1)),
    '2 characters': draw(() => cut(catalog().name, 2)),
    '4 characters': draw(() => cut(catalog().name, 4)),
    'the end of a code': draw(() => catalog().code.slice(-(4 + random.below(4)))),
    'an item that all or most have': draw(() => items[random.below(items.length)]!),
    'pinyin initials': draw(() => ['jsq', 'hydj', 'qyxk', 'xzcf', 'tysh', 'bdc', 'fddbr', 'xzs'][random.below(8)]!),
  };
}

async function searched({ client }: Desk, name: string, words: readonly string[]): Promise<Figure> {
  const spans: number[] = [];
  for (const query of words) {
    const begun = performance.now();
    await client.call('catalog.list', { query });
    spans.push(performance.now() - begun);
  }
  return { name: `search, ${name}, 95th percentile`, value: percentile(spans, 0.95), unit: 'ms', atMost: 20 };
}

/** Pages of the list by each order, one after another, and catalogs here and there. */
async function openedOf({ client }: Desk): Promise<Figure[]> {
  const pages: number[] = [];
  const ids: string[] = [];
  for (const order of ['updated', 'code', 'name'] as const)
    for (let page = 0, after: string | undefined; page < 20; page++) {
      const begun = performance.now();
      const { rows, next } = await client.call('catalog.list', { order, ...(after === undefined ? {} : { after }) });
      pages.push(performance.now() - begun);
      ids.push(...rows.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
  const random = new Seeded(10);
  const spans: number[] = [];
  for (let count = 0; count < opened; count++) {
    const begun = performance.now();
    await client.call('catalog.get', { id: ids[random.below(ids.length)]! });
    spans.push(performance.now() - begun);
  }
  return [
    { name: 'a page of the list, 95th percentile', value: percentile(pages, 0.95), unit: 'ms', atMost: 20 },
    { name: 'open, 95th percentile', value: percentile(spans, 0.95), unit: 'ms', atMost: 20 },
  ];
}

async function exportsOf({ client }: Desk, root: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const format of ['xlsx', 'csv', 'json'] as const) {
    let path = '';
    const value = await secondsOf(async () => {
      ({ path } = await client.call('catalog.export', { format, to: root }));
    });
    const mb = statSync(path).size / 1e6;
    figures.push({ name: `export of all as ${format}, ${mb.toFixed(0)} MB`, value, unit: 's', atMost: 5 });
  }
  return figures;
}

/** The catalogs of one prefix, which have 5000 items between them, exported and taken into a station that has none. */
async function importOf(full: Desk, root: string): Promise<Figure> {
  const prefix = prefixOf(catalogNumber(0, new Seeded(1)).code);
  const { bytes, name, total } = await full.client.call('catalog.export', { format: 'xlsx', prefix });
  const empty = await makeStation(join(root, 'empty'), 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const value = await secondsOf(async () => {
    const { created } = await empty.client.call('catalog.import', { name, bytes });
    if (created !== total) throw new Error(`of ${total} catalogs ${created} came in`);
  });
  await empty.core.close();
  return { name: `import of ${total * itemsEach} rows, ${total} catalogs`, value, unit: 's', atMost: 5 };
}

async function secondsOf(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
