import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printAt, scannedPage, separatorAt } from '../fixtures/scanned-page.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

/** A busy machine takes its time. */
const patient = { timeout: 30_000 };
const office = oneDesk('arrange');
const { root } = office;

test('a pile with 分隔页 and blank pages becomes records with the right pages, by keyboard alone', async () => {
  const { page } = office;
  const print = (word: string) => printAt(30, 60, [word, '经营范围：餐饮服务']);
  // A blank page that is none, a paper of two pages, one with a page too many, and one whose 分隔页 was forgotten.
  const pile = [
    ['01', separatorAt(105, 150)],
    ['02', print('甲一')],
    ['03', ''],
    ['04', print('甲二')],
    ['05', separatorAt(105, 150, 180)],
    ['06', separatorAt(100, 150, 90)],
    ['07', print('乙一')],
    ['08', print('丙一')],
    ['09', print('废页')],
    ['10', ''],
    ['11', separatorAt(105, 150)],
  ] as const;
  const files = [];
  for (const [name, svg] of pile) {
    files.push(join(root, `${name}.jpg`));
    writeFileSync(files.at(-1)!, await scannedPage(svg, { dpi: 72, angle: name === '07' ? 1.5 : 0 }));
  }
  writeFileSync(join(root, '12.jpg'), 'not a picture');
  await openPage(page, '录入台');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files, join(root, '12.jpg')]);
  await page.getByText('1 处没有收进来').waitFor({ timeout: 240_000 });
  expect(await page.locator('.entry-refused li').allTextContents()).toEqual([expect.stringContaining('12.jpg')]);
  await page.locator('.entry-refused button:focus').waitFor();
  await page.keyboard.press('Enter');

  const groups = async () =>
    Promise.all(
      (await page.locator('.arrange-piece').all()).map(async (piece) =>
        (await piece.locator('.arrange-page:not(.arrange-out) .mono').allTextContents()).join('+'),
      ),
    );
  await expect.poll(groups, patient).toEqual(['002+004', '007+008+009']);
  expect(await page.locator('.arrange-out').allTextContents()).toEqual([
    '001分隔页',
    '003空白',
    '005分隔页',
    '006分隔页',
    '010空白',
    '011分隔页',
  ]);
  // To 008, which begins a paper of its own; 009 is left out; the blank 003 is taken back and put out again.
  await page.locator('.arrange-page[aria-current]:focus').waitFor();
  const to = async (number: string, key: string) => {
    for (let step = 0; step < 12; step++) {
      if ((await page.locator('.arrange-page[aria-current] .mono').textContent()) === number) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${number} is not reached`);
  };
  await to('008', 'ArrowRight');
  await page.keyboard.press('s');
  await expect.poll(groups, patient).toEqual(['002+004', '007', '008+009']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('x');
  await expect.poll(groups, patient).toEqual(['002+004', '007', '008']);
  await to('003', 'ArrowLeft');
  await page.keyboard.press('x');
  await expect.poll(groups, patient).toEqual(['002+003+004', '007', '008']);
  await page.keyboard.press('x');
  await to('007', 'ArrowRight');
  await page.keyboard.press('j');
  await expect.poll(groups, patient).toEqual(['002+004+007', '008']);
  await page.keyboard.press('s');
  await page.keyboard.press('r');
  await expect.poll(groups, patient).toEqual(['002+004', '007', '008']);
  await expect
    .poll(() => page.locator('.arrange-page[aria-current] img').getAttribute('style'), patient)
    .toContain('rotate(90deg)');

  await page.keyboard.press('Control+Enter');
  const number = page.locator('[data-field="face.TYSHXYDM"] input');
  for (const [code, words] of [
    ['91410000170001401D', '第 1 / 2 页'],
    ['91410000171080594J', ''],
    ['914403001922038216', ''],
  ] as const) {
    await page.locator('[data-field="face.TYSHXYDM"] input:focus').waitFor();
    await expect.poll(() => number.inputValue(), patient).toBe('');
    if (words) await page.getByText(words).waitFor();
    await page.keyboard.insertText(code);
    await page.keyboard.press('Control+s');
    await page.getByText('暂存于').waitFor();
    await page.keyboard.press('PageDown');
  }
  const client = office.client;
  const { batches } = await client.call('entry.batches', {});
  const { pages } = await client.call('entry.queue', { batch: batches[0]!.id });
  const { rows } = await client.call('license.list', {});
  const found = new Map<string, string>();
  for (const { id, code } of rows) {
    const { license } = await client.call('license.get', { id });
    const names = license.pages.map((blob) => pages.find((one) => one.blob === blob)!.name);
    found.set(code, names.join(' '));
  }
  expect(found).toEqual(
    new Map([
      ['91410000170001401D', '02.jpg 04.jpg'],
      ['91410000171080594J', '07.jpg'],
      ['914403001922038216', '08.jpg'],
    ]),
  );
});

test('分隔页 is printed on A4 with the mark that is known again', async () => {
  const { page } = office;
  await page.evaluate("location.hash = '#/entry?new='");
  await page.getByText('打印分隔页').first().waitFor();
  await page.evaluate('window.print = () => {}');
  await page.keyboard.press('Control+p');
  await page.emulateMedia({ media: 'print' });
  await page.locator('#print .separator-mark').waitFor();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.emulateMedia({ media: 'screen' });
  const client = office.client;
  const batch = await client.call('entry.openBatch', { name: '分隔页', type: '营业执照', box: '' });
  await client.call('entry.addPages', { batch: batch.id, pages: [{ name: '分隔页.pdf', bytes: new Uint8Array(pdf) }] });
  const { pages } = await client.call('entry.queue', { batch: batch.id });
  expect(pages.map(({ seen }) => seen)).toEqual(['separator']);
  expect(pages[0]!.height / pages[0]!.width).toBeCloseTo(297 / 210, 2);
});
