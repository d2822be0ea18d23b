import type { Locator, Page } from 'playwright-core';
import { chooseMedium, openPage } from './place.ts';

/** The button 通过 once it takes a key: while a decision is under way the record before stands on the page. */
export function acceptReady(page: Page): Locator {
  return page.getByRole('button', { name: /^通过/ }).and(page.locator(':enabled:not(.ant-btn-loading)'));
}

/** Receives what is on the medium and writes the receipt back to it. */
export async function receive(page: Page): Promise<void> {
  await openPage(page, '收件');
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await page
    .getByText(/签收 1/)
    .first()
    .waitFor();
}

/** Returns the license with a remark at its first field, accepts all else one by one, and writes the signed decisions. */
export async function review(page: Page, remark: string, others: number): Promise<void> {
  await openPage(page, '审核');
  await page.locator('.review-kinds').getByText(/^证照/).click();
  // The first license takes the place of what was shown before.
  await page.locator('.review-fields').getByText('核发日期').first().waitFor();
  await page.keyboard.press('F6');
  await page.keyboard.press('r');
  await page.locator('[id^="remark-"]:focus').waitFor();
  await page.keyboard.insertText(remark);
  await page.getByRole('button', { name: /退回修改（1 处）/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  for (let decided = 1; decided <= others; decided++) {
    await page.getByText(`写出审核结果（${decided} 件）`).waitFor();
    await acceptReady(page).click();
  }
  await page.getByText(`写出审核结果（${others + 1} 件）`).waitFor();
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await page.getByText(/审核结果已写出 1 份/).waitFor();
}
