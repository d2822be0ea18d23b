import { expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const office = oneDesk('seal-note');
const reason = '已与原章核对，图文可辨';

/** Scans the sample sheet, which becomes page `number` of the desk, and waits until its notes are read. */
async function scan(number: string): Promise<void> {
  const { page } = office;
  await page.locator('input[type=file]').first().setInputFiles(resourceFile('samples/seals/sheet.jpg'));
  await page.getByRole('heading', { name: `第 ${number} 页` }).waitFor({ timeout: 60_000 });
  await page.locator('[data-note="1"]', { hasText: '读得“营业执照”' }).waitFor({ timeout: 60_000 });
  await page.locator('[data-note="2"]', { hasText: '药品经营许可证' }).waitFor({ timeout: 60_000 });
}
/** Names a type for the second seal and why it may be used, and confirms the page. */
async function addTypeAndConfirm(): Promise<void> {
  const { page } = office;
  await page.keyboard.press('t');
  await page.locator('.type-add input').fill('食品经营许可证');
  await page.keyboard.press('Enter');
  await page.locator('[data-field$=acceptedBecause] input').fill(reason);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
}
const ticked = () => office.page.locator('.imprint-card').first().locator('input:checked').count();

test('what the note says is ticked beforehand, can be put away and taken again by one key, and is confirmed with the page', async () => {
  const { page, client } = office;
  await openPage(page, '扫描台');
  await scan('001');
  await page.getByText('识别 98 %').first().waitFor();
  expect(await ticked()).toBe(1);
  expect(await page.getByRole('note').first().textContent()).toBe('核对证照目录里没有“食品经营许可证”“药品经营许可证”');
  await page.keyboard.press('1');
  await page.keyboard.press('Space');
  await expect.poll(ticked).toBe(0);
  await page.keyboard.press('y');
  await expect.poll(ticked).toBe(1);
  await page.keyboard.press('2');
  await page.keyboard.press('y');
  await page.getByText('第 2 枚：没有识别出证照').waitFor();
  await addTypeAndConfirm();
  await page.getByText('待签批').nth(1).waitFor();
  const { rows } = await client.call('seal.list', { states: ['pending'] });
  const said = rows.map(({ number, licenseTypes, typesFrom }) => [number, licenseTypes, typesFrom]);
  expect(said.sort()).toEqual([
    [1, ['营业执照'], 'person'],
    [2, ['食品经营许可证'], 'person'],
  ]);
});

test('an untouched tick is confirmed as read, and the imprint that is there already is named', async () => {
  const { page, client } = office;
  await scan('002');
  await page
    .getByText(/“营业执照”已有印模 \d{8}-001-1/)
    .first()
    .waitFor();
  await page.keyboard.press('2');
  await page.locator('.imprint-card:nth-child(2).on').waitFor();
  await addTypeAndConfirm();
  await expect
    .poll(async () => (await client.call('seal.list', { states: ['pending'] })).rows.map((row) => row.typesFrom).sort())
    .toEqual(['note', 'person', 'person', 'person']);
});
