import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { emptyLicense } from '../../shared/license/license.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { noteEvent } from './entry.ts';
import { openPage } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-events-'));
const dir = join(root, 'station');
const password = 'shixiang-2026-QZ';
let browser: Browser;
let program: Program;

beforeAll(async () => {
  const core = createCore({ dir });
  const client = createClient<Methods>(directTransport(core));
  const organ = { name: '郑州市市场监督管理局', uscc: '11100000000013338W', organ: '市市场监管局' };
  const place = { division: '410100', level: '市' as const, address: '' };
  const people = { leader: '', office: '登记注册处', contact: '', phone: '' };
  await client.call('station.create', {
    ...{ role: 'department', info: { ...organ, ...place, ...people }, user: '李敏', password },
  });
  const type = await client.call('license.type', { name: '营业执照' });
  const face = {
    ...{ TYSHXYDM: '170001401', MC: '宇通(郑州)客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造' },
    ...{ CLRQ: '1997-01-08', ZS: '郑州市', DJJG: organ.name, FZRQ: '2019-05-17' },
  };
  const license = { ...emptyLicense(type), face };
  await client.call('license.save', { license, state: 'draft' });
  await core.close();
  browser = await launchChromium();
  program = await openProgram({ browser, dir });
  await program.page.getByLabel('密码').fill(password);
  await program.page.keyboard.press('Enter');
  await program.page.getByRole('navigation').first().waitFor();
});
afterAll(async () => {
  await program?.close();
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

test('by keyboard: a warning gets its reason, then an event changes the state', async () => {
  const { page } = program;
  await openPage(page, '证照');
  await page.getByText('共 1 条').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /写明 1 处提醒的理由/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('规范写法：宇通（郑州）客车').waitFor();
  await page.keyboard.press('F7');
  await page.locator('.entry-reason input:focus').waitFor();
  await page.keyboard.insertText('旧照换发，照面如此');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: '看这一条' }).click();
  await page
    .getByText(/理由：旧照换发，照面如此/)
    .first()
    .waitFor();
  expect(await page.getByText('宇通(郑州)客车').count()).toBeGreaterThan(0);

  await noteEvent(page, '挂起', '涉诉', '郑市监〔2026〕6号');
  expect(await page.locator('[data-field="status"] dd').first().innerText()).toBe('挂起');
});
