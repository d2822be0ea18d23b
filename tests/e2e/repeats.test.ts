import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultRules } from '../../shared/license/keying.ts';
import { scannedFace } from '../fixtures/scanned-face.ts';
import { bringScans, typeLicense } from './entry.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const office = oneDesk('repeats');
const { root } = office;

test('an address typed before is completed by Tab and a day repeated by =', async () => {
  const { page } = office;
  await openPage(page, '录入台');
  await page.keyboard.press('Control+d');
  const input = (key: string) => page.locator(`[data-field="face.${key}"] :is(input, textarea)`).first();
  const first = page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus');
  await first.waitFor();
  const place = '郑州市金水区花园路126号院3号楼2单元1407室';
  const organ = '郑州市市场监督管理局';
  await typeLicense(page, [
    '91410100MA44X4F98J',
    '1-1',
    '郑州创万瑞酒店管理有限公司',
    '有限责任公司',
    '李敏',
    '酒店管理',
  ]);
  await typeLicense(page, ['500万', '180314', '=']);
  expect(await input('YYQXQ').inputValue()).toBe('2018-03-14');
  await typeLicense(page, ['cq', place, organ, '180314']);
  await page.keyboard.press('Control+Enter');
  await first.waitFor();

  await typeLicense(page, [
    '914100001699995779',
    '1-1',
    '郑州银行股份有限公司',
    '有限责任公司',
    '孙立新',
    '吸收公众存款',
  ]);
  await typeLicense(page, ['100万', '961116', '', 'cq']);
  await page.keyboard.insertText('郑州市');
  await page.locator('[data-field="face.ZS"]').getByRole('note').getByText(place).waitFor();
  expect(await input('ZS').inputValue()).toBe('郑州市');
  await page.keyboard.press('Tab');
  await page.locator('[data-field="face.DJJG"] input:focus').waitFor();
  expect(await input('ZS').inputValue()).toBe(place);
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('180920');
  await page.keyboard.press('Control+Enter');
  await first.waitFor();
  const { rows } = await office.client.call('license.list', { query: '914100001699995779' });
  const { license } = await office.client.call('license.get', { id: rows[0]!.id });
  expect(license.face).toMatchObject({ ZS: place, DJJG: organ, FZRQ: '2018-09-20' });
  expect(license.from).toMatchObject({ ZS: '沿用', DJJG: '沿用', MC: '键入' });
});

test('where reading is kept back, a critical field is typed without a proposal and counts as 读图一致', async () => {
  const { page } = office;
  await office.client.call('keying.setRules', { ...defaultRules, reading: 'withheld' });
  const { type, stored, scan } = await scannedFace('营业执照', 7);
  const file = join(root, '001.jpg');
  writeFileSync(file, scan);
  await bringScans(page, [file]);
  await page.locator('.thumb-on').getByText('已识读').waitFor({ timeout: 120_000 });
  for (const { key, critical } of type.fields) {
    const field = page.locator(`[data-field="face.${key}"]`);
    await page.locator(`[data-field="face.${key}"] :is(input, textarea):focus`).waitFor();
    if (critical) expect(await field.getByRole('note', { name: '识读结果' }).count()).toBe(0);
    else await field.getByRole('note', { name: '识读结果' }).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(stored[key]!);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Control+Enter');
  await page.getByText('本批已录到末尾').waitFor();
  const { rows } = await office.client.call('license.list', { query: stored['TYSHXYDM']! });
  const { license } = await office.client.call('license.get', { id: rows[0]!.id });
  const read = Object.entries(license.readings ?? {});
  expect(read.length).toBeGreaterThanOrEqual(3);
  for (const [path, { value, withheld }] of read)
    expect([stored[path.slice('face.'.length)], true]).toEqual([value, withheld]);
});
