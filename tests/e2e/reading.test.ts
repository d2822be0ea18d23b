import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scannedFace } from '../fixtures/scanned-face.ts';
import { bringScans } from './entry.ts';
import { oneDesk } from './one-desk.ts';

const office = oneDesk('reading');
const { root } = office;

test('a license is entered from what was read: Tab takes it, typing replaces it, nothing is taken by itself', async () => {
  const { page } = office;
  const { type, stored, scan } = await scannedFace('营业执照', 7);
  const file = join(root, '001.jpg');
  writeFileSync(file, scan);
  await bringScans(page, [file]);
  let taken = 0;
  let boxed = 0;
  for (const { key } of type.fields) {
    const field = page.locator(`[data-field="face.${key}"]`);
    const input = field.locator('input, textarea').first();
    await page.locator(`[data-field="face.${key}"] :is(input, textarea):focus`).waitFor();
    await field.getByRole('note').waitFor({ timeout: 60_000 });
    const proposal = (await field.getByRole('note').textContent())!;
    expect(await input.inputValue()).toBe('');
    const doubts = field.locator('.zone-doubt');
    if ((await field.locator('mark').count()) > 0) {
      boxed++;
      const crop = (await field.locator('.zone-crop').boundingBox())!;
      for (const one of await doubts.all()) {
        const at = (await one.boundingBox())!;
        expect(at.x, key).toBeGreaterThan(crop.x - 6);
        expect(at.x + at.width, key).toBeLessThan(crop.x + crop.width + 6);
        expect(at.y + at.height / 2, key).toBeGreaterThan(crop.y);
        expect(at.y + at.height / 2, key).toBeLessThan(crop.y + crop.height);
      }
      expect(await doubts.count(), key).toBeGreaterThan(0);
    } else expect(await doubts.count(), key).toBe(0);
    if (proposal === stored[key]) {
      await page.keyboard.press('Tab');
      taken++;
      expect(await input.inputValue()).toBe(stored[key]);
    } else {
      expect(await field.locator('mark').count(), `${key}: ${proposal}`).toBeGreaterThan(0);
      await page.keyboard.insertText(stored[key]!);
      await page.keyboard.press('Enter');
    }
  }
  expect(taken).toBeGreaterThanOrEqual(8);
  expect(boxed).toBeGreaterThan(0);
  await page.keyboard.press('Control+Enter');
  await page.getByText('本批已录到末尾').waitFor();
  const client = office.client;
  const { rows } = await client.call('license.list', {});
  const { license } = await client.call('license.get', { id: rows[0]!.id });
  expect(license.face).toEqual(stored);
  expect(Object.values(license.from).filter((from) => from === '识别')).toHaveLength(taken);
  // The typed texts were pasted in one stroke each.
  expect(license.entry.keys).toBeLessThan(type.fields.length * 2);
});

test('F3 takes what is sure up to the first doubtful reading, F2 goes from doubt to doubt, Ctrl+Enter takes the reason being typed', async () => {
  const { page } = office;
  const { type, stored, scan } = await scannedFace('营业执照', 12, {
    printed: { YYQXQ: '2001年01月08日至2020年01月07日' },
    seals: [{ x: 120, y: 112, diameterMm: 36, turn: 8 }],
  });
  const face: Record<string, string> = { ...stored, YYQXQ: '2001-01-08', YYQXZ: '2020-01-07' };
  const file = join(root, '002.jpg');
  writeFileSync(file, scan);
  await bringScans(page, [file]);
  await page.locator('.thumb-on').getByText('已识读').waitFor({ timeout: 120_000 });
  const keys = type.fields.toSorted((a, b) => a.order - b.order).map(({ key }) => key);
  const input = (key: string) => page.locator(`[data-field="face.${key}"] :is(input, textarea)`).first();
  const inFocus = (key: string) => page.locator(`[data-field="face.${key}"] :is(input, textarea):focus`).waitFor();
  const selected = (key: string) =>
    input(key).evaluate((one: HTMLInputElement) => [one.selectionStart, one.selectionEnd]);
  const stops: number[] = [];
  const jumps: number[] = [];
  for (let at = 0; at < keys.length; ) {
    const key = keys[at]!;
    const field = page.locator(`[data-field="face.${key}"]`);
    await inFocus(key);
    const carried = (await input(key).inputValue()) !== '';
    const note = field.getByRole('note', { name: '识读结果' });
    const offered = carried ? '' : await note.textContent();
    const doubts = carried
      ? []
      : await note.evaluate((one) =>
          [...one.children].flatMap((char, index) => (char.tagName === 'MARK' ? [index] : [])),
        );
    if (doubts.length > 0) {
      await page.keyboard.press('F3');
      await page.getByText('此项没有不存疑的识读结果').waitFor();
      expect(await input(key).inputValue()).toBe('');
      for (const doubt of doubts.length > 1 ? doubts.slice(0, 3) : []) {
        await page.keyboard.press('F2');
        await expect.poll(() => selected(key)).toEqual([doubt, doubt + 1]);
        expect(await input(key).inputValue()).toBe(offered);
        jumps.push(doubt);
      }
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(face[key]!);
      await page.keyboard.press('Enter');
      at++;
      continue;
    }
    const grey = await Promise.all(keys.map((one) => input(one).getAttribute('placeholder')));
    await page.keyboard.press('F3');
    const stop = await page.waitForFunction((from) => {
      const path = document.activeElement?.closest('[data-field]')?.getAttribute('data-field');
      return path === from ? null : path;
    }, `face.${key}`);
    const next = keys.indexOf((await stop.jsonValue())!.replace('face.', ''));
    const end = next < 0 ? keys.length : next;
    for (let index = at; index < end; index++) {
      const value = await input(keys[index]!).inputValue();
      expect(value, keys[index]).toBe(face[keys[index]!]);
      if (index > at && keys[index] !== 'DJJG') expect(grey[index], keys[index]).toBe(value);
    }
    stops.push(end - at);
    at = end;
  }
  expect(Math.max(...stops)).toBeGreaterThan(1);
  expect(jumps.length).toBeGreaterThan(1);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-field^="reason."] input:focus').waitFor();
  await page.keyboard.insertText('照面如此');
  await page.keyboard.press('Control+Enter');
  await page.getByText('本批已录到末尾').waitFor();
  const { rows } = await office.client.call('license.list', { query: face['TYSHXYDM']! });
  const { license } = await office.client.call('license.get', { id: rows[0]!.id });
  expect(license.face).toEqual(face);
  expect(license.reasons.map(({ reason }) => reason)).toContain('照面如此');
  expect(Object.values(license.from)).toContain('识别');
});

test('a carried-over value is held against the paper: F3 stops where it says something else, Tab takes that, Enter keeps what was carried', async () => {
  const { page } = office;
  const organ = '郑州市中原区市场监督管理局';
  const { scan } = await scannedFace('营业执照', 21, { printed: { DJJG: organ } });
  const file = join(root, '003.jpg');
  writeFileSync(file, scan);
  await bringScans(page, [file]);
  await page.locator('.thumb-on').getByText('已识读').waitFor({ timeout: 120_000 });
  const field = page.locator('[data-field="face.DJJG"]');
  const input = field.locator('input');
  const carried = await input.inputValue();
  expect(carried).not.toBe(organ);
  expect(await field.getByRole('note', { name: '纸上读作' }).textContent()).toBe(organ);
  for (let at = 0; at < 20 && !(await input.evaluate((one) => one === document.activeElement)); at++) {
    const before = await page.evaluate(() => document.activeElement?.id);
    await page.keyboard.press('F3');
    if ((await page.evaluate(() => document.activeElement?.id)) === before) await page.keyboard.press('Enter');
  }
  expect(await input.inputValue()).toBe(carried);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Enter');
  expect(await input.inputValue()).toBe(carried);
  await page.keyboard.press('Tab');
  await expect.poll(() => input.inputValue()).toBe(organ);
  expect(await field.getByRole('note', { name: '纸上读作' }).count()).toBe(0);
});
