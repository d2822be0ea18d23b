import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { hasScanimage, useTestScanners } from '../fixtures/test-scanners.ts';
import { medium } from './office.ts';
import { oneDesk } from './one-desk.ts';
import { chooseMedium, openPage } from './place.ts';

const sheet = resourceFile('samples/seals/sheet.jpg');
let restore: () => void;
const office = oneDesk('scanner', async (_, folder) => {
  restore = useTestScanners(folder);
  vi.stubEnv('HOME', join(folder, 'home'));
});
const { root } = office;
afterAll(() => {
  restore();
  vi.unstubAllEnvs();
});

/** Presses Tab until the element of that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const focused = await page.evaluate(
      'document.activeElement?.getAttribute("aria-label") || document.activeElement?.textContent?.slice(0, 30) || ""',
    );
    if (name.test(String(focused))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${name}`);
}

async function sheetAsPnm(): Promise<string> {
  const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
  const file = join(root, 'sheet.ppm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${info.width} ${info.height}\n255\n`), data]));
  return file;
}

describe.skipIf(!hasScanimage())('the scan desk with a scanner', () => {
  test('a sheet is scanned by keyboard alone, and its imprints are judged', async () => {
    const { page } = office;
    const file = await sheetAsPnm();
    await openPage(page, '扫描台');
    await page.keyboard.press('F9');
    // The first time there is no profile: the dialog finds the scanners by itself.
    await page.getByTitle('PNM file reader').waitFor();
    await page.getByText(/设备自己的选项/).waitFor();
    await tabTo(page, /设备自己的选项/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^filename$/);
    await page.keyboard.insertText(file);
    await page.keyboard.press('F8');
    await page.getByRole('img', { name: '预览' }).waitFor();
    await page.keyboard.press('F9');
    await page.locator('.imprint-cards').getByText('不合格').waitFor({ timeout: 120_000 });
    expect(await page.locator('.sheet-thumbs li').count()).toBe(1);
    expect(await page.locator('.imprint-cards').getByText('本枚不送出').count()).toBe(1);
    await page.locator('.sheet-facts').getByText('300 dpi').waitFor();
    // The profile is kept: the next sheet is one key.
    await page.keyboard.press('F9');
    await page.locator('.sheet-thumbs li').nth(1).waitFor({ timeout: 120_000 });
  });

  test('a scanner that jams says what to do, and the desk goes on', async () => {
    const { page } = office;
    await page.keyboard.press('F8');
    await page.getByText(/设备自己的选项/).waitFor();
    await tabTo(page, /^status-jammed$/);
    await page.keyboard.press('Enter');
    await page.locator('.ant-select-item-option-content:visible').getByText('yes', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('F9');
    const note = page.locator('.batch-failed');
    await note.getByText(/卡纸.*取出卡住的纸/).waitFor({ timeout: 60_000 });
    expect(await page.locator('.sheet-thumbs li').count()).toBe(2);
    await note.getByRole('button').click();
  });

  test('a watched folder gives each file once, and what lay there before only on a word', async () => {
    const { page } = office;
    const folder = join(root, 'home', medium);
    mkdirSync(folder, { recursive: true });
    copyFileSync(sheet, join(folder, '旧.jpg'));
    await page.keyboard.press('w');
    await chooseMedium(page);
    await page.getByText('原有 1 个未收').waitFor();
    copyFileSync(sheet, join(folder, '新.jpg'));
    await page.locator('.sheet-thumbs li').nth(2).waitFor({ timeout: 120_000 });
    expect(await page.locator('.sheet-facts').textContent()).toContain('新.jpg');
    await page.getByRole('button', { name: '收进来' }).click();
    await page.locator('.sheet-thumbs li').nth(3).waitFor({ timeout: 120_000 });
    await page.waitForTimeout(5000);
    expect(await page.locator('.sheet-thumbs li').count()).toBe(4);
  });
});
