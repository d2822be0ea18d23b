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
