import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openProgram, type Program } from '../chromium.ts';
import { both, enrol, makeOffice, password, usccs, writeLicense } from '../exchange/desks.ts';
import { medium } from './office.ts';
import { agree, chooseMedium, openPage, unlock } from './place.ts';

// Papers of the bureau's counter: the notice of what came back, applications for accounts, and the code of the spare key.

const office = makeOffice();
const folder = join(office.root, medium);
const home = process.env.HOME;
let browser: Browser;
let bureau: Program;
let department: Program;

beforeAll(async () => {
  const sender = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  const receiver = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(sender, receiver);
  const ids = [];
  for (const uscc of usccs.slice(0, 2)) ids.push(await writeLicense(sender, uscc));
  mkdirSync(folder);
  const sealed = await sender.client.call('exchange.pack', { to: folder, ...both });
  await receiver.client.call('intake.receive', { paths: [sealed.files[0]!.path] });
  const remarks = [{ field: '住所', remark: '住所与原件不符，请核对门牌号' }];
  await receiver.client.call('review.decide', { id: ids[0]!, revision: 1, outcome: 'accepted' });
  await receiver.client.call('review.decide', { id: ids[1]!, revision: 1, outcome: 'returned', remarks });
  await sender.core.close();
  await receiver.core.close();
  process.env.HOME = office.root;
  browser = await launchChromium();
  bureau = await opened(receiver.dir);
  department = await opened(sender.dir);
});
afterAll(async () => {
  process.env.HOME = home;
  await bureau?.close();
  await department?.close();
  await browser?.close();
  await office.close();
});

async function opened(dir: string): Promise<Program> {
  const program = await openProgram({ browser, dir });
  await unlock(program.page, password);
  await program.page.evaluate('window.print = () => {}');
  return program;
}

/** The text of the sheet of this class that the page sends to the printer. */
async function printed(page: Page, sheet: string): Promise<string> {
  const paper = page.locator(`#print > .${sheet}`);
  await paper.waitFor({ state: 'attached' });
  const text = (await paper.textContent()) ?? '';
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  await paper.waitFor({ state: 'detached' });
  return text;
}

test('what came back is printed as 退回整改通知单, with its remark and nothing that was accepted', async () => {
  const { page } = bureau;
  await openPage(page, '审核');
  await page.getByText('写出审核结果（2 件）').waitFor();
  await page.keyboard.press('Control+p');
  const list = page.getByRole('dialog', { name: /审核结果/ });
  await list.getByText('通过 1 件，退回 1 件').waitFor();
  await page.keyboard.press('F4');
  const text = await printed(page, 'return-notice');
  expect(text).toContain('退回整改通知单');
  expect(text).toContain('郑州市民政局');
  expect(text).toContain('下列 1 项经审核不合要求');
  expect(text).toContain('住所与原件不符，请核对门牌号');
  expect(text).toContain(usccs[1]);
  expect(text).not.toContain(usccs[0]);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
});

test('an application for accounts is printed at the department; the bureau agrees to one and declines another with a reason', async () => {
  await openPage(department.page, '单位接入');
  // Once it knows whose sheet it is.
  await department.page.locator('#print > .enrol-form').waitFor({ state: 'attached' });
  await department.page.keyboard.press('F4');
  const form = await printed(department.page, 'account-form');
  expect(form).toContain('目录管理系统账户申请表');
  expect(form).toContain('李敏');

  const { page } = bureau;
  await openPage(page, '单位接入');
  await page.getByRole('button', { name: '账户…' }).click();
  const dialog = page.getByRole('dialog', { name: '郑州市民政局的账户' });
  await dialog.getByLabel('姓名').fill('李敏');
  await dialog.getByRole('button', { name: /^登记/ }).and(page.locator(':disabled')).waitFor();
  await dialog.getByLabel('账号', { exact: true }).fill('zzmz-01');
  await page.keyboard.press('Control+Enter');
  await dialog.getByRole('grid', { name: '账户' }).getByText('zzmz-01').waitFor();
  await page.locator('#account-person:focus').waitFor();
  await page.keyboard.insertText('王建国');
  await dialog.getByRole('radio', { name: '不同意', exact: true }).check();
  await dialog.getByLabel('理由').fill('不在申请表上');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('不同意：不在申请表上').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  const { db } = bureau.core.context.station;
  expect(db.prepare('SELECT person, account, reason FROM account ORDER BY n').raw().all()).toEqual([
    ['李敏', 'zzmz-01', ''],
    ['王建国', '', '不在申请表上'],
  ]);
});

test('a spare key is made onto a medium, its code printed; a wrong code does not put it to use, the right one does, and it is put back', async () => {
  const { page } = bureau;
  await openPage(page, '设置');
  await page.getByText('密钥与指纹', { exact: true }).first().click();
  await page.getByText('还没有备用密钥。').waitFor();
  await page.getByRole('button', { name: '生成…' }).click();
  await chooseMedium(page);
  const made = page.getByRole('dialog', { name: '启封码，只显示这一次' });
  await made.getByText(medium).waitFor();
  await page.keyboard.press('Control+p');
  const paper = await printed(page, 'paper');
  const items = await made.getByLabel('八组字符').getByRole('listitem').all();
  const groups = await Promise.all(items.map(async (item) => ((await item.textContent()) ?? '').slice(1)));
  const code = groups.join('-');
  expect(groups).toHaveLength(8);
  expect(paper).toContain('备用密钥启封码');
  for (const group of groups) expect(paper).toContain(group);
  await made.getByRole('button', { name: '已封存，关闭' }).click();
  await page.getByText(/^已公布：李敏/).waitFor();
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.ysk'));

  await page.getByRole('button', { name: '启用…' }).click();
  const picker = page.getByRole('dialog').last();
  await picker.getByRole('button', { name: /主目录/ }).click();
  await picker.getByText(medium, { exact: true }).dblclick();
  await picker.getByText(file).dblclick();
  const use = page.getByRole('dialog', { name: '启用备用密钥' });
  await use.getByLabel(/启封码/).fill(code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')));
  await page.keyboard.press('Enter');
  await use.getByRole('alert').waitFor();
  await use.getByLabel(/启封码/).fill(code);
  await page.keyboard.press('Enter');
  await use.waitFor({ state: 'hidden' });
  await page.getByText(/^本站已启用：李敏/).waitFor();
  await page.getByRole('button', { name: '停用…' }).click();
  await agree(page);
  await page.getByText(/^本站已启用/).waitFor({ state: 'hidden' });
});
