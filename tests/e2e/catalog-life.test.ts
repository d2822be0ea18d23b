import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptReady } from './bureau.ts';
import { fillCatalog } from './catalog.ts';
import { typeLines, writeDispatch } from './dispatch.ts';
import { exportKeys, takeKeys } from './enrol.ts';
import { medium, type Office, openOffice } from './office.ts';
import { agree, chooseMedium, openPage } from './place.ts';
import { sendPackage, takeAnswers } from './send.ts';
import { setUp } from './set-up.ts';
import { standings } from './standings.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-life-'));
const media = join(root, 'home', medium);
const owner = {
  role: 'department',
  name: '郑州市市场监督管理局',
  uscc: '11410100MB1A23748Y',
  user: '李敏',
  password: 'Zheng-zhou-2019',
  contact: '方晓晴',
  phone: '0371-67170001',
} as const;
const wanted = {
  name: '企业法人登记基础信息',
  code: '102001410101',
  reason: '企业开办一件事核验',
  due: '20301231',
} as const;
const foreign = { name: '婚姻登记信息', code: '', reason: '人口库核对', due: '' } as const;
const catalog = {
  name: wanted.name,
  abstract: '本市登记机关核准登记的企业法人的名称、类型、法定代表人等信息。',
  items: [
    ['统一社会信用代码', 'tyshxydm', 'C', '18'],
    ['企业名称', 'qymc', 'C', '200'],
  ],
  condition: '经登记注册处核准',
  scope: '市直各有关部门',
} as const;
const remark = '共享范围过窄，请写明县级部门';
const corrected = '市、县（市、区）各有关部门';
const law = '《市场主体登记管理条例》修订，经营范围登记改为规范条目';

let department: Office;
let bureau: Office;
let at: Page;
let there: Page;

beforeAll(async () => {
  department = await openOffice(root, 'department');
  bureau = await openOffice(root, 'bureau');
  at = department.page;
  there = bureau.page;
});
afterAll(async () => {
  await department?.close();
  await bureau?.close();
  rmSync(root, { recursive: true, force: true });
});

/** The courier brings an empty medium. */
function emptyMedium(): void {
  for (const name of readdirSync(media)) rmSync(join(media, name), { recursive: true });
}

let sent = 0;

async function send(): Promise<void> {
  sent += 1;
  emptyMedium();
  await sendPackage(at, '王建设', '赵海燕', '孙晓东');
}

/** Takes the package in, decides every record (a remark returns the catalog) and writes the decisions. */
async function decideAll(records: number, returning: readonly [label: string, remark: string] | null): Promise<void> {
  await openPage(there, '收件');
  await there.keyboard.press('F2');
  await chooseMedium(there);
  await there
    .getByText(/签收 1/)
    .first()
    .waitFor();
  await openPage(there, '审核');
  // What stands there first may be the version of the package before.
  await there
    .locator('.review-table')
    .getByText(`包 ${String(sent).padStart(4, '0')}`)
    .first()
    .waitFor();
  if (returning) {
    const [label, words] = returning;
    await there.locator('.review-list [data-list]:focus').waitFor();
    await there.keyboard.press('F6');
    const rows = there.locator('.review-table tr[data-line]');
    const labels = await rows.locator('th').allTextContents();
    for (let step = 0; step < labels.indexOf(label); step++) await there.keyboard.press('ArrowDown');
    await there.keyboard.press('r');
    await there.locator('[id^="remark-"]:focus').waitFor();
    await there.keyboard.insertText(words);
    await there.getByRole('button', { name: /退回修改（1 处）/ }).waitFor();
    await there.keyboard.press('Control+Enter');
    await there.getByText('写出审核结果（1 件）').waitFor();
  }
  for (let decided = returning ? 1 : 0; decided < records; decided++) {
    await acceptReady(there).waitFor();
    await there.keyboard.press('Control+Enter');
    await there.getByText(`写出审核结果（${decided + 1} 件）`).waitFor();
  }
  await there.keyboard.press('F2');
  await chooseMedium(there);
  await there.getByText(/审核结果已写出 1 份/).waitFor();
  await takeAnswers(at);
}

/** Opens the catalog by Ctrl+K and its name. */
async function openCatalog(): Promise<void> {
  await at.keyboard.press('Control+k');
  await at.getByLabel('跳转').fill(wanted.name);
  const lines = at.locator('.go-to-line');
  await lines.filter({ hasText: '资源目录' }).filter({ hasText: wanted.code }).first().waitFor();
  const kinds = await lines.locator('.go-to-kind').allTextContents();
  for (let step = 0; step < kinds.indexOf('资源目录'); step++) await at.keyboard.press('ArrowDown');
  await at.keyboard.press('Enter');
  await at.locator('.go-to').waitFor({ state: 'hidden' });
  await at.locator('.editor-title').getByText(wanted.name).waitFor();
}

const stateIs = (word: string): Promise<void> => at.locator('.page-head-sub').getByText(word).waitFor();
const control = (field: string) => at.locator(`[data-field="${field}"]`).locator('input, textarea').first();

test('the bureau dispatches a list, the department confirms one line and refuses the other', async () => {
  await setUp(at, owner);
  await setUp(there, {
    ...owner,
    role: 'bureau',
    name: '郑州市大数据管理局',
    uscc: '11410100MB1A236098',
    user: '周立群',
  });
  await exportKeys(at);
  const own = readdirSync(media);
  await takeKeys(there, media, 'bureau', []);
  await takeKeys(at, media, 'department', own);
  emptyMedium();

  await typeLines(there, [wanted, foreign]);
  await writeDispatch(there);
  await bureau.picture('dispatched');
  await takeAnswers(at);
  await openPage(at, '目录清单');
  await at.getByText(foreign.name).first().waitFor();
  await at.keyboard.press('c');
  await at.getByRole('dialog').getByText('新建草稿').waitFor();
  await at.keyboard.press('Control+Enter');
  await at.getByRole('dialog').waitFor({ state: 'hidden' });
  await at.getByRole('grid', { name: '目录清单' }).getByText('确认', { exact: true }).waitFor();
  await at.keyboard.press('ArrowDown');
  await at.keyboard.press('x');
  await at.locator('textarea:focus').waitFor();
  await at.keyboard.press('Control+Enter');
  await at.getByText('不编制须写明理由').waitFor();
  const why = '婚姻登记由市民政局办理，本单位不产生此项信息';
  await at.keyboard.insertText(why);
  await at.keyboard.press('Control+Enter');
  await at.getByRole('dialog').waitFor({ state: 'hidden' });
  await at.getByText('已全部答复').waitFor();
  // What was not sent can be taken back, and answered anew.
  await at.getByRole('grid', { name: '目录清单' }).focus();
  await at.keyboard.press('Delete');
  await agree(at);
  await at.getByText('还有 1 行没有答复').waitFor();
  await at.getByRole('grid', { name: '目录清单' }).focus();
  await at.keyboard.press('x');
  await at.locator('textarea:focus').waitFor();
  await at.keyboard.insertText(why);
  await at.keyboard.press('Control+Enter');
  await at.getByText('已全部答复').waitFor();
  await department.picture('answered');
});

test('compiled from the line, reported, and returned at a field', async () => {
  await at.keyboard.press('ArrowUp');
  await at.keyboard.press('Enter');
  await at.locator('.editor-title').getByText(wanted.name).waitFor();
  expect(await at.locator('.page-head-sub').textContent()).toContain(`${wanted.code}/000001`);
  await fillCatalog(at, catalog);
  await send();
  await decideAll(3, ['共享范围', remark]);
  await openPage(at, '工作台');
  await at.getByText(remark).waitFor();
});

test('corrected at the field, reported again, accepted; the bureau sees both answers', async () => {
  await openCatalog();
  await stateIs('退回修改');
  await at.getByText(`退回意见：${remark}`).first().waitFor();
  await at.keyboard.press('F6');
  await at.locator('[data-field="share.scope"] :focus').waitFor();
  await at.keyboard.press('Control+a');
  await at.keyboard.insertText(corrected);
  await at.keyboard.press('Control+Enter');
  await stateIs('待签批');
  await send();
  await decideAll(1, null);
  await openCatalog();
  await stateIs('审核通过');
  await openPage(there, '下发');
  const list = there.getByRole('grid', { name: '目录清单' });
  await list.getByText('不编制').waitFor();
  await list.getByText('婚姻登记由市民政局办理').waitFor();
  await list.getByText('审核通过').waitFor();
  await bureau.picture('answers');
});

test('a published catalog is changed with its reason and day; without them it is not handed in', async () => {
  await control('abstract').fill(`${catalog.abstract}经营范围按规范条目登记。`);
  await at.getByText('有未存改动').waitFor();
  await at.keyboard.press('Control+Enter');
  await at.locator('[data-field="change.reason"] :focus').waitFor();
  await at.keyboard.insertText('法规');
  await at.locator('.ant-select-item-option-content:visible').getByText('法规修订').waitFor();
  await at.keyboard.press('Enter');
  await at.waitForTimeout(150);
  await at.keyboard.press('Tab');
  await at.keyboard.insertText('20261102');
  await at.keyboard.press('Tab');
  await at.keyboard.insertText(law);
  await at.keyboard.press('Control+s');
  await at.getByText(/应在 2026-11-23 前送出/).waitFor();
  await department.picture('change');
  await openPage(at, '工作台');
  await at.getByText(`更新目录：${wanted.name}`).waitFor();
  await openCatalog();
  await at.keyboard.press('Control+Enter');
  await stateIs('待签批');
  await send();
  await decideAll(1, null);
  await openCatalog();
  await stateIs('审核通过');
  await at.keyboard.press('Alt+v');
  const dialog = at.getByRole('dialog');
  await dialog.getByText('变动').waitFor();
  const changes = await dialog.locator('.versions-body tr').allTextContents();
  expect(changes.map((text) => text.slice(0, 8)).join()).toContain('变更原因');
  expect(changes.find((text) => text.includes('资源摘要'))).toContain('经营范围按规范条目登记');
  await department.picture('versions');
  await at.keyboard.press('Escape');
});

test('withdrawn with its reason; its code is named when the bureau asks for it again', async () => {
  await at.getByRole('button', { name: '停用…' }).press('Enter');
  await at.locator('textarea:focus').waitFor();
  await at.keyboard.insertText('并入市场主体登记信息');
  await at.keyboard.press('Control+Enter');
  await stateIs('待签批');
  await send();
  await decideAll(1, null);
  await openCatalog();
  await stateIs('审核通过');
  await at.getByText('主管部门已审核通过，代码不再使用').waitFor();
  await department.picture('withdrawn');
  emptyMedium();
  await typeLines(there, [{ name: '企业登记信息', code: `${wanted.code}/000001`, reason: '核验', due: '' }]);
  await writeDispatch(there);
  await takeAnswers(at);
  await openPage(at, '目录清单');
  await at.keyboard.press('End');
  await at.getByText(/清单要的“企业法人登记基础信息”/).waitFor();
  await department.picture('retired-line');
  expect(department.problems).toEqual([]);
  expect(bureau.problems).toEqual([]);
});

test('both stations agree on every state', async () => {
  const theirs = await standings(bureau, '周立群', owner.password);
  expect(theirs).toHaveLength(3);
  expect(await standings(department, '李敏', owner.password)).toEqual(theirs);
});
