import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { makeOffice, password } from '../exchange/desks.ts';
import { addAccepted, addPartner } from '../fixtures/accepted.ts';
import { type Postgres, postgresDir, postgresPassword, startPostgres } from '../fixtures/postgres.ts';
import { medium } from './office.ts';
import { chooseMedium, openPage, unlock } from './place.ts';

const office = makeOffice();
const home = process.env.HOME;
let postgres: Postgres;
let browser: Browser;
let program: Program;
let page: Page;

describe.skipIf(!postgresDir())('数据', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
    const { station } = bureau.core.context;
    addPartner(station, 'a'.repeat(32), '郑州市市场监督管理局');
    addAccepted(station, 'a'.repeat(32), 0, 300);
    station.db.exec(`UPDATE version SET body = '{"a":"\\u0000"}' WHERE record = (SELECT min(n) FROM record)`);
    await bureau.core.close();
    mkdirSync(join(office.root, medium));
    process.env.HOME = office.root;
    browser = await launchChromium();
    program = await openProgram({ browser, dir: bureau.dir });
    page = program.page;
    await unlock(page, password);
    await openPage(page, '数据');
  });
  afterAll(async () => {
    process.env.HOME = home;
    await program.close();
    await browser.close();
    await office.close();
    await postgres.remove();
  });

  test('a server is set by keyboard, with what is wrong at its field', async () => {
    await page.getByText('还没有设中心库').first().waitFor();
    expect(await page.getByRole('button', { name: /装入中心库/ }).isEnabled()).toBe(false);
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: '设中心库' });
    const type = async (label: string, text: string): Promise<void> => {
      await dialog.getByLabel(label, { exact: true }).fill(text);
    };
    await type('IP 地址', 'db.example.org');
    await page.keyboard.press('Control+s');
    await dialog.getByText('须填中心库的 IP 地址，不能填名称').waitFor();
    await dialog.getByText('须填库名').waitFor();
    await type('IP 地址', '127.0.0.1');
    await type('端口', String(postgres.port));
    await type('库名', 'share');
    await type('用户', 'yidi');
    await page.keyboard.press('Control+s');
    await dialog.getByText('须填密码').waitFor();
    await type('密码', 'Wrong-one-2026');
    await page.keyboard.press('Control+s');
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.central-facts').getByText('yidi').waitFor();
    await page.keyboard.press('F4');
    await page.getByText(/不让用户“yidi”登录/).waitFor();
    await page.keyboard.press('F2');
    await type('密码', postgresPassword);
    await page.keyboard.press('Control+s');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('F4');
    await page.getByText('已连上 PostgreSQL').waitFor();
  });

  test('what waits is loaded, what cannot be says why, and a server that is gone loses nothing', async () => {
    await postgres.kill();
    await page.keyboard.press('Control+Enter');
    await page
      .getByText(/连不上中心库/)
      .first()
      .waitFor();
    await postgres.start();
    await page.keyboard.press('Control+Enter');
    await page.getByText('装载 299 条，1 条装不进，记已入库 299 条，中心库现有 299 条').waitFor();
    const [row] = await postgres.ask<{ n: string }>('SELECT count(*) AS n FROM yidi.accepted_record');
    expect(row?.n).toBe('299');
    await page.locator('.central-runs').getByText('完成').waitFor();
    await page.locator('.central-runs').getByText('失败').waitFor();
    await page
      .getByText(/^装不进/)
      .first()
      .click();
    await page
      .locator('.data-table-foot')
      .getByText(/内容中有空字符/)
      .waitFor();
  });

  test('export asks what for, and Enter opens the record', async () => {
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: '导出审核通过的记录' });
    expect(await dialog.getByRole('button', { name: /选文件夹并导出/ }).isEnabled()).toBe(false);
    await dialog.getByLabel('用途').fill('移交市基础共享库');
    await page.keyboard.press('Control+Enter');
    await chooseMedium(page);
    await page.getByText(/已导出 300 条/).waitFor();
    expect(readdirSync(join(office.root, medium)).filter((name) => /^入库数据-.*\.csv$/.test(name))).toHaveLength(1);
    await page
      .getByText(/^已装载/)
      .first()
      .click();
    await page.getByRole('grid', { name: '审核通过的记录' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/review\/[0-9a-f]{32}$/);
  });
});
