import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { makeOffice, password } from '../exchange/desks.ts';
import { addAccepted, addPartner } from '../fixtures/accepted.ts';
import { medium } from './office.ts';
import { agree, chooseMedium, openPage, unlock } from './place.ts';

const office = makeOffice();
const home = process.env.HOME;
const [market, police] = ['a'.repeat(32), 'b'.repeat(32)];
let browser: Browser;
let program: Program;
let page: Page;

beforeAll(async () => {
  const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  const { station } = bureau.core.context;
  addPartner(station, market!, '郑州市市场监督管理局');
  addPartner(station, police!, '郑州市公安局', '114101000052530151');
  addAccepted(station, market!, 0, 40);
  await bureau.core.close();
  mkdirSync(join(office.root, medium));
  process.env.HOME = office.root;
  browser = await launchChromium();
  program = await openProgram({ browser, dir: bureau.dir });
  page = program.page;
  await unlock(page, password);
  await openPage(page, '考核');
});
afterAll(async () => {
  process.env.HOME = home;
  await program.close();
  await browser.close();
  await office.close();
});

const table = () => page.getByRole('grid', { name: '各单位得分' });
const rowOf = (name: string) => table().locator('.table-row', { hasText: name });

test('a figure that nobody can count is typed in with its source, by keyboard', async () => {
  await rowOf('郑州市市场监督管理局').waitFor();
  await table().focus();
  for (let left = 3; left > 0; left--) await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: '数据归集完成率' }).waitFor();
  while (!(await rowOf('郑州市市场监督管理局').getAttribute('aria-selected'))?.includes('true'))
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: /市场监督管理局：数据归集完成率/ });
  await dialog.getByLabel('应归集').fill('50');
  await page.keyboard.press('Control+s');
  await dialog.getByText('须写明来源').waitFor();
  await dialog.getByLabel('来源').fill('市场监管局存量台账');
  await page.keyboard.press('Control+s');
  await dialog.waitFor({ state: 'hidden' });
  await rowOf('郑州市市场监督管理局').getByText('16.00').waitFor();
  await page.getByText('市场监管局存量台账').waitFor();
});

test('Enter goes to the records behind a figure, Esc back, and Enter there opens one', async () => {
  await table().focus();
  await page.keyboard.press('Enter');
  const behind = page.getByRole('grid', { name: '来源' });
  await expect.poll(() => behind.evaluate((grid) => grid === document.activeElement)).toBe(true);
  expect(await behind.getByText('郑州测量第0有限公司').count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => table().evaluate((grid) => grid === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/review\/[0-9a-f]{32}$/);
  await openPage(page, '考核');
});

test('weights make 100 or are not taken', async () => {
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: '定五项的分值' });
  await dialog.getByLabel('数据归集完成率').fill('60');
  await dialog.getByText('五项之和是 140，须为 100').waitFor();
  expect(await dialog.getByRole('button', { name: /保存/ }).isEnabled()).toBe(false);
  for (const name of ['资源目录数量', '接口服务接入率']) await dialog.getByLabel(name).fill('0');
  await page.keyboard.press('Control+s');
  await dialog.waitFor({ state: 'hidden' });
  await rowOf('郑州市市场监督管理局').getByText('48.00').waitFor();
});

test('a sheet is issued, printed and exported, and stays as it was', async () => {
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('dialog')
    .getByText(/处未核定/)
    .waitFor();
  await agree(page);
  await page.getByText(/第 1 稿，李敏定稿/).waitFor();
  await page.evaluate('window.print = () => {}');
  await page.keyboard.press('Control+p');
  const paper = page.locator('#print .score-paper');
  await paper.waitFor({ state: 'attached' });
  expect(await paper.textContent()).toMatch(/信息共享集成成绩单.*第 1 稿.*郑州市市场监督管理局.*48\.00.*郑州市公安局/s);
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  await page.keyboard.press('Control+e');
  await page.getByRole('dialog', { name: '导出成绩单' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await chooseMedium(page);
  await page.getByText(/已导出到/).waitFor();
  expect(readdirSync(join(office.root, medium)).some((name) => /^成绩单-周报-.*第1稿\.xlsx$/.test(name))).toBe(true);
  await page.keyboard.press(']');
  await page.getByText('未定稿').waitFor();
  expect(await page.getByRole('button', { name: /定稿成绩单/ }).isEnabled()).toBe(false);
});
