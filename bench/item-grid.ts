import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ensurePage } from '../build/page.ts';
import { launchChromium, openProgram } from '../tests/chromium.ts';
import { makeStation, password } from '../tests/journey/stations.ts';
import type { Figure } from './figures.ts';

const items = 1000;

/** A task of the page that takes longer is felt: a long task by the W3C, ms. */
const felt = 50;

/** 1000 information items pasted out of a spreadsheet, typed in, moved and scrolled: the longest task of the page's thread, in time of the processor. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  await ensurePage();
  const desk = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  await desk.core.close();
  const browser = await launchChromium();
  const program = await openProgram({ browser, dir: desk.dir });
  try {
    await openGrid(program.page);
    return await used(browser, program.page);
  } finally {
    await program.close();
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function openGrid(page: Page): Promise<void> {
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.evaluate("location.hash = '#/catalog'");
  await page.getByRole('heading', { name: '还没有资源目录' }).waitFor();
  await page.keyboard.press('Alt+n');
  await page.locator('[data-field="items.0.name"]').click();
}

async function used(browser: Browser, page: Page): Promise<Figure[]> {
  const cells = Array.from({ length: items }, (_, row) =>
    [`信息项${row}`, `zd_${row}`, row % 3 === 0 ? '数值型N' : '字符型C', row + 1, 'UTF-8', '无条件', '是', '说明'].join(
      '\t',
    ),
  );
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const typed = Array.from({ length: 10 }, () => ['a', 'b', 'c', 'ArrowDown', 'd', 'Tab']).flat();
  return [
    await longest(browser, page, `a paste of ${items} items`, async () => {
      await page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.activeElement?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
      }, cells.join('\r\n'));
      await page.locator('.item-panel .panel-count').getByText(`${items} 项`).waitFor();
    }),
    await longest(browser, page, 'typing in the grid', () => press(...typed)),
    await longest(browser, page, 'a row added, moved, taken away', () =>
      press('Alt+Insert', 'Alt+ArrowDown', 'Alt+ArrowUp', 'Alt+Delete', 'Control+z'),
    ),
    await longest(browser, page, 'scrolling', async () => {
      await page.mouse.move(800, 600);
      for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 1300);
    }),
    await longest(browser, page, 'typing in another field', async () => {
      await page.getByLabel('信息资源名称').click();
      await page.keyboard.type('企业登记信息企业登记信息');
    }),
  ];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Time of the processor, µs. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The longest task of the page's thread while `work` runs and what follows from it. */
async function longest(browser: Browser, page: Page, name: string, work: () => Promise<void>): Promise<Figure> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await work();
  await page.waitForTimeout(1000);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const script = traceEvents.find((event) => event.name === 'FunctionCall');
  const tasks = traceEvents.filter(
    ({ name: kind, ph, pid, tid }) =>
      ph === 'X' && kind.endsWith('RunTask') && pid === script?.pid && tid === script.tid,
  );
  if (tasks.length === 0) throw new Error(`no task was traced: ${name}`);
  const value = Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
  return { name: `${name}, longest task`, value, unit: 'ms', atMost: felt };
}
