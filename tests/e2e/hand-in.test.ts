import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { makeStation, password } from '../journey/stations.ts';
import { typeLicense } from './entry.ts';
import { unlock } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-hand-in-'));
let browser: Browser;
let program: Program;

beforeAll(async () => {
  const { core, dir } = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  await core.close();
  browser = await launchChromium();
  program = await openProgram({ browser, dir });
  await unlock(program.page, password);
});
afterAll(async () => {
  await program?.close();
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

test('a hand-in while a draft is being kept is not lost, and makes no second license', async () => {
  const { page } = program;
  await page.evaluate(`location.hash = '#/entry?type=${encodeURIComponent('营业执照')}'`);
  await page.locator('[data-field="face.TYSHXYDM"] input:focus').waitFor();
  await typeLicense(page, ['91410100MA44YYWG0E', '', '郑州望江商贸有限公司', '有限责任公司', '王建国', '日用百货批发']);
  await typeLicense(page, [
    '50万',
    '180104',
    '180104',
    'cq',
    '郑州市中原区桐柏路18号',
    '郑州市市场监督管理局',
    '230105',
  ]);
  let saves = 0;
  await page.route('**/call/entry.save', async (route) => {
    saves += 1;
    await new Promise((later) => setTimeout(later, 800));
    await route.continue();
  });
  await page.keyboard.press('Control+s');
  await expect.poll(() => saves).toBe(1);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus').waitFor();
  const { rows } = program.core.context.station.records.list({ kind: 'license' });
  expect(rows.map(({ state }) => state)).toEqual(['pending']);
  expect(saves).toBe(2);
});
