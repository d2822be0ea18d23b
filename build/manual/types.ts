import { resourceFile } from '../../electron/core/places.ts';
import type { Stage } from './stage.ts';

/** 证照目录: the list, the designer tab by tab, a change of law, what earlier versions were. */
export async function shootTypes({ page, press, go, shoot }: Stage): Promise<void> {
  await go('/license-type');
  await page.getByRole('grid').getByText('居民身份证').first().waitFor();
  await press('ArrowDown');
  await shoot('license-type');
  await go('/license-type/食品经营许可证');
  await page.getByRole('heading', { name: '食品经营许可证' }).waitFor();
  await shoot('license-type-entry');
  await page.getByLabel('法律依据').fill('《食品经营许可和备案管理办法》（国家市场监督管理总局令第78号）第二十一条');
  await page.getByLabel('生效日期').fill('2027-03-01');
  await press('Tab');
  await page.getByLabel('主管部门审核意见').fill('同意按新版式样变更');
  await shoot('license-type-change');
  await press('F3');
  await page.getByLabel('第 6 项名称').focus();
  await shoot('license-type-fields');
  await press('F4');
  await page.locator('[data-zone="field.5"]:focus').waitFor();
  await press('Control+ArrowRight');
  await shoot('license-type-zone');
  await press('Escape');
  await go('/license-type/营业执照');
  const leave = page.getByRole('button', { name: '不保存，离开' });
  if (await leave.isVisible()) await leave.click();
  await page.getByRole('heading', { name: '营业执照' }).waitFor();
  await press('F3', 'F3');
  await shoot('license-type-template');
  await press('F3');
  await page.locator('input[type=file]').setInputFiles(resourceFile('samples/licenses/91410100MA44X4F98J.jpg'));
  await page.getByAltText('统一社会信用代码的局部图').waitFor();
  await shoot('license-type-try');
  await page.getByRole('button', { name: '以前的版本' }).click();
  await page.getByText(/^第 1 版（/).click();
  await page.getByRole('dialog').waitFor();
  await shoot('license-type-versions');
  await press('Escape');
}
