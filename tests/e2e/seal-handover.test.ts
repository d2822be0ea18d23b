import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { openPicture } from '../../electron/workers/imaging/decode.ts';
import { FORM_NOTE_MM, formRanges } from '../../shared/seal/form.ts';
import { openProgram, type Program } from '../chromium.ts';
import { type EsclScanner, startEsclScanner } from '../fixtures/escl-scanner.ts';
import { enrol, makeStation, password } from '../journey/stations.ts';
import { receive } from './bureau.ts';
import { medium } from './office.ts';
import { oneDesk } from './one-desk.ts';
import { openPage, unlock } from './place.ts';
import { pressOn, printSheet, wholeSeals } from './seal-sheet.ts';
import { sendPackage } from './send.ts';

const DPI = 300;
const organ = '郑州市市场监督管理局';
/** Written on the line of the second range; the first has its type printed. */
const written = '事业单位法人证书';

let bureauDir = '';
const office = oneDesk('seal-handover', async (department, root) => {
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await bureau.core.close();
  bureauDir = bureau.dir;
  mkdirSync(join(root, medium));
  vi.stubEnv('HOME', root);
  // No scanner but the one of this test.
  writeFileSync(join(root, 'dll.conf'), '');
  vi.stubEnv('SANE_CONFIG_DIR', root);
});
let scanner: EsclScanner | undefined;
let bureau: Program | undefined;
afterAll(async () => {
  await bureau?.close();
  await scanner?.close();
  vi.unstubAllEnvs();
});

/** The printed sheet with two seals on it and a note on its second line, as it lies on the glass. */
async function sheetOnGlass(pdf: Uint8Array): Promise<Uint8Array> {
  const file = await openPicture(pdf, 'sheet.pdf');
  expect(file.pages).toBe(1);
  const { raster } = await file.page(0);
  await file.close();
  const [own, other] = wholeSeals([42, 40]);
  await pressOn(raster, DPI, [{ ...own!, design: { ...own!.design, ring: organ } }, other!]);
  const { width, height, data } = raster;
  const { x, y, height: high } = formRanges(2)[1]!;
  const mm = (value: number): number => (value * DPI) / 25.4;
  const note = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="${mm(x + 14)}" y="${mm(y + high + FORM_NOTE_MM - 2.5)}" font-size="${mm(5)}" font-family="Noto Sans CJK SC">${written}</text></svg>`;
  const noted = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .composite([{ input: Buffer.from(note) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(noted, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .rotate(1.2, { background: '#fff' })
    .withMetadata({ density: DPI })
    .jpeg({ quality: 88 })
    .toBuffer();
}

test('a sheet is printed, scanned, confirmed and sent by keys', async () => {
  const { page } = office;
  const id = await printSheet(page, 2);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
  scanner = await startEsclScanner({ pages: [await sheetOnGlass(pdf)] });
  await page.keyboard.press('F9');
  await page.getByLabel('网络扫描仪地址').fill(scanner.address);
  await page.keyboard.press('Enter');
  await page.getByTitle('驿递 Mock 100').waitFor();
  await expect.poll(() => page.getByLabel('方案名称').inputValue()).not.toBe('');
  await page.keyboard.press('F9');
  await page.getByText(`采集表 ${id}`).waitFor({ timeout: 60_000 });
  expect(await page.locator('.imprint-card h3').allTextContents()).toEqual(['1　通过', '2　通过']);
  await page.locator('[data-note="2"]', { hasText: `读得“${written}”` }).waitFor({ timeout: 60_000 });
  const ticked = page.locator('.imprint-card .ant-checkbox-wrapper-checked');
  await expect
    .poll(() => ticked.allTextContents())
    .toEqual(['营业执照采集表所印', expect.stringMatching(`^${written}识别 \\d+ %$`)]);
  const cards = page.locator('.imprint-card');
  await cards.first().getByText(`环文读作“${organ}”，与单位名称一致`).waitFor();
  await cards.nth(1).getByText(`与单位名称“${organ}”不同，请核对`).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('待签批').nth(1).waitFor();
  await sendPackage(page, '王建国', '赵海燕', '孙晓东');
});

test('the bureau sees imprint, scan, note and verdict', async () => {
  bureau = await openProgram({ browser: office.page.context().browser()!, dir: bureauDir });
  const { page } = bureau;
  await unlock(page, password);
  await receive(page);
  await openPage(page, '审核');
  const fields = page.locator('.review-fields');
  const shown = page.locator('.review-picture img');
  const look = async (kind: RegExp): Promise<void> => {
    await page.locator('.review-pictures').getByTitle(kind).click();
    await expect.poll(() => shown.getAttribute('alt')).toMatch(kind);
    const width = "document.querySelector('.review-picture img')?.naturalWidth ?? 0";
    await expect.poll(() => page.evaluate<number>(width)).toBeGreaterThan(100);
  };
  await page
    .locator('.review-kinds')
    .getByText(/^印章采集表 1/)
    .click();
  await fields.getByText('扫描件 SM3').waitFor();
  await fields.getByText('2 枚').waitFor();
  await expect.poll(() => shown.getAttribute('alt')).toMatch(/仅供核对\.jpg$/);

  await page
    .locator('.review-kinds')
    .getByText(/^印模 2/)
    .click();
  await fields.getByText('用于证照').waitFor();
  await page.locator('.review-list').getByText(/-2$/).click();
  await fields.getByText(written).waitFor();
  await fields.getByText('识读注记，经办人确认').waitFor();
  await fields.getByText('通过', { exact: true }).waitFor();
  await fields.getByText(`与单位名称“${organ}”不同，请核对`).waitFor();
  for (const kind of [/仅供核对/, /原图/, /注记/]) await look(kind);
  // No picture without 仅供核对 is offered.
  expect(
    await page
      .locator('.review-pictures [title]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title')!).filter((title) => /净图|原扫描/.test(title))),
  ).toEqual([]);
});
