import type { Page } from 'playwright-core';
import { chooseMedium, openPage } from './place.ts';

export interface TypedLine {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
  readonly due: string;
}

/** Types lines of the list into 下发, for the department that is chosen. */
export async function typeLines(page: Page, lines: readonly TypedLine[]): Promise<void> {
  await openPage(page, '下发');
  await page.getByRole('grid', { name: '目录清单' }).waitFor();
  for (const { name, code, reason, due } of lines) {
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByLabel('资源名称').waitFor();
    await page.locator('[id="field-name"]:focus').waitFor();
    await page.keyboard.insertText(name);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(code);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(reason);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(due);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('grid', { name: '目录清单' }).getByText(name).first().waitFor();
  }
}

/** Signs what is prepared for the chosen department and writes it to the medium. */
export async function writeDispatch(page: Page): Promise<void> {
  await openPage(page, '下发');
  await page.keyboard.press('F2');
  await page.getByRole('button', { name: /选介质写出/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await chooseMedium(page);
  await page.getByText(/下发包已写出 1 份/).waitFor();
}
