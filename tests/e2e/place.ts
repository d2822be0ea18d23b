import type { Page } from 'playwright-core';
import { medium } from './office.ts';

/** Signs the station's user in on the unlock page. */
export async function unlock(page: Page, password: string): Promise<void> {
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

/** Picks the courier's medium in the dialog that is open. */
export async function chooseMedium(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog').last();
  await dialog.getByRole('button', { name: /主目录/ }).click();
  await dialog.getByText(medium, { exact: true }).dblclick();
  await dialog.getByText(`/${medium}`).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.place-picker').waitFor({ state: 'hidden' });
}

/** Goes to a page by Ctrl+K and its pinyin initials or name. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByLabel('跳转').fill(title);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: title, exact: true }).first().waitFor();
}
