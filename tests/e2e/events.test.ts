import { expect, test } from 'vitest';
import { emptyLicense } from '../../shared/license/license.ts';
import { noteEvent } from './entry.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const desk = oneDesk('events', async ({ client }) => {
  const type = await client.call('license.type', { name: '营业执照' });
  const face = {
    ...{ TYSHXYDM: '170001401', MC: '宇通(郑州)客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造' },
    ...{ CLRQ: '1997-01-08', ZS: '郑州市', DJJG: '郑州市市场监督管理局', FZRQ: '2019-05-17' },
  };
  await client.call('license.save', { license: { ...emptyLicense(type), face }, state: 'draft' });
});

test('by keyboard: a warning gets its reason, then an event changes the state', async () => {
  const { page } = desk;
  await openPage(page, '证照');
  await page.getByText('共 1 条').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /写明 1 处提醒的理由/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('规范写法：宇通（郑州）客车').waitFor();
  await page.keyboard.press('F7');
  await page.locator('.entry-reason input:focus').waitFor();
  await page.keyboard.insertText('旧照换发，照面如此');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: '看这一条' }).click();
  await page
    .getByText(/理由：旧照换发，照面如此/)
    .first()
    .waitFor();
  expect(await page.getByText('宇通(郑州)客车').count()).toBeGreaterThan(0);

  await noteEvent(page, '挂起', '涉诉', '郑市监〔2026〕6号');
  expect(await page.locator('[data-field="status"] dd').first().innerText()).toBe('挂起');
});
