import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { emptyLicense } from '../../shared/license/license.ts';
import type { Desk } from '../journey/stations.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const organ = '郑州市市场监督管理局';
/** Blobs of the imprint on the face: what may be shown, and what may not. */
let marked = '';
let clean = '';
let sealed = '';

/** A business license; one with an old number that was no longer given out on that day has a warning. */
async function put({ client }: Desk, number: string, name: string, box: string, issued: string): Promise<string> {
  const type = await client.call('license.type', { name: '营业执照' });
  const face = {
    ...{ TYSHXYDM: number, MC: name, LX: '有限责任公司（自然人投资或控股的法人独资）', FDDBR: '王𠮷㐂' },
    ...{
      JYFW: '日用百货、五金交电的批发兼零售；仓储服务（不含危险化学品）<i>自营</i>',
      CLRQ: '1997-01-08',
      DJJG: organ,
    },
    ...{ ZS: '郑州市管城回族区航海东路与第八大街交叉口向南200米路西', FZRQ: issued },
  };
  const empty = emptyLicense(type);
  const license = { ...empty, face, stock: { ...empty.stock, archive: { box, volume: '02', piece: '036' } } };
  const state = number.length === 18 ? 'pending' : 'draft';
  return (await client.call('license.save', { license, state })).row.id;
}

const desk = oneDesk('register', async (office) => {
  const { client, core } = office;
  const bytes = new Uint8Array(readFileSync(resourceFile('samples/seals/sheet.jpg')));
  const { sheets } = await client.call('seal.scan', { name: 'sheet.jpg', bytes });
  const imprint = sheets[0]!.imprints[0]!;
  marked = imprint.marked;
  clean = (core.context.station.records.get(imprint.id).body as { clean: string }).clean;
  const type = await client.call('license.type', { name: '营业执照' });
  const template = {
    ...type.template,
    seals: [{ zone: { x: 150, y: 120, width: 50, height: 50 }, imprint: imprint.id }],
  };
  const change = { basis: '《市场主体登记管理条例》', effective: '2027-03-01', opinion: '同意' };
  await client.call('licenseType.save', { type: { ...type, template, change, organ }, submit: true });
  sealed = await put(office, '91410000170001401D', '宇通客车股份有限公司', '07', '2018-05-17');
  await put(office, '91410100MA44X4F98J', '郑州创万瑞酒店管理有限公司', '07', '2019-03-14');
  await put(office, '91410000171080594J', '河南豫星百货有限公司', '08', '2021-06-30');
  await put(office, '170001401', '郑州望江商贸有限公司', '08', '2019-05-17');
  await put(office, '171080594', '郑州和润餐饮服务有限公司', '08', '2020-05-17');
});
beforeAll(async () => {
  // What the printer would be handed.
  await desk.page.evaluate(
    `window.print = () => { window.printed = document.getElementById('print').innerHTML; window.dispatchEvent(new Event('afterprint')); }`,
  );
});

/** Presses Ctrl+P and gives what goes to the printer. */
async function printed(): Promise<string> {
  const { page } = desk;
  await page.evaluate('window.printed = undefined');
  await page.keyboard.press('Control+p');
  // The page's policy forbids what `waitForFunction` does with a text.
  await expect.poll(() => page.evaluate('window.printed'), { timeout: 20_000 }).toBeTruthy();
  return page.evaluate('window.printed');
}

test('the register is narrowed by box and day by keyboard, and shows all again', async () => {
  const { page } = desk;
  await openPage(page, '证照');
  await page.getByText('共 5 条').waitFor();
  await page.locator('[data-list]:focus').waitFor();
  await page.keyboard.press('f');
  await page.locator('#filter-statuses:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('08');
  await page.keyboard.press('Enter');
  await page.getByText('共 3 条').waitFor();
  await page.locator('#filter-to').focus();
  await page.keyboard.insertText('191231');
  await page.keyboard.press('Enter');
  await page.getByText('共 1 条').waitFor();
  await page.getByRole('button', { name: '筛选 2' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.filter-bar').waitFor({ state: 'detached' });
  await page.getByText('共 1 条').waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: '清除筛选' }).press('Enter');
  await page.getByText('共 5 条').waitFor();
  await page.keyboard.press('Escape');
});

test('warnings that are alike get one reason, without which nothing is handed in', async () => {
  const { page } = desk;
  await openPage(page, '证照');
  await page.locator('[data-list]:focus').waitFor();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/郑州望江商贸有限公司.*郑州和润餐饮|郑州和润餐饮.*郑州望江商贸/).waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByLabel('理由', { exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.insertText('均为旧照换发，照面如此');
  await page.keyboard.press('Enter');
  await page.getByText('已为 2 条写明理由，其中 2 条已送签批').waitFor();
  await dialog.getByText('没有待写理由的提醒').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('待签批 5').waitFor();
});

test('存量进度 opens the boxes of a type, takes 应录数, and is printed for the head', async () => {
  const { page } = desk;
  await openPage(page, '证照');
  await page.locator('[data-list]:focus').waitFor();
  await page.keyboard.press('p');
  await page.getByRole('heading', { name: '存量进度' }).waitFor();
  await page.getByText('营业执照').first().waitFor();
  await page.locator('[data-list]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('第 08 箱').waitFor();
  await page.keyboard.press('e');
  await page.getByLabel('应录数', { exact: true }).and(page.locator(':focus')).waitFor();
  await page.keyboard.insertText('10');
  await page.keyboard.press('Enter');
  await page.getByText('50.0%').first().waitFor();
  const paper = await printed();
  for (const word of ['存量进度表', organ, '50.0%', '单位负责人']) expect(paper).toContain(word);
  expect(paper).toMatch(/>08<.*>3</s);
});

test('the preview shows the imprint with 仅供核对 alone, and its print is logged', async () => {
  const { page } = desk;
  await page.evaluate(`location.hash = '#/license/${sealed}'`);
  await page.getByRole('heading', { name: '宇通客车股份有限公司' }).waitFor();
  await page.keyboard.press('v');
  await page.getByRole('heading', { name: /^照面预览/ }).waitFor();
  const seal = page.locator('.face-seal').first();
  await seal.waitFor();
  expect(await seal.getAttribute('alt')).toContain('仅供核对');
  await expect.poll(() => seal.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBeGreaterThan(50);
  const paper = await printed();
  for (const html of [await page.content(), paper]) {
    expect(html).toContain(marked);
    expect(html).not.toContain(clean);
    expect(html).toContain('预览 无法律效力');
    // Rare characters as they are, and what looks like HTML as the text that it is.
    for (const text of ['王𠮷㐂', '&lt;i&gt;自营&lt;/i&gt;']) expect(html).toContain(text);
  }
  const log = desk.core.context.station.db.prepare('SELECT action FROM audit WHERE object = ? ORDER BY seq DESC');
  expect(log.pluck().all(sealed)).toEqual(expect.arrayContaining(['license.print', 'license.open']));
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: '宇通客车股份有限公司' }).waitFor();
});
