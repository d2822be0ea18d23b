import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';
import { pressOn, wholeSeals } from './seal-sheet.ts';

const office = oneDesk('seal-batch');
const [width, height, dpi] = [2480, 3508, 300];
let files: string[] = [];

/** A plain sheet with one whole seal and its printed note. */
async function goodSheet(side: number, note: string): Promise<Buffer> {
  const data = new Uint8Array(width * height * 3).fill(255);
  const [seal] = wholeSeals([side]);
  await pressOn({ width, height, data }, dpi, [seal!]);
  const mm = (value: number): number => (value * dpi) / 25.4;
  const words = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="${mm(seal!.x)}" y="${mm(seal!.y + side / 2 + 12)}" font-size="${mm(4)}" text-anchor="middle" font-family="Noto Sans CJK SC">${note}</text></svg>`;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(words) }])
    .withMetadata({ density: dpi })
    .jpeg({ quality: 90 })
    .toBuffer();
}

beforeAll(async () => {
  const blank = sharp({ create: { width, height, channels: 3, background: '#fff' } }).withMetadata({ density: dpi });
  const contents = {
    '甲.jpg': await goodSheet(42, '营业执照'),
    '乙.jpg': readFileSync(resourceFile('samples/seals/sheet.jpg')),
    '丙.jpg': await blank.jpeg().toBuffer(),
    '丁.jpg': Buffer.from('not a picture'),
    '戊.jpg': await goodSheet(40, '事业单位法人证书'),
  };
  files = Object.entries(contents).map(([name, bytes]) => {
    const file = join(office.root, name);
    writeFileSync(file, bytes);
    return file;
  });
}, 120_000);

test('at its end a batch lists the pages that need a look, each a key away, and the others are confirmed together', async () => {
  const { page, client } = office;
  await openPage(page, '扫描台');
  await page.locator('input[type=file]').first().setInputFiles(files);
  const dialog = page.getByRole('dialog', { name: '本批需看' });
  await dialog.waitFor({ timeout: 120_000 });
  const lines = dialog.locator('.batch-lines .table-row');
  await dialog
    .getByRole('button', { name: /确认其余 2 页（2 枚）/ })
    .and(page.locator(':enabled'))
    .waitFor({ timeout: 60_000 });
  const said = await lines.allTextContents();
  expect(said).toHaveLength(3);
  expect(said[0]).toMatch(/^第 002 页第 3 枚不合格：.*；第 2 枚留意：/);
  expect(said[1]).toMatch(/^第 003 页没有找到印章/);
  expect(said[2]).toMatch(/没有读出，须重扫：.*丁\.jpg/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: '第 003 页' }).waitFor();

  await page.keyboard.press('l');
  await dialog.waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('已确认 2 页，2 枚印模送签批').waitFor();
  const { rows } = await client.call('seal.list', { states: ['pending'] });
  expect(rows.map(({ code, licenseTypes, typesFrom }) => [code.slice(-5), licenseTypes, typesFrom]).sort()).toEqual([
    ['001-1', ['营业执照'], 'note'],
    ['004-1', ['事业单位法人证书'], 'note'],
  ]);
  // What needs a look is left for a person.
  expect((await client.call('seal.counts', {})).draft).toBe(3);
});

test('the desk opens with its focus on the page that is looked at', async () => {
  const { page } = office;
  const focused = () => page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""');
  await openPage(page, '印章');
  await openPage(page, '扫描台');
  await expect.poll(focused).toMatch(/^第 \d{3} 页$/);
});
