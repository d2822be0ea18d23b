import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

export interface TypedCatalog {
  readonly name: string;
  readonly abstract: string;
  readonly items: readonly (readonly [name: string, column: string, type: string, length: string])[];
  readonly condition: string;
  readonly scope: string;
}

const amounts = {
  'census.storage.total': '4.26',
  'census.storage.shared': '4.26',
  'census.storage.open': '1.05',
  'census.records.total': '158.31',
  'census.records.shared': '158.31',
  'census.records.open': '96.72',
};

/** Makes one catalog, every one of the 13 metadata, and hands it in. (catalog.test.ts does it by keyboard alone.) */
export async function typeCatalog(page: Page, catalog: TypedCatalog): Promise<void> {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await openPage(page, '资源目录');
  await press('Alt+n');
  await page.getByRole('heading', { name: '新建资源目录' }).waitFor();
  await press('F3');
  await page.locator('[role=listbox]:focus').waitFor();
  // 基础信息资源 → 法人单位基础信息资源 → 基本信息, then our own 细目.
  await press('ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'Tab');
  await page.keyboard.insertText('410101');
  await press('Tab');
  await page.keyboard.insertText('企业法人');
  await press('Control+Enter');
  await page.locator('[data-field="name"] :focus').waitFor();
  await page.locator('[data-field="name"] input').fill(catalog.name);
  await fillCatalog(page, catalog);
}

/** Fills in what a catalog with name and classification lacks, and hands it in. */
export async function fillCatalog(page: Page, catalog: TypedCatalog): Promise<void> {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const control = (field: string) => page.locator(`[data-field="${field}"]`).locator('input, textarea').first();
  const fill = (field: string, text: string): Promise<void> => control(field).fill(text);
  const choose = async (field: string, option: string): Promise<void> => {
    await control(field).click();
    await page.locator('.ant-select-item-option').filter({ hasText: option, visible: true }).first().click();
  };
  await fill('abstract', catalog.abstract);
  await control('formats').click();
  await page.keyboard.insertText('数据库 KingbaseES V8R6');
  await press('Enter', 'Escape');
  for (const [field, amount] of Object.entries(amounts)) await fill(field, amount);
  await page.locator('[data-field="items.0.name"]').click();
  const block = catalog.items.map((item) => item.join('\t')).join('\r\n');
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const pasted = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(pasted);
  }, block);
  await choose('share.type', '2 有条件共享');
  await choose('share.method', '共享平台方式 / 服务接口');
  await page.locator('[data-field="share.uses"] input').first().check();
  await fill('share.condition', catalog.condition);
  await fill('share.scope', catalog.scope);
  await choose('open.open', '0 否');
  await choose('cycle', '每日');
  await control('releaseDate').click();
  await page.keyboard.insertText('20261201');
  await press('Tab');
  await page.getByRole('button', { name: /^送签批 Ctrl/ }).waitFor();
  await press('Control+Enter');
  await page.locator('.page-head-sub').getByText('待签批').waitFor();
}
