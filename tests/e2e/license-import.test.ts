import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { readTable, writeTable } from '../../electron/core/spreadsheet/spreadsheet.ts';
import { medium } from './office.ts';
import { oneDesk } from './one-desk.ts';
import { chooseMedium } from './place.ts';
import { type BusinessRow, mapTable, writeBusinessTable } from './table.ts';

const office = oneDesk('import', async (_, root) => {
  mkdirSync(join(root, 'home', medium), { recursive: true });
  vi.stubEnv('HOME', join(root, 'home'));
});
const { root } = office;
afterAll(() => {
  vi.unstubAllEnvs();
});

const rows: readonly BusinessRow[] = [
  ['91410100MA44YYWG0E', '郑州望江商贸有限公司'],
  ['91410100MA456P0W15', '郑州和润餐饮服务有限公司', '1997-02-30'],
  ['91410100MA46Y2EXX1', '河南𠮷㐂建筑工程有限公司'],
];

test('the bad row of a table is seen beforehand and comes back as a file, and mended it goes in by the same columns', async () => {
  const { page } = office;
  const file = join(root, '台账.xlsx');
  await writeBusinessTable(file, rows);
  await mapTable(page, file);
  const dialog = page.getByRole('dialog');
  expect(await dialog.locator('td.bad').allTextContents()).toEqual(['1997-02-30']);
  await dialog.getByText('第 4 行 成立日期：不是存在的日期').waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('行未导入').waitFor();
  await page.keyboard.press('Control+s');
  await chooseMedium(page);
  await page.getByText(/已写出 1 行到/).waitFor();
  const [name] = readdirSync(join(root, 'home', medium));
  expect(name).toBe('台账-导入结果.xlsx');

  const written = join(root, 'home', medium, name!);
  const table = await readTable(new Uint8Array(readFileSync(written)), written);
  const mended = table.rows.map(({ cells }) => cells.map((cell) => (cell === '1997-02-30' ? '1997-02-28' : cell)));
  writeFileSync(written, await writeTable({ name: '台账', head: [], rows: mended }, 'xlsx'));
  await dialog.getByRole('button', { name: '换一个文件' }).click();
  await dialog.locator('input[type=file]').setInputFiles(written);
  await dialog.getByText('各列照上次选的导入').waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(/：导入/).waitFor();
  await page.keyboard.press('Escape');
  const { rows: stored } = await office.core.context.station.records.list({ kind: 'license', limit: 10 });
  expect(stored.map((record) => record.name).sort()).toEqual(rows.map(([, holder]) => holder).sort());
});
