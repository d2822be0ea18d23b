import { resourceFile } from '../../electron/core/places.ts';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { LicenseRow } from '../../shared/license/methods.ts';
import { type Stage, unlock } from './stage.ts';
import { waitingRows } from './story.ts';
import { shootTypes } from './types.ts';

const clientOf = ({ program }: Stage): Client<Methods> => createClient<Methods>(directTransport(program.core));

/** Every page of the subject of licenses. */
export async function shootLicenses(stage: Stage): Promise<void> {
  await unlock(stage);
  await shootTypes(stage);
  await shootEntry(stage);
  await shootRegister(stage);
  await shootTables(stage);
  await shootStock(stage);
  await shootSecondKeying(stage);
}

/** 录入台: begun, with what was read, an error and a warning; put aside; the same number again. */
export async function shootEntry(stage: Stage): Promise<void> {
  const { page, press, go, shoot } = stage;
  await go('/entry');
  await field(stage, 'face.TYSHXYDM');
  await page.locator('[data-field="face.TYSHXYDM"]').getByRole('note').waitFor({ timeout: 60_000 });
  await shoot('entry-begin');
  await page.keyboard.insertText('91410100577627848T');
  await press('Enter');
  for (const key of ['FBH', 'MC', 'LX', 'FDDBR', 'JYFW', 'ZCZB', 'CLRQ', 'YYQXQ', 'YYQXZ']) {
    await field(stage, `face.${key}`);
    await page.locator(`[data-field="face.${key}"]`).getByRole('note').waitFor({ timeout: 60_000 });
    if (key === 'JYFW') await page.keyboard.insertText(waitingRows[0]?.经营范围 ?? '');
    await press(key === 'JYFW' ? 'Enter' : 'Tab');
  }
  await field(stage, 'face.ZS');
  await page.locator('[data-field="face.ZS"]').getByRole('note').waitFor({ timeout: 60_000 });
  await shoot('entry');
  await press('F8');
  await page.getByRole('dialog').waitFor();
  await shoot('entry-set-aside');
  await press('Escape');
  await leave(stage, '/entry?new');
  await shoot('entry-batches');
  await shootDuplicate(stage);
  await shootHolders(stage);
}

/** A number that was typed before, under nearly the same name. */
async function shootDuplicate(stage: Stage): Promise<void> {
  const { page, press, go, shoot } = stage;
  const client = clientOf(stage);
  const [row] = (await client.call('license.list', { type: '营业执照', states: ['stored'], limit: 1 })).rows;
  if (!row) throw new Error('no license is stored');
  const { license } = await client.call('license.get', { id: row.id });
  const { face } = license;
  await go('/entry?type=营业执照');
  const values = [
    ...[
      face.TYSHXYDM,
      face.FBH ?? '',
      `${face.MC?.replace('有限公司', '集团有限公司')}`,
      face.LX,
      face.FDDBR,
      face.JYFW,
    ],
    ...['1200万', face.CLRQ, face.YYQXQ, 'cq', face.ZS, face.DJJG, 't'],
  ];
  await field(stage, 'face.TYSHXYDM');
  for (const value of values) {
    await page.keyboard.insertText(value ?? '');
    await press('Enter');
  }
  await press('Control+Enter');
  await page.getByText('疑与已录证照重复').waitFor();
  await page.locator('.duplicate .differs').first().waitFor();
  await shoot('entry-duplicate');
  await press('Escape');
  await leave(stage, '/license');
}

/** Holders that the face does not name. */
export async function shootHolders(stage: Stage): Promise<void> {
  const { page, shoot, go } = stage;
  const client = clientOf(stage);
  const [row] = (await client.call('license.list', { type: '食品经营许可证', states: ['pending'], limit: 1 })).rows;
  if (!row) throw new Error('no license for food waits');
  await go(`/entry?record=${row.id}`);
  const holders = page.locator('.holders-new input').first();
  await holders.scrollIntoViewIfNeeded();
  for (const [name, number] of [
    ['郑州市金水区花园路街道办事处', '11410105005255311P'],
    ['李素芳', '410105198203154526'],
  ] as const) {
    await holders.fill(name);
    await page.locator('.holders-new input').nth(1).fill(number);
    await page.locator('.holders-new button').last().click();
  }
  await shoot('entry-holders');
  await leave(stage, '/license');
}

/** 证照: the register with filters, one license with its papers and events, its face, the dialogs. */
export async function shootRegister(stage: Stage): Promise<void> {
  const { page, press, go, shoot } = stage;
  const client = clientOf(stage);
  await go('/license');
  await page
    .getByRole('grid')
    .getByText(/公司|菜馆/)
    .first()
    .waitFor();
  await shoot('license');
  await press('f');
  await page.getByLabel('颁发自').fill('2012-01-01');
  await press('Tab');
  await page.getByLabel('颁发至').fill('2024-12-31');
  await press('Tab');
  await shoot('license-filter');
  await press('Escape');
  await go('/catalog');
  await go('/license');
  await press('w');
  await page.getByText('提醒：成批写明理由').waitFor();
  await page.getByRole('textbox', { name: '理由' }).fill('已延续，纸照未换发');
  await shoot('license-warnings');
  await press('Escape');
  const one = async (
    states: LicenseRow['state'][],
    suits: (row: LicenseRow) => boolean = () => true,
  ): Promise<string> => {
    const { rows } = await client.call('license.list', { states, limit: 200 });
    const row = rows.find(suits);
    if (!row) throw new Error(`no license is ${states.join(', ')}`);
    return row.id;
  };
  await go(`/license/${await one(['accepted', 'stored'], ({ pages }) => pages > 0)}`);
  await shoot('license-one');
  await press('s');
  await page.getByText('办理后为“有效”').waitFor();
  await page.keyboard.insertText('注销');
  await page.locator('.ant-select-item-option-content:visible').getByText('注销', { exact: true }).waitFor();
  await press('Enter', 'Control+Enter');
  await page.getByText('请写明事由').waitFor();
  await shoot('license-event');
  await press('Escape');
  const { rows } = await client.call('license.list', { type: '营业执照', limit: 200 });
  let filed = '';
  for (const { id } of rows) {
    if ((await client.call('license.get', { id })).license.attachments.length === 0) continue;
    filed = id;
    break;
  }
  await go(`/license/${filed}`);
  await page.getByRole('heading', { name: '附件' }).scrollIntoViewIfNeeded();
  await shoot('license-papers');
  await go(`/license/${filed}/face`);
  await shoot('license-face');
  await stage.paper('license-face-paper', 'Control+p', 'landscape');
  await go(`/license/${await one(['returned'])}`);
  await shoot('license-returned');
}

/** The way in and out of the register by spreadsheet. */
export async function shootTables({ page, press, go, shoot }: Stage): Promise<void> {
  await go('/license');
  await press('Control+i');
  const table = resourceFile('samples/licenses/licenses.csv');
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(table);
  await page.getByText('标题在第 1 行').waitFor();
  await shoot('license-import');
  await press('Control+Enter');
  await page
    .getByText(/导入 \d+|已导入/)
    .first()
    .waitFor();
  await shoot('license-import-report');
  await press('Escape', 'Control+e');
  await page.getByRole('dialog').waitFor();
  await shoot('license-export');
  await press('Escape');
}

/** 存量进度, with the paper for the head. */
export async function shootStock(stage: Stage): Promise<void> {
  const { page, press, go, shoot } = stage;
  await go('/license/stock?type=营业执照');
  await page.getByText('第 08 箱').waitFor();
  await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await shoot('stock');
  await stage.paper('stock-paper', 'Control+p', 'portrait');
  await press('e');
  await page.getByRole('spinbutton', { name: '应录数' }).waitFor();
  await shoot('stock-expected');
  await press('Escape');
}

/** 复核台: keying again, deciding a difference, looking at a 照面如此; statistics and rules. */
export async function shootSecondKeying(stage: Stage): Promise<void> {
  const { page, press, go, shoot } = stage;
  await go('/second-keying?task=key');
  await page.locator('.look-tabs').waitFor();
  const picture = page.locator('.scan-sheet img, .scan-view img').first();
  for (let tries = 0; tries < 30 && !(await picture.isVisible()); tries++) {
    await press('PageDown');
    await page.waitForTimeout(250);
  }
  await shoot('second-keying');
  await press('F3');
  await page.getByRole('heading', { name: '两次录入不同' }).waitFor();
  await shoot('second-keying-difference');
  await press('F3');
  await page.getByRole('heading', { name: '核对照面如此' }).waitFor();
  await shoot('second-keying-as-on-paper');
  await go('/second-keying/statistics');
  await page.getByText('首录错误，按录入人').waitFor();
  await shoot('second-keying-statistics');
}

/** Waits until the cursor stands in a field. */
async function field({ page }: Stage, path: string): Promise<void> {
  await page.locator(`[data-field="${path}"] :is(input, textarea):focus`).waitFor();
}

/** Goes to another page without keeping what was typed. */
async function leave({ page, go }: Stage, path: string): Promise<void> {
  await go(path);
  const sure = page.getByRole('button', { name: '不保存，离开' });
  if (await sure.isVisible()) await sure.click();
}
