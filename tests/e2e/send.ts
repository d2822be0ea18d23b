import type { Page } from 'playwright-core';
import { chooseMedium, openPage } from './place.ts';

/** Records the signed paper, seals the package, writes it to the medium and notes who carries it. */
export async function sendPackage(page: Page, head: string, secrecy: string, courier: string): Promise<void> {
  await openPage(page, '上报');
  await page
    .getByRole('button', { name: /登记纸质审批单/ })
    .first()
    .click();
  await page.getByLabel('签字负责人').fill(head);
  await page.getByLabel('审查人').fill(secrecy);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^封装（/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('尚未写入').waitFor();
  await page.keyboard.press('Control+Enter');
  await chooseMedium(page);
  await page.getByText('已写入，回读一致').waitFor();
  await page.getByLabel('送件人').fill(courier);
  await page.keyboard.press('Enter');
  await page.getByText(/已登记送出/).waitFor();
}

/** Takes receipts and decisions from the medium. */
export async function takeAnswers(page: Page): Promise<void> {
  await openPage(page, '上报');
  await page.keyboard.press('F2');
  await page.getByRole('button', { name: /从介质或文件夹收/ }).click();
  await chooseMedium(page);
  await page.getByRole('button', { name: '完成' }).click();
}
