import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { resourceFile } from '../../electron/core/places.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { openPage } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-catalog-page-'));
const dir = join(root, 'station');
const password = 'mulu-2026-QZ';
let browser: Browser;
let program: Program;
let page: Page;

beforeAll(async () => {
  vi.stubEnv('HOME', root);
  const core = createCore({ dir });
  await createClient<Methods>(directTransport(core)).call('station.create', {
    role: 'department',
    info: {
      name: '郑州市市场监督管理局',
      uscc: '11100000000013338W',
      organ: '市市场监管局',
      division: '410100',
      level: '市',
      address: '',
      leader: '',
      office: '登记注册处',
      contact: '',
      phone: '',
    },
    user: '李敏',
    password,
  });
  await core.close();
  browser = await launchChromium();
  program = await openProgram({ browser, dir });
  page = program.page;
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
});
afterAll(async () => {
  await program.close();
  await browser.close();
  rmSync(root, { recursive: true, force: true });
});

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string): Promise<void> => page.keyboard.insertText(text);
const paste = (text: string): Promise<void> =>
  page.evaluate((block) => {
    const data = new DataTransfer();
    data.setData('text/plain', block);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
/** Picks in the list that has the focus by what is typed. */
const choose = async (text: string, option: string): Promise<void> => {
  await type(text);
  await page.locator('.ant-select-item-option-content:visible').getByText(option, { exact: true }).waitFor();
  await press('Enter');
  // The list gives the focus back to its input a moment later.
  await page.waitForTimeout(150);
};
const focused = (): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field'] ?? '');
const cells = (row: number): Promise<string[]> =>
  page.locator('.item-row').nth(row).locator('.item-cell').allInnerTexts();

test('an empty page says how to begin', async () => {
  await openPage(page, '资源目录');
  await page.getByRole('heading', { name: '还没有资源目录' }).waitFor();
});

test('one catalog is filled in by keyboard alone, checked as it grows, saved and handed in', async () => {
  await press('Alt+n');
  await page.getByRole('heading', { name: '新建资源目录' }).waitFor();
  await press('F3');
  await page.locator('[role=listbox]:focus').waitFor();
  await press('ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'Tab');
  await type('410101');
  await press('Tab');
  await type('企业法人');
  await press('Control+Enter');
  await expect.poll(focused).toBe('name');
  await type('企业法人登记基础信息');
  await press('Tab');
  expect(await focused()).toBe('provider');
  await press('Tab', 'Tab', 'Tab');
  expect(await focused()).toBe('abstract');
  await type('本市登记机关核准登记的企业法人的名称、类型、法定代表人等信息。');
  await press('Tab');
  await type('数据库 KingbaseES V8R6');
  await press('Enter', 'Tab');
  for (const amount of ['4.26', '4.26', '1.05', '158.31', '158.31', '96.72']) {
    await type(amount);
    await press('Tab');
  }
  expect(await focused()).toBe('share.type');
  await expect.poll(() => page.locator('.key-bar-actions').innerText()).toContain('6 处待填');

  // Nothing was saved yet: F6 leads to what is still missing.
  await press('F6');
  await expect.poll(focused).toBe('items.0.name');
  await paste(
    '信息项名称\t字段名\t数据类型\t数据长度\r\n统一社会信用代码\ttyshxydm\t字符型C\t18位\r\n注册资本\tzczb\t货币型\t18，2\r\n企业名称\tqymc\tvarchar(200)\t\r\n',
  );
  expect(await cells(1)).toEqual(['注册资本', 'zczb', 'Y货币型', '18,2', '', '', '', '']);
  await press('ArrowDown', 'ArrowDown', 'Alt+ArrowUp');
  await expect.poll(async () => (await cells(1))[1]).toBe('qymc');
  await press('Control+z');
  await expect.poll(async () => (await cells(1))[1]).toBe('zczb');

  await press('Control+s');
  await page.getByText('第 1 版 草稿').waitFor();
  expect(await page.locator('.page-head-sub .mono').innerText()).toBe('102001410101/000001');
  await expect.poll(() => page.locator('.key-bar-actions').innerText()).toMatch(/5 处错误：9 共享类型未选/);
  await page.locator('.section-strip').getByText('共享').click();
  expect(await focused()).toBe('share.type');
  await choose('2', '2 有条件共享');
  await press('Tab');
  await choose('服务', '共享平台方式 / 服务接口');
  await press('Tab', 'Space', 'Tab', 'Tab');
  expect(await focused()).toBe('share.uses');
  await press('Tab', 'Tab');
  expect(await focused()).toBe('share.condition');
  await type('经主管处室核准');
  await expect.poll(() => page.locator('.error-line').innerText()).toContain('9 共享范围未填');
  await press('F6');
  await expect.poll(focused).toBe('share.scope');
  await type('市直各部门');
  await expect.poll(() => page.locator('.error-line').innerText()).toMatch(/^3 处错误：10/);
  await press('F6');
  await expect.poll(focused).toBe('open.open');
  await choose('0', '0 否');
  await expect.poll(() => page.locator('.error-line').innerText()).toContain('2 处错误：11');
  await press('F6');
  await expect.poll(focused).toBe('cycle');
  await choose('每日', '每日');
  await press('Tab');
  await type('20261201');
  await press('Enter');
  await expect.poll(() => page.locator('.key-bar-actions').innerText()).not.toMatch(/错/);
  await press('Control+Enter');
  await page.locator('.page-head-sub').getByText('待签批').waitFor();
  await page.getByRole('button', { name: '撤回送签' }).waitFor();
});

test('real descriptions are imported with a report row by row, found by pinyin, and kept from being lost', async () => {
  await press('Alt+i');
  await page
    .locator('input[type=file]')
    .setInputFiles(resourceFile('samples/datasource-metadata/firstdata-cn-government.json'));
  await page.getByText(/已导入 242 条（新建 242/).waitFor();
  await page.getByText('缺项与提醒').waitFor();
  // The first gap of the report opens at its field.
  await page.getByRole('grid', { name: '导入结果' }).getByText('信息资源提供方：提供方未填').first().dblclick();
  await expect.poll(focused).toBe('provider');
  await page.locator('.tree-body').getByText('未分类').waitFor({ state: 'attached' });

  await page.getByLabel('名称、代码、拼音首字母').fill('gjnyj');
  const hit = page.locator('.tree-body').getByText('国家能源局', { exact: true });
  await hit.click();
  await page.getByRole('heading', { name: '国家能源局' }).waitFor();
  expect(await page.locator('.section-errors').count()).toBeGreaterThan(5);
  await page.getByLabel('信息资源名称').fill('国家能源局统计数据');
  await page.getByText('有未存改动').waitFor();
  await press('Alt+n');
  await page.getByRole('button', { name: '不保存，离开' }).waitFor();
  await page.getByRole('button', { name: '取消' }).click();
  await press('Control+s');
  await page.locator('.bar-fact').getByText('已存').waitFor();
});

test('an old workbook is imported out of a folder, however large a file there may be', async () => {
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['信息资源名称', '更新频率'],
      ['特种设备登记信息', '按月'],
    ]),
  );
  writeFileSync(join(root, '目录.et'), write(book, { type: 'buffer', bookType: 'biff8' }));
  await press('Alt+i');
  await page.getByRole('button', { name: /从文件夹选/ }).click();
  const places = page.getByRole('dialog').last();
  await places.getByRole('button', { name: /主目录/ }).click();
  await places.getByText('目录.et', { exact: true }).dblclick();
  await page.getByText(/“目录.et”：已导入 1 条（新建 1/).waitFor();
  await press('Control+Enter');
  await expect.poll(() => page.locator('.ant-modal-wrap:visible').count()).toBe(0);
  expect(await program.core.dispatch('catalog.list', { query: '特种设备登记' })).toMatchObject({
    value: { rows: [{ name: '特种设备登记信息', cycle: '每月' }] },
  });
});

test('a list goes out as a sheet', async () => {
  await press('Alt+e');
  await page.getByText(/24 列模板/).click();
  await page.getByRole('button', { name: '选择文件夹并导出' }).click();
  await page
    .getByRole('dialog')
    .last()
    .getByRole('button', { name: /主目录/ })
    .waitFor();
  // A dialog on its way out still holds the keys.
  const dialogs = () => page.locator('.ant-modal-wrap:visible').count();
  await press('Escape');
  await expect.poll(dialogs).toBe(1);
  await expect
    .poll(async () => {
      await press('Escape');
      return dialogs();
    })
    .toBe(0);
  const saved = await program.core.dispatch('catalog.export', { format: 'xlsx', to: root });
  expect(saved.ok).toBe(true);
  expect(readdirSync(root).filter((name) => name.endsWith('.xlsx'))).toHaveLength(1);
});

test('items are taken from the tables that a department has, and what was written before stays', async () => {
  await press('Alt+n');
  await page.getByRole('heading', { name: '新建资源目录' }).waitFor();
  await page.locator('[data-field="items.0.name"]').click();
  await paste('公民姓名\tXM\r\n旧字段\tOLD');
  await press('F4');
  const script = `CREATE TABLE "T_LOG" ("ID" NUMBER(20));
CREATE TABLE "T_PERSON" ("ID" NUMBER(20), "XM" VARCHAR2(64), "CSRQ" DATE);
COMMENT ON TABLE "T_PERSON" IS '人员基本信息';
COMMENT ON COLUMN "T_PERSON"."XM" IS '姓名';
COMMENT ON COLUMN "T_PERSON"."CSRQ" IS '出生日期（公历）';`;
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({
    name: '说明.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('create view v as select 1 from table_of_nothing'),
  });
  await dialog.getByText(/里没有找到表结构/).waitFor();
  await dialog.locator('input[type=file]').setInputFiles({
    name: '人口库.sql',
    mimeType: 'text/plain',
    buffer: Buffer.from(script),
  });
  await dialog.getByText('人员基本信息').waitFor();
  await press('ArrowDown');
  await dialog.getByText(/新增 2 项/).waitFor();
  await dialog.getByText(/原有 1 项的字段不在这张表里，保留：旧字段/).waitFor();
  await press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  expect((await cells(0)).slice(1, 4)).toEqual(['XM', 'C字符型', '64']);
  expect(await page.locator('[data-field="items.0.name"] input').inputValue()).toBe('公民姓名');
  expect((await cells(1)).slice(0, 2)).toEqual(['旧字段', 'OLD']);
  await expect.poll(async () => (await cells(2)).slice(0, 4)).toEqual(['缺', 'ID', 'N数值型', '20']);
  expect((await cells(3)).slice(0, 4)).toEqual(['出生日期', 'CSRQ', 'D日期型', '8']);
  await press('Control+z');
  await expect.poll(() => page.locator('.item-panel .panel-count').innerText()).toMatch(/^2 项/);
  await press('Control+s');
  await page.locator('.bar-fact').getByText('已存').waitFor();
});
