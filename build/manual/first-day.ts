import { resourceFile } from '../../electron/core/places.ts';
import { password } from '../../tests/journey/stations.ts';
import { bureau, department } from '../../tests/journey/steps.ts';
import type { Stage } from './stage.ts';

/** Set-up, step by step, up to the empty desk; bad input shows what the program says to it. */
export async function shootFirstDay({ page, press, shoot }: Stage): Promise<void> {
  await page.getByRole('heading', { name: '建立工作站' }).waitFor();
  await shoot('set-up-role');
  await press('Enter');
  await page.getByLabel('单位名称').fill(department.name);
  await page.getByLabel('统一社会信用代码').fill(bureau.uscc.replace(/.$/, '9'));
  await press('Tab');
  await shoot('set-up-office-error');
  await page.getByLabel('统一社会信用代码').fill(department.uscc);
  await press('Tab');
  await shoot('set-up-office');
  await press('Control+Enter');
  await page.getByLabel('联络员').fill('李敏');
  await page.getByLabel('联系电话').fill('0371-67170001');
  await shoot('set-up-contact');
  await press('Enter');
  await page.getByLabel('姓名').fill('李敏');
  await page.getByLabel('密码', { exact: false }).first().fill(password);
  await page.getByLabel('再输一次').fill(password);
  await shoot('set-up-user');
  await press('Enter');
  await page.getByRole('heading', { name: '恢复码' }).waitFor();
  await shoot('recovery-code');
  const groups = await page.locator('.recovery-code li').allTextContents();
  await page.getByLabel(/看着打印件/).fill(groups.map((group) => group.replace(/^\d/, '')).join('-'));
  await press('Enter');
  await page.getByRole('navigation').first().waitFor();
  await shoot('desk-first-day');
}

/** Every page of the department as it is found empty: each must say how to begin. */
export async function shootEmpty({ page, press, go, shoot }: Stage): Promise<void> {
  for (const name of ['catalog', 'catalog-list', 'entry', 'license', 'seal', 'scan', 'send', 'enrol']) {
    await go(`/${name}`);
    await shoot(`${name}-empty`);
  }
  await go('/catalog');
  await press('Alt+i');
  await shoot('catalog-import');
  await page
    .locator('input[type=file]')
    .setInputFiles(resourceFile('samples/datasource-metadata/firstdata-cn-government.json'));
  await page.getByText(/条（新建/).waitFor();
  await shoot('catalog-import-report');
  await press('Escape');
}
