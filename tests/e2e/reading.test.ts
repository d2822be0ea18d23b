import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { scannedFace } from '../fixtures/scanned-face.ts';
import { makeStation, password } from '../journey/stations.ts';
import { bringScans } from './entry.ts';
import { unlock } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-reading-'));
let browser: Browser;
let office: Program;

beforeAll(async () => {
  const { core, dir } = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  await core.close();
  browser = await launchChromium();
  office = await openProgram({ browser, dir });
  await unlock(office.page, password);
});
afterAll(async () => {
  await office?.close();
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

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
  const client = createClient<Methods>(directTransport(office.core));
  const { rows } = await client.call('license.list', {});
  const { license } = await client.call('license.get', { id: rows[0]!.id });
  expect(license.face).toEqual(stored);
  expect(Object.values(license.from).filter((from) => from === '识别')).toHaveLength(taken);
  // The typed texts were pasted in one stroke each.
  expect(license.entry.keys).toBeLessThan(type.fields.length * 2);
});
