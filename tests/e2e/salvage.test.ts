import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { copiesOf, scratch, writeScanned } from '../exchange/damaged.ts';
import { both, enrol, makeOffice, password } from '../exchange/desks.ts';
import { medium } from './office.ts';
import { chooseMedium, openPage } from './place.ts';

const office = makeOffice();
const media = join(office.root, medium);
const home = process.env.HOME;
let browser: Browser;
let program: Program;
let page: Page;
let paths: string[];

beforeAll(async () => {
  const department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await writeScanned(department, 3, 300_000);
  const { files } = await department.client.call('exchange.pack', {
    to: join(office.root, 'sent'),
    volumeSize: 500_000,
    recovery: 0,
    ...both,
  });
  paths = files.map(({ path }) => path);
  await bureau.core.close();
  mkdirSync(media);
  const [, second = ''] = copiesOf(paths, media);
  scratch(second, 70_000, 10);
  process.env.HOME = office.root;
  browser = await launchChromium();
  program = await openProgram({ browser, dir: bureau.dir });
  page = program.page;
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
});
afterAll(async () => {
  process.env.HOME = home;
  await program.close();
  await browser.close();
  await office.close();
});

const rowOf = (word: string) => page.locator('.table-row', { hasText: '郑州市民政局' }).getByText(word);

test('a damaged package is salvaged by keyboard, with what is lost and a reason, never by a single key', async () => {
  await openPage(page, '收件');
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await rowOf('损坏').first().waitFor();
  await page.getByRole('grid', { name: '收到的包' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /抢救可读部分/ });
  await dialog.getByText(/1 块 0\.1 MB，占 \d+\.\d %/).waitFor();
  expect(await dialog.getByRole('button', { name: '抢救可读部分' }).isEnabled()).toBe(false);
  await page.keyboard.press('Enter');
  expect(await dialog.isVisible()).toBe(true);
  await page.keyboard.insertText('李敏：原盘已毁，月底前要入库');
  await page.keyboard.press('Enter');
  await rowOf('收到部分').waitFor();
  await page.getByText('李敏：原盘已毁，月底前要入库').waitFor();
  expect(readdirSync(media).some((name) => name.endsWith('-salvaged.ydp'))).toBe(true);
});

test('the records that came wear the mark in 审核', async () => {
  await page.keyboard.press('Enter');
  await page.getByText('从损坏的包里读出').waitFor();
  expect(await page.locator('.review-list').getByText('抢救').count()).toBe(2);
});

test('the bureau asks for what lacks in words that name the volume', async () => {
  await openPage(page, '收件');
  await page.getByRole('button', { name: '催补…' }).click();
  const words = page.getByRole('dialog', { name: /催补/ }).getByLabel('催补的话');
  expect(await words.inputValue()).toContain('重写第 2 卷送来');
  await page.keyboard.press('Escape');
});

test('the volume alone completes the package', async () => {
  copiesOf(paths.slice(1, 2), media);
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await rowOf('已签收').waitFor();
  await page.getByText(/整包 .* 收齐/).waitFor();
});
