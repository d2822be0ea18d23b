import type { Page } from 'playwright-core';

export interface Owner {
  readonly role: 'department' | 'bureau';
  readonly name: string;
  readonly uscc: string;
  readonly user: string;
  readonly password: string;
  readonly contact: string;
  readonly phone: string;
}

/** Makes a station from the first page on: by keyboard, with the recovery code typed back. Gives the code. */
export async function setUp(page: Page, owner: Owner): Promise<string> {
  await page.getByRole('heading', { name: '建立工作站' }).waitFor();
  if (owner.role === 'bureau') await page.getByRole('radio', { name: /数据主管部门/ }).check();
  await page.keyboard.press('Enter');
  await page.getByLabel('单位名称').fill(owner.name);
  await page.getByLabel('统一社会信用代码').fill(owner.uscc);
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('联络员').fill(owner.contact);
  await page.getByLabel('联系电话').fill(owner.phone);
  await page.keyboard.press('Enter');
  await page.getByLabel('姓名').fill(owner.user);
  await page.getByLabel('密码', { exact: false }).first().fill(owner.password);
  await page.getByLabel('再输一次').fill(owner.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '恢复码' }).waitFor();
  const groups = await page.locator('.recovery-code li').allTextContents();
  const code = groups.map((group) => group.replace(/^\d/, '')).join('-');
  await page.getByLabel(/看着打印件/).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  return code;
}
