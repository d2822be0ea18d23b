import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

/** Scans a sheet at the desk, takes seals 1 and 2 for 营业执照 (the second with a reason) and leaves the refused third. */
export async function scanSheet(page: Page, file: string, reason: string): Promise<void> {
  await openPage(page, '扫描台');
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText('本枚不送出').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Space');
  await page.keyboard.press('2');
  await page.keyboard.press('Space');
  await page.locator('[data-field$=acceptedBecause] input').fill(reason);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByText('待签批').nth(1).waitFor();
}
