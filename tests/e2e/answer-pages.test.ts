import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPicture } from '../../electron/workers/imaging/decode.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { both, enrol, makeOffice, password, usccs, writeLicense } from '../exchange/desks.ts';
import { medium } from './office.ts';
import { chooseMedium, openPage } from './place.ts';

const office = makeOffice();
const home = process.env.HOME;
let browser: Browser;
let bureau: Program;
let department: Program;
const ids: string[] = [];
/** A remark as they are written, and some that make the decision fill more than a page. */
const remarks = [
  { field: '住所', remark: '住所与原件不符，请核对门牌号' },
  ...['经营范围', '名称', '类型'].map((field, at) => ({ field, remark: longText(at) })),
];

function longText(seed: number): string {
  const signs = Array.from({ length: 1500 }, (_, i) => 0x4e00 + ((i * 7919 + seed * 104_729) % 20_000));
  return String.fromCodePoint(...signs);
}

beforeAll(async () => {
  const sender = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  const receiver = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  const { client } = receiver;
  await enrol(sender, receiver);
  for (const uscc of usccs.slice(0, 3)) ids.push(await writeLicense(sender, uscc));
  mkdirSync(join(office.root, medium));
  const sealed = await sender.client.call('exchange.pack', { to: join(office.root, medium), ...both });
  await client.call('intake.receive', { paths: [sealed.files[0]!.path] });
  await client.call('review.decide', { id: ids[0]!, revision: 1, outcome: 'accepted' });
  await client.call('review.decide', { id: ids[1]!, revision: 1, outcome: 'returned', remarks });
  await sender.core.close();
  await receiver.core.close();
  process.env.HOME = office.root;
  browser = await launchChromium();
  bureau = await unlocked(receiver.dir);
  department = await unlocked(sender.dir);
});
afterAll(async () => {
  process.env.HOME = home;
  await bureau?.close();
  await department?.close();
  await browser.close();
  await office.close();
});

async function unlocked(dir: string): Promise<Program> {
  const program = await openProgram({ browser, dir });
  await program.page.getByLabel('密码').fill(password);
  await program.page.keyboard.press('Enter');
  await program.page.getByRole('navigation').first().waitFor();
  await program.page.evaluate('window.print = () => {}');
  return program;
}

/** What lies on the printer's tray after this page printed, as a PDF. */
async function printed(page: Page): Promise<Buffer> {
  await page.locator('#print > section').first().waitFor({ state: 'attached' });
  const fits =
    "[...document.querySelectorAll('#print > section')].every((one) => one.scrollHeight <= one.clientHeight + 1)";
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(fits)).toBe(true);
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  await page.locator('#print > section').first().waitFor({ state: 'detached' });
  return pdf;
}

/** A scanner's JPEGs of these pages at 200 dpi, each lying a little askew. */
async function scanned(pdf: Buffer, turns: readonly number[]): Promise<Buffer[]> {
  const file = await openPicture(pdf, 'a.pdf');
  expect(file.pages).toBe(turns.length);
  const scans: Buffer[] = [];
  for (const [index, turn] of turns.entries()) {
    const { raster } = await file.page(index);
    const { width, height, data } = raster;
    const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
      .resize({ width: Math.round((width * 2) / 3) })
      .rotate(turn, { background: '#dcdcd8' })
      .blur(0.6)
      .jpeg({ quality: 60 })
      .toBuffer();
    scans.push(jpeg);
  }
  await file.close();
  return scans;
}

const asFiles = (scans: readonly Buffer[], name: string) =>
  scans.map((buffer, at) => ({ name: `${name}-${at + 1}.jpg`, mimeType: 'image/jpeg', buffer }));

test('a receipt is printed from 收件 and read from a scan that lies on its head', async () => {
  const { page } = bureau;
  await openPage(page, '收件');
  await page.getByRole('button', { name: /打印回执二维码页/ }).waitFor();
  await page.keyboard.press('Control+p');
  const [scan] = await scanned(await printed(page), [181]);
  await openPage(department.page, '上报');
  await department.page.keyboard.press('F2');
  const dialog = department.page.getByRole('dialog', { name: /收签收回执/ });
  await dialog.locator('input[type=file]').setInputFiles(asFiles([scan!], '回执'));
  await dialog.getByText(/上报包 0001：签收 3 项/).waitFor();
  await dialog.getByRole('button', { name: '完成' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
});

test('decisions go on paper: the missing page is named, and once it has come the remarks stand at their fields', async () => {
  const { page } = bureau;
  await openPage(page, '审核');
  await page.getByText('写出审核结果（2 件）').waitFor();
  await page.keyboard.press('Control+p');
  const list = page.getByRole('dialog', { name: /审核结果/ });
  await list.getByText('待签发').first().waitFor();
  await list.getByText('通过 1 件，退回 1 件').waitFor();
  await page.keyboard.press('Control+p');
  const pdf = await printed(page);
  await list.getByText(/^打印 \d/).waitFor();
  const pages = (await openPicture(pdf, 'a.pdf')).pages;
  expect(pages).toBeGreaterThanOrEqual(2);
  const scans = await scanned(
    pdf,
    Array.from({ length: pages }, (_, at) => [1.2, -2, 90.6, 180][at % 4]!),
  );

  const desk = department.page;
  await desk.keyboard.press('F2');
  const dialog = desk.getByRole('dialog', { name: /收签收回执/ });
  const input = dialog.locator('input[type=file]');
  await input.setInputFiles(asFiles([...scans.slice(1), scans.at(-1)!], '审核'));
  await dialog.getByText('还缺 6 个码：第 1 页整页').waitFor();
  await dialog.getByText('6 个以前读过').waitFor();
  // Closed by mistake: what was read is still there.
  await desk.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await desk.keyboard.press('F2');
  await dialog.getByText('还缺 6 个码：第 1 页整页').waitFor();
  await input.setInputFiles(asFiles(scans.slice(0, 1), '补扫'));
  await dialog.getByText('通过 1 项，退回 1 项').waitFor();
  await dialog.getByRole('button', { name: '完成' }).press('Enter');
  await openPage(desk, '工作台');
  await desk.getByText('住所与原件不符，请核对门牌号').filter({ visible: true }).first().waitFor();
  const { records } = department.core.context.station;
  expect(ids.map((id) => records.get(id).state)).toEqual(['accepted', 'returned', 'received']);
  expect(records.get(ids[1]!).remarks).toEqual(remarks);
});

test('what was signed is written as a file from the same list', async () => {
  const { page } = bureau;
  const list = page.getByRole('dialog', { name: /审核结果/ });
  await list.getByRole('grid', { name: '审核结果' }).waitFor();
  await page.keyboard.press('F2');
  await chooseMedium(page);
  await list.getByText(/文件 \d/).waitFor();
});
