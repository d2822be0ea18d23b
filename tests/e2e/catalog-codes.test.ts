import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogSearch } from '../../electron/core/catalog/catalog.ts';
import { recordTexts } from '../../electron/core/store/new-record.ts';
import type { Catalog } from '../../shared/catalog/catalog.ts';
import { prefixOf } from '../../shared/catalog/resource-code.ts';
import { emptyType } from '../../shared/license/type-record.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { completeCatalog, item } from '../fixtures/catalog.ts';
import { type Desk, makeStation, password } from '../journey/stations.ts';

// The classification table, papers, and the catalogs of all departments at the bureau.

const root = mkdtempSync(join(tmpdir(), 'yidi-codes-page-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
});

async function opened(desk: Desk): Promise<Program> {
  await desk.core.close();
  const program = await openProgram({ browser, dir: desk.dir });
  await program.page.getByLabel('密码').fill(password);
  await program.page.keyboard.press('Enter');
  await program.page.getByRole('navigation').first().waitFor();
  return program;
}

/** Goes to a page by its address, as a link does. */
const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = `#${to}`;
  }, path);

/** Printing is heard, not done. */
const hearPrinting = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.print = () => undefined;
  });

describe('at a department', () => {
  let program: Program;
  let page: Page;
  beforeAll(async () => {
    const desk = await makeStation(root, 'department', '郑州市市场监督管理局', '11100000000013338W');
    await desk.client.call('catalog.save', { body: completeCatalog(), submit: true });
    await desk.client.call('catalog.save', {
      body: completeCatalog({ name: '企业年报', code: '102001410101/', related: [] }),
    });
    program = await opened(desk);
    page = program.page;
  });
  afterAll(() => program.close());
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  test('the table is changed by keyboard, saved as a version with what it was for, and offered to the next catalog', async () => {
    await go(page, '/settings?section=codes');
    await page.getByRole('button', { name: '修改、导入' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('listbox', { name: '类', exact: true }).focus();
    await press('ArrowDown');
    await press('ArrowDown');
    await dialog.getByLabel('项代码', { exact: true }).fill('13');
    await dialog.getByLabel('项名称', { exact: true }).fill('营商环境');
    await press('Enter');
    await dialog.getByLabel('目代码', { exact: true }).fill('01');
    await dialog.getByText('应为 3 位').waitFor();
    await dialog.getByLabel('目代码', { exact: true }).fill('001');
    await dialog.getByLabel('目名称', { exact: true }).fill('政策兑现');
    await press('Enter');
    await dialog.getByText(/新增 2/).waitFor();
    await dialog.getByLabel('修改的依据').fill('市局 2026 年第 3 号文');
    await press('Control+Enter');
    await page.getByText('分类表已存为第 1 版').waitFor();
    await press('/');
    await page.keyboard.insertText('政策兑现');
    await page.getByRole('grid', { name: '资源分类' }).getByText('213001').waitFor();
    await page.getByRole('button', { name: '历次版本' }).click();
    await page.getByText('市局 2026 年第 3 号文').waitFor();
    await press('Escape');
    expect(JSON.stringify(await program.core.dispatch('catalog.classification', {}))).toContain('政策兑现');
  });

  test('a table is read from a sheet, and what does not fit is named before anything is saved', async () => {
    await go(page, '/settings?section=codes');
    await page.getByRole('button', { name: '修改、导入' }).click();
    const file = join(root, '分类.csv');
    writeFileSync(file, '代码,名称\n1,基础信息资源\n101,人口\n1090,孤行\n');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByText(/第 4 行 代码“1090”/).waitFor();
    await dialog.getByText(/条目录在用/).waitFor();
    await press('Escape');
    await expect.poll(() => page.locator('.ant-modal-wrap:visible').count()).toBe(0);
  });

  test('the list and one catalog are printed', async () => {
    await go(page, '/catalog');
    await hearPrinting(page);
    await page.getByRole('button', { name: '打印清单' }).click();
    const paper = page.locator('#print .paper');
    await expect.poll(() => paper.textContent()).toContain('信息资源目录清单');
    expect(await paper.textContent()).toContain('102001410101/000013');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.getByRole('grid').getByText('企业法人登记基础信息').first().dblclick();
    await hearPrinting(page);
    await page.getByRole('button', { name: '打印', exact: true }).click();
    await expect.poll(() => paper.textContent()).toContain('统一社会信用代码');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  });

  test('all catalogs are checked by key, a finding opens its field, and once mended it is found no more', async () => {
    const body = completeCatalog({ name: '食品经营许可', code: '102001410101/', abstract: '', related: [] });
    await program.core.dispatch('catalog.save', { body });
    await go(page, '/catalog');
    await page.getByRole('button', { name: /检查全部/ }).waitFor();
    await press('Alt+k');
    const found = page.getByRole('dialog').getByRole('grid', { name: '检查结果' });
    const line = found.getByRole('row').filter({ hasText: '信息资源摘要' });
    await line.getByText('食品经营许可').waitFor();
    await expect.poll(() => line.getAttribute('aria-selected')).toBe('true');
    await press('Enter');
    await expect.poll(() => page.locator('textarea:focus').count()).toBe(1);
    await page.keyboard.insertText('食品经营许可证的核发、变更、延续、注销信息，按许可证逐条记载。');
    await press('Control+s');
    await page.locator('.bar-fact').getByText('已存').waitFor();
    await press('Alt+k');
    await page
      .getByRole('dialog')
      .getByText(/按今天的规则/)
      .waitFor();
    expect(await page.getByRole('dialog').getByText('信息资源摘要').count()).toBe(0);
    await press('Escape');
  });
});

const civil = 'c'.repeat(32);
const labour = 'd'.repeat(32);

describe('at the bureau', () => {
  let program: Program;
  let page: Page;
  beforeAll(async () => {
    const desk = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A23748Y');
    const { station } = desk.core.context;
    const put = station.db.prepare(
      `INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
       VALUES (?, 'department', ?, '', '{}', '', 'verified', '', '')`,
    );
    let count = 0;
    const receive = (origin: string, change: Partial<Catalog>): void => {
      const body = completeCatalog(change);
      const { code, name } = body;
      station.records.receive({
        ...{
          id: String(++count).padStart(32, '0'),
          origin,
          revision: 1,
          kind: 'catalog',
          code,
          name,
          facet: prefixOf(code),
        },
        ...recordTexts({ kind: 'catalog', code, name, body, search: catalogSearch(body), errors: 0 }),
      });
    };
    put.run(civil, '郑州市民政局');
    put.run(labour, '郑州市人力资源和社会保障局');
    const items = ['姓名', '证件号码', '保障金额'].map((name) => item(name, '', 'C', '18'));
    receive(civil, { code: '306019410101/000001', name: '低保对象信息', provider: '郑州市民政局', items });
    receive(civil, { code: '306019410101/000002', name: '婚姻登记信息', provider: '郑州市民政局' });
    receive(labour, { code: '203001/000001', name: '低保对象数据', provider: '郑州市人社局', items });
    const type = { ...emptyType({ name: '郑州市园林局', uscc: '' }), name: '古树移植许可证' };
    const entry = { kind: 'licenseType' as const, code: '', name: type.name, facet: type.name };
    const texts = recordTexts({ ...entry, body: { ...type, published: true, earlier: [] }, errors: 0 });
    station.records.receive({ id: 'a'.repeat(32), origin: civil, revision: 1, ...entry, ...texts });
    station.db.prepare("UPDATE record SET state = 'accepted' WHERE kind = 'licenseType'").run();
    program = await opened(desk);
    page = program.page;
  });
  afterAll(() => program.close());

  test('all catalogs are searched, narrowed to one organ, read, compared and exported', async () => {
    await go(page, '/all-catalogs');
    const list = page.getByRole('grid', { name: '资源目录' });
    await list.getByText('婚姻登记信息').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.insertText('hydj');
    await expect.poll(() => list.getByText('低保对象信息').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+d');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('名称相同、信息项相同').first().waitFor();
    await dialog.getByText('郑州市人力资源和社会保障局').waitFor();
    await dialog.getByText('低保对象数据').dblclick();
    await page.getByText('203001/000001').first().waitFor();
    expect(await page.getByRole('button', { name: /送签批/ }).count()).toBe(0);
    await go(page, `/all-catalogs?origin=${civil}`);
    await list.getByText('婚姻登记信息').waitFor();
    expect(await list.getByText('低保对象数据').count()).toBe(0);
    const reply = await program.core.dispatch('catalog.export', { format: 'csv', origin: '*', to: root });
    expect(reply).toMatchObject({ ok: true, value: { total: 3 } });
  });

  test('license types that were accepted are taken over for all departments by one key', async () => {
    await go(page, '/dispatch');
    await page.getByText('公用', { exact: true }).click();
    await page.getByRole('button', { name: /取已审核通过的证照目录 1 种/ }).waitFor();
    await page.keyboard.press('Alt+t');
    await page.getByText('收下 1 种。').waitFor();
    await page.getByText(/古树移植许可证 第 1 版/).waitFor();
  });
});
