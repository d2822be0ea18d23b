import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { writeTable } from '../../electron/core/spreadsheet/spreadsheet.ts';
import { openPage } from './place.ts';

const titles = [
  '统一社会信用代码',
  '店名',
  '类型',
  '法定代表人',
  '经营范围',
  '成立日期',
  '住所',
  '登记机关',
  '核发日期',
];
const rest = [
  '有限责任公司',
  '王建国',
  '日用百货',
  '1997-01-08',
  '郑州市金水区文化路9号',
  '郑州市市场监督管理局',
  '180517',
];

/** Rows of business licenses as an office keeps them: number, name, and a day of founding of its own where one is given. */
export type BusinessRow = readonly [number: string, name: string, founded?: string];

/** A messy table of business licenses: a line above the titles, a title that no type has, days in two forms. */
export async function writeBusinessTable(file: string, rows: readonly BusinessRow[]): Promise<void> {
  const head = [['2026 年存量营业执照台账'], titles];
  const cells = rows.map(([number, name, founded]) => [number, name, ...rest.with(3, founded ?? rest[3]!)]);
  writeFileSync(file, await writeTable({ name: '台账', head, rows: cells }, 'xlsx'));
}

/** Opens a table in the import dialog; the column 店名 is given its field by keyboard. */
export async function mapTable(page: Page, file: string): Promise<void> {
  await openPage(page, '证照');
  await page.keyboard.press('Control+i');
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByText('标题在第 2 行').waitFor();
  await dialog.getByText('缺必填的列：名称').waitFor();
  await dialog.getByRole('combobox', { name: '“店名”导入到' }).focus();
  await page.keyboard.insertText('名称');
  await page.keyboard.press('Enter');
  await dialog.getByText('缺必填的列').waitFor({ state: 'detached' });
}
