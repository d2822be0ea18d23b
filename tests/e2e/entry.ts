import type { Page } from 'playwright-core';
import { openPage } from './place.ts';

/** Brings scans to the entry desk and opens their batch; `patienceMs` is how long they may take to come in. */
export async function bringScans(page: Page, files: readonly string[], patienceMs = 60_000): Promise<void> {
  await openPage(page, '录入台');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  if (files.length > 1) {
    await page.getByRole('button', { name: /开始录入/ }).waitFor({ timeout: patienceMs });
    await page.keyboard.press('Control+Enter');
  }
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

/** Types a number that fails its check digit into the field in focus, and declares that the paper has it so. */
export async function declareAsOnPaper(page: Page, number: string, by: string): Promise<void> {
  await typeLicense(page, [number]);
  await page.keyboard.press('Shift+Enter');
  await page.getByText(/照面确如此的，按 Alt\+Z/).waitFor();
  await page.keyboard.press('Alt+z');
  await page.getByText(`${by}已声明照面如此，待另一人在复核台核对`).waitFor();
}

/** On the page of a valid license: notes an event that leads to a state of the same name. Without a reason it is not taken. */
export async function noteEvent(page: Page, event: string, reason: string, document: string): Promise<void> {
  await page.keyboard.press('s');
  await page.getByText('办理后为“有效”').waitFor();
  await page.keyboard.insertText(event);
  await page.locator('.ant-select-item-option-content:visible').getByText(event, { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(`办理后为“${event}”`).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('请写明事由').waitFor();
  await page.locator('[data-field="reason"] input:focus').waitFor();
  await page.keyboard.insertText(reason);
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(document);
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${reason} · ${document}`).waitFor();
}
