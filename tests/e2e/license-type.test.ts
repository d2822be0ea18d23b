import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCore } from '../../electron/core/core.ts';
import { programDir } from '../../electron/core/places.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { emptyLicense } from '../../shared/license/license.ts';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { sample } from '../fixtures/department.ts';

// 证照目录 by keyboard: a type taken from the library, fields typed, a zone moved by keys and drawn with the mouse, tried on a scan, and a next version of it.

const root = mkdtempSync(join(tmpdir(), 'yidi-types-'));
const pictures = join(programDir, 'dist', 'e2e');
let browser: Browser;
let program: Program;
let page: Page;
let client: Client<Methods>;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const dir = join(root, 'station');
  const core = createCore({ dir });
  const place = { organ: '', division: '410100', level: '市' as const, address: '' };
  const people = { leader: '', office: '', contact: '', phone: '' };
  const info = { name: '郑州市市场监督管理局', uscc: '11100000000013338W', ...place, ...people };
  await createClient<Methods>(directTransport(core)).call('station.create', {
    role: 'department',
    info,
    user: '李敏',
    password: 'heyan-2026-QZ',
  });
  await core.close();
  browser = await launchChromium();
  program = await openProgram({ browser, dir });
  page = program.page;
  page.setDefaultTimeout(10_000);
  client = createClient<Methods>(directTransport(program.core));
  await page.getByLabel('密码').fill('heyan-2026-QZ');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}, 90_000);
afterAll(async () => {
  await program?.close();
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

const go = (path: string) => page.evaluate(`location.hash = ${JSON.stringify(`#${path}`)}`);
const shoot = async (name: string) => {
  for (const [width, height] of [
    [1366, 768],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(pictures, `license-type-${name}-${width}.png`) });
  }
  await page.setViewportSize({ width: 1366, height: 768 });
};
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const entry = (name: string) => client.call('licenseType.get', { ref: name });

describe('证照目录', () => {
  test('the library is found by initials and opened with Enter', async () => {
    await go('/license-type');
    await page.getByRole('heading', { name: '证照目录' }).waitFor();
    await page.getByRole('grid').getByText('居民身份证').first().waitFor();
    await shoot('list');
    await press('/');
    await page.keyboard.type('yyzz');
    await page.getByRole('grid').getByText('居民身份证').first().waitFor({ state: 'hidden' });
    await press('ArrowDown', 'Enter');
    await page.getByRole('heading', { name: '营业执照' }).waitFor();
    expect(await page.getByLabel('颁发机构', { exact: true }).inputValue()).toBe('郑州市市场监督管理局');
  });

  test('fields are typed by keyboard and zones go by keys, in millimetres', async () => {
    await press('F3');
    const last = page.getByLabel('第 13 项名称');
    await last.focus();
    await press('Enter');
    await page.keyboard.type('登记状态');
    await press('F4');
    await page.locator('[data-zone="field.13"]:focus').waitFor();
    await press('ArrowRight', 'ArrowRight', 'Control+ArrowDown', 'Shift+ArrowLeft');
    const label = await page.locator('[data-zone="field.13"]').getAttribute('aria-label');
    const [, x, y, width] = /左 ([\d.]+) 上 ([\d.]+) 宽 ([\d.]+)/.exec(label!)!;
    await press('Escape');
    await page.locator('[data-field="fields.13.label"] input:focus').waitFor();
    await shoot('fields');
    await press('Control+s');
    await page.getByText('第 2 版已存为草稿').waitFor();
    const { type, record } = await entry('营业执照');
    expect(record).toMatchObject({ state: 'draft' });
    expect(type.fields[13]).toMatchObject({ label: '登记状态', key: 'DJZT', order: 14 });
    expect(type.fields[13]!.zone).toMatchObject({ x: Number(x), y: Number(y), width: Number(width) });
    expect(type.fields[13]!.zone!.width).toBe(49);
  });

  test('a zone is drawn with the mouse on the face picture, and template files are kept', async () => {
    await press('F3');
    const inputs = page.locator('input[type=file]');
    await inputs.nth(0).setInputFiles({
      name: '底图.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(sample('91410100MA44X4F98J.jpg')),
    });
    await page.getByAltText('底图').waitFor();
    await inputs.nth(1).setInputFiles({ name: '营业执照副本.cdr', mimeType: '', buffer: Buffer.from('CDR 底版') });
    await page.getByRole('link', { name: '营业执照副本.cdr' }).waitFor();
    await page.getByLabel('照面宽').fill('297');
    await page.getByLabel('照面高').fill('210');
    await page.getByRole('button', { name: '加一处盖章位置' }).click();
    await page.locator('[data-zone="seal.0"]:focus').waitFor();
    await shoot('template');
    await press('Shift+F3');
    await page.getByLabel('第 14 项名称').focus();
    const sheet = (await page.locator('.face-sheet').boundingBox())!;
    const scale = sheet.width / 297;
    const at = async (x: number, y: number) => page.mouse.move(sheet.x + x * scale, sheet.y + y * scale);
    await at(8, 178);
    await page.mouse.down();
    await at(40, 186);
    await at(58, 192);
    await page.mouse.up();
    await press('Control+s');
    await expect.poll(async () => (await entry('营业执照')).record?.revision).toBe(2);
    const { type } = await entry('营业执照');
    const zone = type.fields[13]!.zone!;
    for (const [side, mm] of [
      ['x', 8],
      ['y', 178],
      ['width', 50],
      ['height', 14],
    ] as const)
      expect(Math.abs(zone[side] - mm), side).toBeLessThan(0.8);
    expect(type.template.files[0]).toMatchObject({ name: '营业执照副本.cdr' });
    expect(type.template.seals).toHaveLength(1);
    const { blobs } = program.core.context.station;
    expect(Buffer.from(blobs.get(type.template.files[0]!.blob)).toString()).toBe('CDR 底版');
  });

  test('the zones are tried on a scan, each crop beside its field', async () => {
    await press('F3', 'F3');
    await page.locator('input[type=file]').setInputFiles({
      name: '扫描件.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(sample('91410000170001401D.jpg')),
    });
    await page.getByAltText('统一社会信用代码的局部图').waitFor();
    expect(await page.locator('.try-list .zone-crop').count()).toBe(14);
    await shoot('try');
  });

  test('an error stands at its field, F6 leads there, and nothing is handed in', async () => {
    await press('F3');
    await page.getByLabel('有效期限').fill('看情况');
    await page.getByRole('button', { name: '更正错误（1 处）' }).waitFor();
    await press('F3', 'F6');
    await page.locator('[data-field="validity"] :focus').waitFor();
    expect(await page.locator('[data-field="validity"] .field-error').textContent()).toContain('读不出期限');
    await press('Control+Enter');
    expect((await entry('营业执照')).record).toMatchObject({ state: 'draft' });
    await page.getByLabel('有效期限').fill('10年、长期');
    await page.getByRole('button', { name: '送签批' }).waitFor();
    await press('Control+Enter');
    await page.getByText('第 2 版已送签批').waitFor();
    await page.getByRole('grid', { name: '证照目录' }).waitFor();
    expect((await client.call('license.type', { name: '营业执照' })).validity).toBe('10年^长期');
  });

  test('once used it goes on as the next version with its law and deadline, and the old one can be read', async () => {
    const used = await client.call('license.type', { name: '营业执照' });
    const license = { ...emptyLicense(used), face: { MC: '郑州创万瑞酒店管理有限公司' } };
    await client.call('license.save', { license, state: 'draft' });
    const { record } = await entry('营业执照');
    await go(`/license-type/${record!.id}`);
    await page.getByText('保存成第 3 版').waitFor();
    await page.getByLabel('编号样例').fill('91410100MA44X4F98J');
    await page.getByRole('button', { name: '更正错误（2 处）' }).waitFor();
    await page.getByLabel('法律依据').fill('《中华人民共和国市场主体登记管理条例》第二十二条');
    await page.getByLabel('生效日期').fill('270301');
    await page.getByLabel('主管部门审核意见').focus();
    await page.getByText('2027-02-08').waitFor();
    await shoot('change');
    await press('Control+Enter');
    await page.getByText('第 3 版已送签批').waitFor();
    await page.getByRole('grid', { name: '证照目录' }).waitFor();
    const next = await entry('营业执照');
    expect(next.type).toMatchObject({ version: 3, change: { effective: '2027-03-01' } });
    expect(next.earlier.map(({ version, licenses }) => [version, licenses])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    await go(`/license-type/${record!.id}`);
    await page.getByRole('button', { name: '以前的版本' }).click();
    await page.getByText('第 2 版（14 项字段').click();
    await page.getByRole('dialog').getByText('登记状态').waitFor();
    await shoot('version');
    await press('Escape');
  });

  test('a new type is typed from nothing, with a column of labels pasted', async () => {
    await go('/license-type');
    await page.getByRole('grid').getByText('居民身份证').first().waitFor();
    await press('Alt+n');
    await page.getByLabel('证照名称').fill('古树名木移植许可证');
    await press('F3');
    await page.getByLabel('第 3 项名称').focus();
    await press('Enter');
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text/plain', '移植树木\\n移植地点\\n移植期限');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByLabel('第 6 项名称').waitFor();
    await page.getByRole('button', { name: '送签批' }).waitFor();
    await press('Control+Enter');
    await page.getByText('第 1 版已送签批').waitFor();
    const { type, record } = await entry('古树名木移植许可证');
    expect(record).toMatchObject({ state: 'pending', code: '' });
    expect(type.fields.map(({ label, key }) => `${label} ${key}`).slice(3)).toEqual([
      '移植树木 YZSM',
      '移植地点 YZDD',
      '移植期限 YZQX',
    ]);
  });
});
