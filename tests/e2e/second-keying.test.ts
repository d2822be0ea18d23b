import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programDir, resourceFile } from '../../electron/core/places.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { bringScans, typeLicense } from './entry.ts';
import { openPage, signInAs } from './place.ts';

const password = 'heyan-2026-QZ';
const scan = resourceFile('samples/licenses/91410100MA44X4F98J.jpg');
const root = mkdtempSync(join(tmpdir(), 'yidi-second-'));
const pictures = join(programDir, 'dist', 'e2e');
let browser: Browser;
let program: Program;
let page: Page;
let client: Client<Methods>;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await launchChromium();
  program = await openProgram({ browser, dir: join(root, 'station') });
  page = program.page;
  client = createClient<Methods>(directTransport(program.core));
  const place = { organ: '市市场监管局', division: '410100', level: '市' as const, address: '' };
  const people = { leader: '', office: '登记注册处', contact: '', phone: '' };
  const info = { name: '郑州市市场监督管理局', uscc: '11100000000013338W', ...place, ...people };
  const made = await client.call('station.create', { role: 'department', info, user: '李敏', password });
  await client.call('station.checkRecovery', { code: made.recoveryCode });
  await client.call('user.add', { name: '赵静', roles: ['reviewer'], password });
  await client.call('user.add', { name: '王芳', roles: ['clerk', 'reviewer'], password });
});
afterAll(async () => {
  await program.close();
  await browser.close();
  rmSync(root, { recursive: true });
});

const as = (user: string): Promise<void> => signInAs(program, user, password);
const shoot = async (name: string): Promise<void> => {
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `second-${name}-${width}.png`) });
  }
};
const rowOf = async (query: string) => (await client.call('license.list', { query })).rows[0]!;

test('a clerk types from a scan', async () => {
  await as('李敏');
  await bringScans(page, [scan]);
  await typeLicense(page, [
    '91410100MA44X4F98J',
    '',
    '郑州创万瑞酒店管理有限公词',
    '有限责任公司（自然人投资或控股）',
    '李敏',
    '酒店管理；住宿服务；餐饮服务',
    '500万',
    '180314',
    '180314',
    '480313',
    '郑州市金水区花园路126号院3号楼2单元1407室',
    '郑州市市场监督管理局',
    '180314',
  ]);
  await page.keyboard.press('Control+Enter');
  await page.getByText('本批已录到末尾').waitFor();
  expect(await rowOf('创万')).toMatchObject({ state: 'pending', errors: 0 });
});

test('a second person keys again without sight of the first values', async () => {
  await as('赵静');
  const { id } = await rowOf('创万');
  await page.evaluate(`location.hash = '#/license/${id}'`);
  await page.getByText('这一件待你复录').waitFor();
  expect(await page.getByText('郑州创万瑞').count()).toBe(0);

  await openPage(page, '复核台');
  await page.locator('[data-field="face.TYSHXYDM"] input:focus').waitFor();
  await shoot('key');
  await page.keyboard.press('F4');
  await page.getByText('本次还没有复录过此项').waitFor();
  await typeLicense(page, [
    '91410100MA44X4F98J',
    '郑州创万瑞酒店管理有限公司',
    '180314',
    '480313',
    '郑州市金水区花园路126号院3号楼2单元1407室',
    '郑州市市场监督管理局',
    '180314',
  ]);
  expect(await page.content()).not.toContain('有限公词');
  await page.keyboard.press('Enter');
  await page.getByText('名称与首录不同，已转待裁定').waitFor();
  expect(await rowOf('创万')).toMatchObject({ state: 'draft', errors: 1 });

  await page.getByText(/没有待你/).waitFor();
  await shoot('empty');
});

test('a third person decides the difference by key, and the license is handed in with both values', async () => {
  await as('王芳');
  await openPage(page, '复核台');
  await page.getByRole('heading', { name: '两次录入不同' }).waitFor();
  await shoot('decide');
  await page.keyboard.press('2');
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  await page.keyboard.insertText('郑州创万瑞酒店管理有限公司');
  await page.keyboard.press('Enter');
  await page.locator('.key-bar .ant-btn-primary:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/没有待你/).waitFor();
  const { row, license } = await client.call('license.list', { query: '创万' }).then(async ({ rows }) => ({
    row: rows[0]!,
    license: (await client.call('license.get', { id: rows[0]!.id })).license,
  }));
  expect(row).toMatchObject({ state: 'pending', name: '郑州创万瑞酒店管理有限公司' });
  expect(license.review?.['face.MC']).toMatchObject({
    first: '郑州创万瑞酒店管理有限公词',
    second: '郑州创万瑞酒店管理有限公司',
    by: '赵静',
    decidedBy: '王芳',
  });
});

test('the statistics show what was found, and an admin chooses the rules', async () => {
  await as('李敏');
  await page.evaluate(`location.hash = '#/second-keying/statistics'`);
  await page.getByText('首录错误，按录入人').waitFor();
  expect(await page.getByRole('row', { name: /李敏 7/ }).textContent()).toContain('85.7%');
  await shoot('statistics');
  await page.evaluate(`location.hash = '#/settings?section=keying'`);
  await page.getByText('按比例抽取').click();
  await page.locator('[data-field="share"] input').fill('30');
  await page.getByText('复录后才能装包').click();
  await page.keyboard.press('Control+s');
  await page.getByText(/已保存，现有/).waitFor();
  await shoot('rules');
  expect(await client.call('keying.rules', {})).toMatchObject({ records: 'share', share: 30, beforePacking: true });
});
