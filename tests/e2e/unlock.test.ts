import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { openPage, unlock } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-unlock-'));
const dir = join(root, 'station');
const password = 'jiesuo-2026-QZ';
const newPassword = 'chongshe-2026-QZ';
let recoveryCode: string;
let browser: Browser;
let program: Program;

beforeAll(async () => {
  const core = createCore({ dir });
  const client = createClient<Methods>(directTransport(core));
  const organ = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y', organ: '市市场监管局' };
  const place = { division: '410100', level: '市' as const, address: '郑州市中原区' };
  const people = { leader: '赵建国', office: '数据科', contact: '李敏', phone: '0371-67170000' };
  ({ recoveryCode } = await client.call('station.create', {
    ...{ role: 'department', info: { ...organ, ...place, ...people }, user: '李敏', password },
  }));
  await client.call('user.add', { name: '王建国', roles: ['clerk'], password });
  await core.close();
  browser = await launchChromium();
  program = await openProgram({ browser, dir });
});
afterAll(async () => {
  await browser?.close();
  await program?.host.close();
  await program?.core.close();
  rmSync(root, { recursive: true, force: true });
});

test('the unlock page stands before the code of the other pages is there, and has its keyboard', async () => {
  const { page } = program;
  const held = Promise.withResolvers<void>();
  await page.route('**/assets/Inside-*.js', (route) => held.promise.then(() => route.continue()));
  await page.locator('input[type=password]:focus').waitFor();
  expect(await page.locator('[class*="ant-"], style').count()).toBe(0);

  await page.keyboard.type('falsch-1234');
  await page.getByRole('button', { name: '显示输入' }).click();
  expect(await page.locator('input:focus').inputValue()).toBe('falsch-1234');
  expect(await page.locator('input:focus').getAttribute('type')).toBe('text');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('用户名或密码不对').waitFor();
  expect(await page.locator('input:focus').inputValue()).toBe('');
  expect(await page.getByRole('button', { name: '解锁' }).isDisabled()).toBe(true);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: '王建国' }).isChecked()).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.getByLabel('密码').fill(password);
  held.resolve();
  // As while the data of an older version are moved over.
  const opened = Promise.withResolvers<void>();
  await page.route('**/call/station.unlock', (route) => opened.promise.then(() => route.continue()));
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('程序更新后第一次打开').waitFor();
  opened.resolve();
  await page.getByRole('navigation').first().waitFor();
});

test('a locked window says so and comes back to its page', async () => {
  const { page } = program;
  await openPage(page, '设置');
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: '解锁工作站' }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await unlock(page, password);
  await page.getByRole('heading', { name: '设置', exact: true }).waitFor();
});

test('F2 takes the recovery code and a new password', async () => {
  const { page } = program;
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: '解锁工作站' }).waitFor();
  await page.keyboard.press('F2');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type(recoveryCode.toLowerCase());
  await page.getByLabel('设新密码').fill('kurz');
  await page.getByText('至少 10 位，现为 4 位').waitFor();
  await page.getByLabel('设新密码').fill(newPassword);
  await page.getByLabel('再输一次').fill(newPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: '解锁工作站' }).waitFor();
  await unlock(page, newPassword);
});

test('a page that breaks down says so and leads home', async () => {
  const { page, problems } = program;
  // From here on it has something to complain of.
  expect(problems).toEqual([]);
  await page.route('**/assets/CatalogPage-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  );
  await page.evaluate("location.hash = '#/catalog'");
  await page.getByText('程序内部出错').waitFor();
  await page.getByRole('button', { name: '回到首页' }).click();
  await page.getByRole('navigation').first().waitFor();
  await page.getByRole('heading', { name: '工作台', exact: true }).waitFor();
});
