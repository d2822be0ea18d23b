import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensurePage } from '../build/page.ts';
import type { Client } from '../shared/contract/client.ts';
import type { Methods } from '../shared/contract/methods.ts';
import type { LicenseFilter } from '../shared/license/methods.ts';
import { launchChromium, openProgram } from '../tests/chromium.ts';
import { Licenses } from '../tests/fixtures/licenses.ts';
import { fillRegister } from '../tests/fixtures/register.ts';
import { Seeded } from '../tests/fixtures/seeded.ts';
import { makeStation, password } from '../tests/journey/stations.ts';
import { type Figure, median, percentile } from './figures.ts';

/** YIDI_BENCH_LICENSES makes it smaller while somebody works on it. */
const licenses = Number(process.env.YIDI_BENCH_LICENSES ?? 200_000);
const searches = 40;
const saves = 200;

/** The register with 200 000 licenses: search, pages and filters in the core, through the contract; the same in the window; saving. */
export async function measure(): Promise<readonly Figure[]> {
  await ensurePage();
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const { core, client, dir } = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    const begun = performance.now();
    fillRegister(core.context.station, licenses);
    const filled = (performance.now() - begun) / 1000;
    const figures: Figure[] = [{ name: `checking and writing ${licenses} licenses`, value: filled, unit: 's' }];
    for (const [name, words] of Object.entries(wordsOf())) {
      const spans: number[] = [];
      for (const query of words) spans.push(await spanOf(client, { query }));
      figures.push({
        name: `search, ${name}, 95th percentile`,
        value: percentile(spans, 0.95),
        unit: 'ms',
        atMost: 20,
      });
    }
    const pages: number[] = [];
    for (const filter of filters) pages.push(...(await pagesOf(client, filter)));
    figures.push({
      name: 'a page of the list, filtered and not, 95th percentile',
      value: percentile(pages, 0.95),
      unit: 'ms',
      atMost: 20,
    });
    const saved = await savesOf(client);
    figures.push({ name: 'save and next, 95th percentile', value: percentile(saved, 0.95), unit: 'ms', atMost: 50 });
    await core.close();
    figures.push(...(await inWindow(dir)));
    return figures;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What people look for, drawn from what licenses hold. */
function wordsOf(): Record<string, string[]> {
  const made = new Licenses(7, []);
  const random = new Seeded(8);
  const cut = (text: string, length: number): string => {
    const chars = [...text];
    const from = random.below(chars.length - length + 1);
    return chars.slice(from, from + length).join('');
  };
  const draw = (of: () => string): string[] => Array.from({ length: searches }, of);
  const number = (): string => made.code(random.below(licenses));
  return {
    '1 character': draw(() => cut(random.below(2) ? made.company() : number(), 1)),
    '2 characters': draw(() => cut(random.below(2) ? made.company() : number(), 2)),
    '3 characters': draw(() => cut(random.below(2) ? made.company() : number(), 3)),
    '8 characters': draw(() => cut(random.below(2) ? made.company() : number(), 8)),
    'digits inside a number': draw(() => cut(number(), 4 + random.below(4))),
    'pinyin initials': draw(
      () => [...'abcdefghjklmnpqrstwxyz'].at(random.below(22))! + ['hsm', 'xjz', 'hrx', 'tgs'].at(random.below(4)),
    ),
  };
}

const filters: readonly LicenseFilter[] = [
  {},
  { type: '营业执照' },
  { states: ['draft'] },
  { states: ['stored'], type: '结婚证' },
  { box: '123' },
  { idKind: '111' },
  { aside: true },
  { issuedFrom: '2019-01-01', issuedTo: '2019-12-31' },
];

async function spanOf(client: Client<Methods>, filter: LicenseFilter, after?: string): Promise<number> {
  const begun = performance.now();
  await client.call('license.list', { ...filter, ...(after === undefined ? {} : { after }) });
  return performance.now() - begun;
}

/** The first page and the next four. */
async function pagesOf(client: Client<Methods>, filter: LicenseFilter): Promise<number[]> {
  const spans: number[] = [];
  let after: string | undefined;
  for (let page = 0; page < 5; page++) {
    const begun = performance.now();
    const { next } = await client.call('license.list', { ...filter, ...(after === undefined ? {} : { after }) });
    spans.push(performance.now() - begun);
    if (next === null) break;
    after = next;
  }
  return spans;
}

/** What the desk waits for between two licenses: the save, and how many were typed today. */
async function savesOf(client: Client<Methods>): Promise<number[]> {
  const type = await client.call('license.type', { name: '营业执照' });
  const made = new Licenses(9, [type]);
  const spans: number[] = [];
  for (let index = 0; index < saves; index++) {
    const license = { ...made.license('营业执照', 400_000 + index), entry: { seconds: 40, keys: 120 } };
    const begun = performance.now();
    await client.call('license.duplicates', { license });
    await client.call('entry.save', { pages: [], license, state: 'pending' });
    await client.call('entry.pace', { type: type.name });
    spans.push(performance.now() - begun);
  }
  return spans;
}

/** From the question of the search box to the rows painted, without the pause that the box waits for the next key. */
async function inWindow(dir: string): Promise<readonly Figure[]> {
  const browser = await launchChromium();
  const program = await openProgram({ browser, dir });
  try {
    const { page } = program;
    await page.getByLabel('密码').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').getByText('证照', { exact: true }).click();
    await page.locator('.table-row').first().waitFor();
    const spans: number[] = [];
    const words = wordsOf();
    // A word that was asked for before comes from the page's cache.
    for (const query of new Set([...words['2 characters']!, ...words['digits inside a number']!]))
      spans.push(await searched(page, query));
    // The whole list stands in the page's cache: nothing is asked for.
    await page.getByRole('textbox', { name: /拼音首字母/ }).fill('');
    await page.locator('.table-row').nth(12).waitFor();
    const scrolled: number[] = [];
    await page.locator('[data-list]').focus();
    for (let step = 0; step < 40; step++) scrolled.push(await painted(page, () => page.keyboard.press('PageDown')));
    return [
      {
        name: 'in the window: search, from asking to the rows, 95th percentile',
        value: percentile(spans, 0.95),
        unit: 'ms',
        atMost: 100,
      },
      { name: 'the same, median', value: median(spans), unit: 'ms' },
      {
        name: 'in the window: a page further down, 95th percentile',
        value: percentile(scrolled, 0.95),
        unit: 'ms',
        atMost: 100,
      },
    ];
  } finally {
    await program.close();
    await browser.close();
  }
}

/** Puts a word into the search box and waits until its own answer is on the page. */
async function searched(page: Page, query: string): Promise<number> {
  const box = page.getByRole('textbox', { name: /拼音首字母/ });
  const answered = page.waitForResponse((response) => response.url().endsWith('/call/license.list'), {
    timeout: 20_000,
  });
  const asked = page.waitForRequest((request) => request.url().endsWith('/call/license.list'), { timeout: 20_000 });
  await box.fill(query);
  await asked;
  const begun = performance.now();
  await answered;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return performance.now() - begun;
}

async function painted(page: Page, act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await act();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return performance.now() - begun;
}
