import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chooseMedium, openPage } from './place.ts';

/** Writes this office's enrolment file to the medium. */
export async function exportKeys(page: Page): Promise<void> {
  await openPage(page, '单位接入');
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await page
    .getByText(/接入文件.*写/)
    .first()
    .waitFor();
}

/** Takes the other office's file in, and confirms its fingerprint row by row. A bureau writes its answer to the medium. */
export async function takeKeys(
  page: Page,
  folder: string,
  role: 'department' | 'bureau',
  except: readonly string[],
): Promise<void> {
  await openPage(page, '单位接入');
  const file = readdirSync(folder).find((name) => name.endsWith('.ydk') && !except.includes(name));
  if (!file) throw new Error(`no enrolment file in ${folder}`);
  await page.locator('input[type=file]').setInputFiles(join(folder, file));
  if (role === 'bureau') {
    await page.getByRole('button', { name: /收下，选位置写出回复/ }).click();
    await chooseMedium(page);
  } else await page.getByRole('button', { name: '收下', exact: true }).click();
  const boxes = page.getByRole('checkbox', { name: '一致' });
  await boxes.first().waitFor();
  for (const box of await boxes.all()) await box.check();
  await page.getByRole('button', { name: '确认指纹一致' }).click();
  await page.getByText('已核对').first().waitFor();
}
