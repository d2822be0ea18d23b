import { beforeAll, expect, test } from 'vitest';
import { emptyLicense } from '../../shared/license/license.ts';
import { typeLicense } from './entry.ts';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk('duplicates');
beforeAll(async () => {
  await desk.page.evaluate(`location.hash = '#/entry?type=${encodeURIComponent('营业执照')}'`);
});

/** Types a business license under one and the same number, and hands it in. */
async function typeAndHandIn(name: string): Promise<void> {
  const { page } = desk;
  await page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus').waitFor();
  await typeLicense(page, ['91410100MA44YYWG0E', '', name, '有限责任公司', '王建国', '日用百货批发', '50万', '180104']);
  await typeLicense(page, ['180104', 'cq', '郑州市中原区桐柏路18号', '郑州市市场监督管理局', '230105']);
  await page.keyboard.press('Control+Enter');
}

const client = () => desk.client;

const stored = () =>
  desk.core.context.station.records
    .list({ kind: 'license', order: 'name' })
    .rows.map(({ name, state, revision }) => ({ name, state, revision }));

test('the same number again: both stay with a reason, the other is updated, or the other is opened', async () => {
  const { page } = desk;
  const question = page.getByText('疑与已录证照重复');
  await typeAndHandIn('郑州望江商贸有限公司');
  await typeAndHandIn('郑州望江商贸有限公司分公司');
  await question.waitFor();
  await page.locator('.duplicate .differs').first().waitFor();
  expect(await page.locator('.duplicate .differs').count()).toBe(1);
  await page.keyboard.press('1');
  await page.getByLabel('两件都留的理由').waitFor();
  await page.keyboard.insertText('分支机构误用总公司代码，照面如此');
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'hidden' });
  expect(stored()).toHaveLength(1);
  await page.keyboard.press('Control+Enter');
  await expect.poll(stored).toHaveLength(2);

  await typeAndHandIn('郑州望江商贸集团有限公司');
  await question.waitFor();
  await page.locator('.duplicate .differs').first().waitFor();
  await page.keyboard.press('3');
  await question.waitFor({ state: 'hidden' });
  await expect.poll(() => stored().map(({ name }) => name)).toContain('郑州望江商贸集团有限公司');
  expect(stored()).toHaveLength(2);

  await typeAndHandIn('郑州望江商贸集团有限公司');
  await question.waitFor();
  await page.locator('.duplicate').waitFor();
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: /郑州望江商贸/ }).waitFor();
  await page.getByText('经过').first().waitFor();
  expect(stored()).toHaveLength(2);
});

/** Opens the page of a draft under the same number, which says so. */
async function openDraft(name: string): Promise<void> {
  const type = await client().call('license.type', { name: '营业执照' });
  const face = {
    ...{ TYSHXYDM: '91410100MA44YYWG0E', MC: name, LX: '有限责任公司', FDDBR: '王建国', JYFW: '日用百货批发' },
    ...{ CLRQ: '2018-01-04', YYQXQ: '2018-01-04', YYQXZ: '长期', ZS: '郑州市中原区桐柏路18号' },
    ...{ DJJG: '郑州市市场监督管理局', FZRQ: '2023-01-05' },
  };
  const { row } = await client().call('license.save', { license: { ...emptyLicense(type), face }, state: 'draft' });
  await desk.page.evaluate(`location.hash = '#/license/${row.id}'`);
  await desk.page.getByRole('heading', { name, exact: true }).waitFor();
  await desk.page.getByText('没有裁定前不送签批').waitFor();
}

test('the page of a license has the same three choices, and hands in none that is undecided', async () => {
  const { page } = desk;
  const question = page.getByText('疑与已录证照重复');
  await openDraft('郑州望江商贸一店');
  await page.keyboard.press('Control+Enter');
  await question.waitFor();
  await page.locator('.duplicate .differs').first().waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'hidden' });
  expect(stored().map(({ name, state }) => `${name} ${state}`)).toContain('郑州望江商贸一店 draft');
  await page.keyboard.press('Alt+d');
  await question.waitFor();
  await page.keyboard.press('1');
  await page.getByLabel('两件都留的理由').waitFor();
  await page.keyboard.insertText('分店误用总公司代码');
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'hidden' });
  await page.getByText('没有裁定前不送签批').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Enter');
  await page.getByText('已送签批').waitFor();
  expect(stored()).toHaveLength(3);

  await openDraft('郑州望江商贸二店');
  await page.keyboard.press('Alt+d');
  await page.locator('.duplicate .differs').first().waitFor();
  await page.keyboard.press('2');
  await page.getByRole('button', { name: '删去这一件' }).last().click();
  await expect.poll(stored).toHaveLength(3);
  await page.getByRole('heading', { name: /^郑州望江商贸/ }).waitFor();

  await openDraft('郑州望江商贸三店');
  await page.keyboard.press('Alt+d');
  await page.locator('.duplicate .differs').first().waitFor();
  await page.keyboard.press('3');
  await page.getByRole('heading', { name: '郑州望江商贸三店', exact: true }).waitFor();
  await expect.poll(stored).toHaveLength(3);
  expect(stored().filter(({ name }) => name === '郑州望江商贸三店')).toMatchObject([{ state: 'pending' }]);
});
