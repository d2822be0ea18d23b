import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

/** Scans a sheet at the desk, takes seals 1 (as its note says) and 2 (with a reason) for 营业执照 and leaves the refused third. */
export async function scanSheet(page: Page, file: string, reason: string): Promise<void> {
  await openPage(page, '扫描台');
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText('本枚不送出').waitFor();
  // The note says 营业执照 of the first, and no type that this station has of the second.
  await page.locator('[data-note="1"]', { hasText: '读得“营业执照”' }).waitFor({ timeout: 60_000 });
  await page.keyboard.press('2');
  await page.keyboard.press('Space');
  await page.locator('[data-field$=acceptedBecause] input').fill(reason);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByText('待签批').nth(1).waitFor();
}
