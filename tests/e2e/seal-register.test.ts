import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';
import { scanSheet } from './seal.ts';

const sheet = resourceFile('samples/seals/sheet.jpg');
const office = oneDesk('seals');

test('what is known of a seal is written into the register by keys', async () => {
  const { page } = office;
  await scanSheet(page, sheet, '已与原章核对，图文可辨');
  await openPage(page, '印章');
  await page.getByRole('button', { name: /登记/ }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('印章类型').waitFor();
  await dialog.locator('.ant-select-focused').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('4101050012345');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('20260230');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('孙晓东');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('不是存在的日期').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('190901');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.seal-facts').getByText('2019-09-01').waitFor();
  await page.locator('.seal-facts').getByText('孙晓东').waitFor();

  await page.getByText('未收存').waitFor();
  await page.keyboard.press('p');
  await page.getByText('已收存').waitFor();
});

test('a seal that is scanned again is recognised, compared, and told apart by hand', async () => {
  const { page, root, client } = office;
  const again = join(root, '重扫.jpg');
  writeFileSync(again, await sharp(sheet).blur(0.8).withMetadata({ density: 300 }).jpeg({ quality: 82 }).toBuffer());
  await openPage(page, '扫描台');
  await page.locator('input[type=file]').first().setInputFiles(again);
  await page
    .getByText(/同一枚印章，名称和登记已沿用/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('1');
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('应是同一枚印章').waitFor();
  await dialog.getByRole('img', { name: /仅供核对/ }).waitFor();
  await page.keyboard.press('n');
  await page.getByText('已记为另一枚印章').waitFor();
  const [newest] = (await client.call('seal.sheets', { limit: 1 })).rows;
  const [first] = newest!.imprints;
  expect(first).toMatchObject({ seal: first!.id, like: null });

  await openPage(page, '印章');
  const { rows } = await client.call('seal.list', { query: newest!.imprints[1]!.code });
  await page.goto(page.url().replace(/#.*/, `#/seal/${rows[0]!.id}`));
  await page.getByText('同一枚印章的其他印模').waitFor();
  await page.keyboard.press('d');
  await dialog.getByText('登记为').waitFor();
  await page.keyboard.press('y');
  await page.getByText('已记为同一枚印章').waitFor();
});

test('an outline is drawn by keys: moved, parted, put away, and cut out', async () => {
  const { page, client } = office;
  await openPage(page, '扫描台');
  await page.locator('.seal-outline').first().waitFor();
  const [before] = (await client.call('seal.sheets', { limit: 1 })).rows;
  await page.keyboard.press('2');
  await page.keyboard.press('e');
  const drawn = page.locator('.drawn-outline');
  await drawn.waitFor();
  const figures = async () => (await drawn.first().getAttribute('data-outline'))!.split(' ').map(Number);
  const [x, y, width] = await figures();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  expect(await figures()).toEqual([x! + 0.5, y, width! + 0.5, width! + 0.5]);
  await page.keyboard.press('d');
  await expect.poll(() => drawn.count()).toBe(2);
  await page.keyboard.press('Escape');
  await expect.poll(() => drawn.count()).toBe(0);
  expect((await client.call('seal.sheet', { id: before!.id })).imprints).toHaveLength(before!.imprints.length);

  await page.keyboard.press('e');
  await drawn.waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByText('已按手工定界切出第 4 枚').waitFor();
  await page.locator('.imprint-cards').getByText('手工定界').waitFor();
  const after = await client.call('seal.sheet', { id: before!.id });
  expect(after.imprints.map(({ number }) => number)).toEqual([1, 3, 4]);
});
