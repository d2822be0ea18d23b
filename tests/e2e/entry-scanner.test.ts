import { afterAll, expect, test } from 'vitest';
import { sample } from '../fixtures/department.ts';
import { type EsclScanner, startEsclScanner } from '../fixtures/escl-scanner.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const office = oneDesk('entry-scanner');
let scanner: EsclScanner | undefined;
afterAll(() => scanner?.close());

test('a pile in the feeder comes to the entry desk by one key, and a jam leaves what was scanned', async () => {
  const { page, client } = office;
  const pages = ['91410100MA44X4F98J', '93411422MA457KNLXW', '91410000170001401D'].map((code) => sample(`${code}.jpg`));
  scanner = await startEsclScanner({ pages, after: { pages: 2, fault: 'jam' } });
  const device = `escl:${scanner.address}`;
  const profile = {
    name: '输稿器',
    device,
    source: 'feeder',
    dpi: 300,
    colour: 'colour',
    size: 'A4',
    extra: {},
  } as const;
  await client.call('scanner.keep', { profiles: [profile], current: '输稿器', addresses: [], folder: '' });
  await openPage(page, '录入台');
  await page.getByText('输稿器 · 300 dpi').waitFor();
  await page.keyboard.press('F9');
  await page.locator('.entry-refused').getByText(/卡纸/).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: '整理已收进的 2 页' }).click();
  await page.getByRole('button', { name: /开始录入/ }).waitFor();
  const [batch] = (await client.call('entry.batches', {})).batches;
  const queue = await client.call('entry.queue', { batch: batch!.id });
  expect(queue.pages.map(({ name, position }) => [name.slice(-7), position])).toEqual([
    ['001.jpg', 1],
    ['002.jpg', 2],
  ]);
});
