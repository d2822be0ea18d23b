import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

/** Brings scans to the entry desk and opens their batch. */
export async function bringScans(page: Page, files: readonly string[]): Promise<void> {
  await openPage(page, '录入台');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  await page.getByRole('button', { name: /保存并下一条/ }).waitFor();
  await page.locator('[data-field="face.TYSHXYDM"] input:focus').waitFor();
}

/** Types one license, value by value, as it stands on the face: Enter moves on, '' leaves a field as it is. */
export async function typeLicense(page: Page, values: readonly string[]): Promise<void> {
  for (const value of values) {
    if (value !== '') await page.keyboard.insertText(value);
    await page.keyboard.press('Enter');
  }
}
