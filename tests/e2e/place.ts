import type { Page } from 'playwright-core';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { Program } from '../chromium.ts';
import { medium } from './office.ts';

/** Signs the station's user in on the unlock page. */
export async function unlock(page: Page, password: string): Promise<void> {
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

/** Another person signs in at the same machine. */
export async function signInAs({ core, host, page }: Program, user: string, password: string): Promise<void> {
  const client = createClient<Methods>(directTransport(core));
  await client.call('station.lock', {});
  await client.call('station.unlock', { user, password });
  await page.goto('about:blank');
  await page.goto(host.startAddress(30_000));
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

/** Says yes to what is asked, once the button has the focus. */
export async function agree(page: Page): Promise<void> {
  await page.locator('.ant-modal-confirm .ant-btn-primary:focus').waitFor();
  await page.keyboard.press('Enter');
}

/** Goes to a page by Ctrl+K and its pinyin initials or name. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByLabel('跳转').fill(title);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: title, exact: true }).first().waitFor();
}
