import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { slipCode } from '../../shared/exchange/medium.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { enrol, makeOffice, password, usccs, writeLicense } from '../exchange/desks.ts';
import { medium } from './office.ts';
import { chooseMedium, openPage } from './place.ts';

const require = createRequire(import.meta.url);
const office = makeOffice();
const media = join(office.root, medium);
const home = process.env.HOME;
let browser: Browser;
let program: Program;
let page: Page;

beforeAll(async () => {
  const department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  for (const uscc of usccs.slice(0, 2)) await writeLicense(department, uscc);
  const id = await writeLicense(department, usccs[2]!);
  const { license, record } = await department.client.call('license.get', { id });
  await department.client.call('license.save', { id, base: record.revision, license, state: 'draft' });
  await department.core.close();
  mkdirSync(media);
  process.env.HOME = office.root;
  browser = await launchChromium();
  program = await openProgram({ browser, dir: department.dir });
  page = program.page;
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.evaluate('window.print = () => {}');
});
afterAll(async () => {
  process.env.HOME = home;
  await program.close();
  await browser.close();
  await office.close();
});

/** Presses a key that prints; gives the text of the pages and a picture of the first, as paper at 200 dpi. */
async function printed(key: string): Promise<{ pages: string[]; picture: Buffer }> {
  await page.keyboard.press(key);
  const papers = page.locator('#print > section');
  await papers.first().waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  const pages = await papers.allInnerTexts();
  const fits =
    "[...document.querySelectorAll('#print > section')].every((one) => one.scrollHeight <= one.clientHeight + 1)";
  expect(await page.evaluate(fits)).toBe(true);
  const picture = await papers.first().screenshot();
  await page.emulateMedia({ media: null });
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  await papers.first().waitFor({ state: 'detached' });
  return { pages, picture };
}

async function codeOn(picture: Buffer): Promise<string> {
  const { buffer, byteOffset, length } = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const { data, info } = await sharp(picture)
    .resize({ width: 1654 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [code] = await readBarcodes(
    { data: new Uint8ClampedArray(data), width: info.width, height: info.height, colorSpace: 'srgb' },
    { formats: ['QRCode'] },
  );
  return code?.text ?? '';
}

test('the sheet to be signed lists what goes, and its code carries its number', async () => {
  await openPage(page, '上报');
  await page
    .getByRole('button', { name: /登记纸质审批单/ })
    .first()
    .waitFor();
  const { pages, picture } = await printed('Control+p');
  expect(pages).toHaveLength(2);
  expect(pages[0]).toContain('政务数据上报审批单');
  expect(pages[1]).toContain(usccs[0]!);
  expect(await codeOn(picture)).toMatch(/^YIDI-SP [0-9A-F]{64}$/);
});

test('what is complete and nobody handed in is counted, and leads to its list', async () => {
  const left = page.getByRole('button', { name: '证照 1', exact: true });
  await left.press('Enter');
  await page.waitForURL(/#\/license\?state=draft$/);
  await page.getByRole('grid').getByText('草稿').first().waitFor();
  await openPage(page, '上报');
});

test('from the signed paper to the slip in the courier’s hand, by keyboard', async () => {
  await page
    .getByRole('button', { name: /登记纸质审批单/ })
    .first()
    .press('Enter');
  await page.getByLabel('签字负责人').fill('王建国');
  await page.getByLabel('审查人').fill('赵海燕');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^封装（/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('尚未写入').waitFor();
  await page.keyboard.press('Control+Enter');
  await chooseMedium(page);
  await page.getByText('已写入，回读一致').waitFor();
  expect(readdirSync(media).filter((name) => !name.endsWith('.ydp'))).toEqual(['README-交接说明.txt']);
  expect(readFileSync(join(media, 'README-交接说明.txt'), 'utf8')).toContain('第 1 卷');
  await page.getByLabel('送件人').fill('孙晓东');
  await page.getByLabel('证件号').fill('410102199003072345');
  await page.getByText(/校验码不符/).waitFor();
  await page.getByLabel('证件号').fill('豫A-公务-0231');
  await page.getByLabel('查毒程序').fill('瑞星 V17');
  const { pages, picture } = await printed('Control+p');
  expect(pages).toHaveLength(2);
  expect(pages[0]).toContain('交出单位存');
  expect(pages[1]).toContain('接收单位存');
  for (const words of ['孙晓东', '豫A-公务-0231', '瑞星 V17', '郑州市大数据管理局', '非涉密', 'ZZSMZJ-'])
    expect(pages[0]).toContain(words);
  const client = createClient<Methods>(directTransport(program.core));
  const [sent] = (await client.call('exchange.packages', {})).packages;
  expect(await codeOn(picture)).toBe(slipCode({ packageId: sent!.id, volumes: sent!.volumes }));
  await page.getByLabel('查毒程序').press('Enter');
  await page.getByText(/已登记送出/).waitFor();
});

test('a lost medium is reported in the book, and its package waits to be written again', async () => {
  await page.keyboard.press('F3');
  const dialog = page.getByRole('dialog', { name: '介质登记簿' });
  await dialog.getByText('已交出').first().waitFor();
  await page.keyboard.press('l');
  await dialog.getByLabel('遗失说明').fill('11 月 23 日送件途中遗失，已报保密员');
  await page.keyboard.press('Control+Enter');
  await dialog.locator('.table-row').getByText('遗失', { exact: true }).waitFor();
  const { pages } = await printed('Control+p');
  expect(pages[0]).toContain('送件途中遗失');
  await page
    .getByRole('button', { name: /^选介质写入/ })
    .first()
    .waitFor();
});

test('what the lost package carried goes again with a reason once its sealed file is gone too', async () => {
  for (const name of readdirSync(join(program.core.context.station.dir, 'outbox')))
    rmSync(join(program.core.context.station.dir, 'outbox', name));
  await openPage(page, '工作台');
  await openPage(page, '上报');
  await page.locator('.ledger-row').first().press('Enter');
  const dialog = page.getByRole('dialog', { name: '上报包 0001' });
  await dialog.getByRole('button', { name: /未签收的另装新包/ }).press('Enter');
  await dialog.getByLabel('重送理由').fill('介质遗失，封装件已不在');
  await page.keyboard.press('Enter');
  await page.getByText('2 项已列入待发清单').waitFor();
  await page.getByRole('grid', { name: '待发清单' }).getByText('重送').first().waitFor();
  await page.getByRole('button', { name: /^封装（2 项/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('尚未写入').waitFor();
  await page.locator('.ledger-row', { hasText: '0001' }).getByText('已另装').waitFor();
});

test.skipIf(spawnSync('xorriso', ['-version']).status !== 0)('an image for a disc is made by keyboard', async () => {
  await page.getByRole('button', { name: '光盘…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: '上报包 0002 写光盘' });
  await dialog.getByText('制作 ISO 映像').waitFor();
  await page.keyboard.press('Control+Enter');
  await chooseMedium(page);
  await page.getByText(/^映像已写到/).waitFor();
  expect(readdirSync(media).filter((name) => name.endsWith('.iso'))).toEqual([expect.stringMatching(/^0002-/)]);
});
