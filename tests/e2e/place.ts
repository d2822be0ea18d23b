import type { Page } from 'playwright-core';
import { medium } from './office.ts';

/** Picks the courier's medium in the dialog that is open. */
export async function chooseMedium(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog').last();
  await dialog.getByRole('button', { name: /主目录/ }).click();
  await dialog.getByText(medium, { exact: true }).dblclick();
  await dialog.getByText(`/${medium}`).waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens a page by its name in the navigation. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { name: title }).first().waitFor();
}
