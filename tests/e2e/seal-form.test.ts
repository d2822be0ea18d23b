import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { PlannedSeal } from '../../build/seal-sheets/plan.ts';
import type { Raster } from '../../electron/workers/imaging/raster.ts';
import { scanPage } from '../../electron/workers/imaging/scan-page.ts';
import { formRanges } from '../../shared/seal/form.ts';
import type { ScannedPage } from '../../shared/seal/scan.ts';
import { oneDesk } from './one-desk.ts';
import { pressOn, printSheet, wholeSeals } from './seal-sheet.ts';

const office = oneDesk('seal-form');
const types = [['营业执照'], ['金融许可证', '结婚证'], []];
const sides = [42, 40, 45];
let id = '';

/** The sheet that was sent to the printer, as pixels at this resolution. */
async function printed(dpi: number): Promise<Buffer> {
  const { page } = office;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setEmulatedMedia', { media: 'print' });
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 794,
    height: 1123,
    deviceScaleFactor: dpi / 96,
    mobile: false,
  });
  const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
  await session.send('Emulation.clearDeviceMetricsOverride');
  await session.detach();
  // The window keeps the width of the paper otherwise; a size is set only where it is another one.
  const size = page.viewportSize()!;
  await page.setViewportSize({ ...size, height: size.height - 1 });
  await page.setViewportSize(size);
  return Buffer.from(data, 'base64');
}

async function stamped(dpi: number, ink?: PlannedSeal['colour']): Promise<Raster> {
  const { data, info } = await sharp(await printed(dpi))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raster = { width: info.width, height: info.height, data };
  await pressOn(raster, dpi, wholeSeals(sides), ink);
  return raster;
}

async function turned({ width, height, data }: Raster, degrees: number): Promise<Raster> {
  const made = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .rotate(degrees, { background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: made.info.width, height: made.info.height, data: made.data };
}

/** A photo from aside: the far end of the sheet is a tenth narrower, on a dark desk. */
function photographed({ width, height, data }: Raster): Raster {
  const out = new Uint8Array(width * height * 3).fill(70);
  for (let y = 0; y < height; y++) {
    const share = 0.86 + (0.1 * y) / height;
    for (let x = 0; x < width; x++) {
      const u = Math.round((x - width / 2) / share + width / 2);
      // Rows further away lie closer together, as the projection of the narrowing has it.
      const v = Math.round(height * (1 - (0.96 / share) * (1 - y / height)));
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = data[(v * width + u) * 3 + c]!;
    }
  }
  return { width, height, data: out };
}

function expectRight({ finding, seals: found }: ScannedPage, sizeMm: number): void {
  expect(finding.form).toMatchObject({ id, department: '郑州市市场监督管理局', ranges: types });
  expect(found.map(({ finding: { formTypes } }) => formTypes)).toEqual(types);
  for (const [i, { finding: seal }] of found.entries()) {
    expect(seal.shape).toBe('circle');
    expect(Math.abs(seal.widthMm - sides[i]!)).toBeLessThan(sizeMm);
    expect(Math.abs(seal.uprightDeg)).toBeLessThan(8);
    const range = formRanges(sides.length)[i]!;
    expect(Math.abs(seal.rangeMm!.x - range.x)).toBeLessThan(1);
    expect(Math.abs(seal.rangeMm!.y - range.y)).toBeLessThan(1);
  }
}

beforeAll(async () => {
  id = await printSheet(office.page, 3, { 2: types[1]! });
}, 120_000);

test('a printed sheet is known again at 150, 300 and 600 dpi, upside down, lying and askew, with no or a wrong resolution in the file', {
  timeout: 300_000,
}, async () => {
  const askew = await scanPage({ raster: await turned(await stamped(150), 3), dpi: null }, 0);
  expectRight(askew, 0.5);
  expect(askew.finding).toMatchObject({ dpiFrom: 'marks' });
  expect(askew.finding.dpi).toBeCloseTo(150, -0.5);
  expect(askew.finding.rotationDeg).toBeCloseTo(3, 0);
  const upsideDown = await scanPage({ raster: await turned(await stamped(300), 180), dpi: 96 }, 0);
  expectRight(upsideDown, 0.3);
  expect(upsideDown.finding).toMatchObject({ dpiFrom: 'marks', printScale: 1 });
  expect(Math.abs(upsideDown.finding.rotationDeg)).toBeCloseTo(180, 0);
  const lying = await scanPage({ raster: await turned(await stamped(600), 90), dpi: 600 }, 0, { preview: true });
  expectRight(lying, 0.3);
  expect(lying.finding).toMatchObject({ dpiFrom: 'file', printScale: 1 });
  const preview = await sharp(lying.preview!).metadata();
  expect(preview.width).toBeLessThan(preview.height);
});

test('of black seals the frames and the code of the sheet are none', { timeout: 120_000 }, async () => {
  const raster = await turned(await stamped(300, [40, 38, 42]), -90);
  const black = await scanPage({ raster, dpi: 300 }, 0, { ink: 'black' });
  expect(black.finding.form).toMatchObject({ id });
  expect(black.seals.map(({ finding }) => finding.formTypes)).toEqual(types);
});

test('a photo from aside is set straight, and seals have their true size', { timeout: 120_000 }, async () => {
  const photo = await scanPage({ raster: photographed(await stamped(300)), dpi: 72 }, 0);
  expectRight(photo, 0.6);
  expect(photo.finding).toMatchObject({ dpiFrom: 'marks', widthMm: 210, heightMm: 297 });
});

test('a sheet that the printer shrank is said to be, and sizes go by the scanner', { timeout: 120_000 }, async () => {
  // Scanned at 300 dpi, printed at 96 %: the picture has 288 px an inch of the sheet as it should be.
  const shrunk = await scanPage({ raster: await stamped(288), dpi: 300 }, 0);
  expect(shrunk.finding.printScale).toBeCloseTo(0.96, 2);
  expect(shrunk.finding).toMatchObject({ dpiFrom: 'file', form: { id } });
  expect(shrunk.seals.map(({ finding }) => finding.formTypes)).toEqual(types);
  expect(Math.abs(shrunk.seals[0]!.finding.widthMm - sides[0]! * 0.96)).toBeLessThan(0.4);
});

test('at the desk the sheet brings its types along, and nothing has to be read', { timeout: 120_000 }, async () => {
  const { page, root, client } = office;
  const raster = await stamped(300);
  const file = join(root, 'sheet.png');
  await sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } })
    .withMetadata({ density: 300 })
    .png()
    .toFile(file);
  await client.call('seal.scan', { name: 'sheet.png', bytes: readFileSync(file) });
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  const notes = await Promise.all(sheet!.imprints.map((one) => client.call('seal.note', { id: one.id })));
  expect(notes.map((note) => note.types.filter(({ ticked }) => ticked).map(({ name }) => name))).toEqual(types);
  await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
  await page.getByText(`采集表 ${id}`).waitFor();
  expect(await page.locator('.imprint-card').nth(1).getByText('采集表所印').count()).toBe(2);
});

test('the same sheet scanned again is named, and nothing is confirmed before a person decides', async () => {
  const { page, root, client } = office;
  await client.call('seal.scan', { name: 'sheet.png', bytes: readFileSync(join(root, 'sheet.png')) });
  const [again, first] = (await client.call('seal.sheets', {})).rows;
  expect(again!.before).toMatchObject({ sheet: first!.id, code: first!.code });
  expect(first!.before).toBeNull();
  const heading = (sheet: typeof again) => page.getByRole('heading', { name: `第 ${sheet!.code.slice(-3)} 页` });
  await page.getByRole('button', { name: `第 ${again!.code.slice(-3)} 页` }).click();
  await heading(again).waitFor();
  const named = page.getByText('这张采集单已于');
  await named.waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('按 K 两次都留，或按 Delete 删除本页').waitFor();
  await page.keyboard.press('g');
  await heading(first).waitFor();
  expect(await named.count()).toBe(0);
  await page.getByRole('button', { name: `第 ${again!.code.slice(-3)} 页` }).click();
  await named.waitFor();
  await page.keyboard.press('k');
  await named.waitFor({ state: 'detached' });
  const kept = await client.call('seal.sheet', { id: again!.id });
  expect(kept.before).toBeNull();
  expect(kept.imprints.map(({ state }) => state)).toEqual(['draft', 'draft', 'draft']);
});
