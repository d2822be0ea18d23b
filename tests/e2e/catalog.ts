import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

export interface TypedCatalog {
  readonly name: string;
  readonly abstract: string;
  readonly items: readonly (readonly [name: string, column: string, type: string, length: string])[];
  readonly condition: string;
  readonly scope: string;
}

/** Makes one catalog by keyboard alone and hands it in; F6 leads from one gap to the next. */
export async function typeCatalog(page: Page, catalog: TypedCatalog): Promise<void> {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const type = (text: string): Promise<void> => page.keyboard.insertText(text);
  const at = (field: string): Promise<void> => page.locator(`[data-field="${field}"] :focus`).waitFor();
  const choose = async (text: string, option: string): Promise<void> => {
    await type(text);
    await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).waitFor();
    await press('Enter');
  };
  await openPage(page, '资源目录');
  await press('Alt+n');
  await page.getByRole('heading', { name: '新建资源目录' }).waitFor();
  await press('F3');
  await page.locator('[role=listbox]:focus').waitFor();
  // 基础信息资源 → 法人单位基础信息资源 → 基本信息, then our own 细目.
  await press('ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'Tab');
  await type('410101');
  await press('Tab');
  await type('企业法人');
  await press('Control+Enter');
  await at('name');
  await type(catalog.name);
  await press('Tab', 'Tab', 'Tab', 'Tab');
  await at('abstract');
  await type(catalog.abstract);
  await press('Tab');
  await type('数据库 KingbaseES V8R6');
  await press('Enter', 'Tab');
  for (const amount of ['4.26', '4.26', '1.05', '158.31', '158.31', '96.72']) {
    await type(amount);
    await press('Tab');
  }
  await press('F6');
  await at('items.0.name');
  await page.evaluate(
    (block) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', block);
      const pasted = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(pasted);
    },
    catalog.items.map((item) => item.join('\t')).join('\r\n'),
  );
  await press('F6');
  await at('share.type');
  await choose('2', '2 有条件共享');
  await press('Tab');
  await choose('服务', '共享平台方式 / 服务接口');
  await press('Tab', 'Space');
  await press('F6');
  await at('share.condition');
  await type(catalog.condition);
  await press('F6');
  await at('share.scope');
  await type(catalog.scope);
  await press('F6');
  await at('open.open');
  await choose('0', '0 否');
  await press('F6');
  await at('cycle');
  await choose('每日', '每日');
  await press('Tab');
  await type('20261201');
  await press('Enter', 'Control+Enter');
  await page.locator('.page-head-sub').getByText('待签批').waitFor();
}
