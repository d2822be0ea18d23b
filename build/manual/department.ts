import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { chooseMedium } from '../../tests/e2e/place.ts';
import { shootList } from './dispatch.ts';
import { shootSettings } from './settings.ts';
import { type Stage, unlock } from './stage.ts';

/** Every page of a department in the middle of its work. */
export async function shootDepartment(stage: Stage): Promise<void> {
  const { page, press, go, shoot, paper } = stage;
  await page.getByLabel('密码').waitFor();
  await shoot('unlock');
  await page.getByLabel('密码').fill('wrong-password-1');
  await press('Enter');
  await page.getByRole('alert').first().waitFor();
  await shoot('unlock-wrong');
  await page.waitForTimeout(2500);
  await unlock(stage);
  await go('/');
  await shoot('desk');
  await press('Control+k');
  await shoot('go-to');
  await page.getByLabel('跳转').fill('yy');
  await shoot('go-to-found');
  await press('Escape', 'F1');
  await shoot('help');
  await press('Escape');
  await press('e');
  await shoot('desk-obligation');
  await press('Escape');
  await shootCatalog(stage);
  await shootSeals(stage);
  await shootSend(stage);
  await go('/enrol');
  await shoot('enrol');
  await paper('account-form-paper', 'F4', 'portrait');
  await shootSettings(stage, 'settings');
}

export async function shootCatalog(stage: Stage): Promise<void> {
  const { program, page, press, go, shoot } = stage;
  const client = createClient<Methods>(directTransport(program.core));
  const first = async (state: 'draft' | 'pending' | 'returned'): Promise<string> => {
    const [row] = (await client.call('catalog.list', { states: [state], limit: 1, order: 'name' })).rows;
    if (!row) throw new Error(`no catalog is ${state}`);
    return row.id;
  };
  await go('/catalog');
  await shoot('catalog');
  await press('Alt+k');
  await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
  await shoot('catalog-check');
  await press('Escape');
  await go(`/catalog/${await first('pending')}`);
  await shoot('catalog-editor');
  await press('F3');
  await shoot('catalog-classification');
  await press('Escape');
  await go(`/catalog/${await first('draft')}`);
  await shoot('catalog-errors');
  await go(`/catalog/${await first('returned')}`);
  await shoot('catalog-returned');
  const { rows } = await client.call('catalog.list', {});
  const opened = await Promise.all(rows.map(({ id }) => client.call('catalog.get', { id })));
  const corrected = opened.find(({ row, sent }) => sent && row.revision > 1);
  if (!corrected) throw new Error('no catalog was sent and corrected');
  await go(`/catalog/${corrected.row.id}`);
  await press('Alt+v');
  await page.getByRole('dialog').waitFor();
  await shoot('catalog-versions');
  await press('Escape');
  await press('Alt+e');
  await shoot('catalog-export');
  await press('Escape');
  await shootList(stage);
}

export async function shootSeals({ program, page, press, go, shoot, paper }: Stage): Promise<void> {
  const client = createClient<Methods>(directTransport(program.core));
  await go('/seal');
  await shoot('seal');
  const imprints = await client.call('seal.list', { limit: 1 });
  await go(`/seal/${imprints.rows[0]?.id}`);
  await shoot('seal-one');
  await go('/scan');
  await shoot('scan');
  const sheets = await client.call('seal.sheets', { limit: 1 });
  await go(`/scan/${sheets.rows[0]?.id}`);
  await shoot('scan-sheet');
  await press('p');
  await page.getByRole('radiogroup', { name: '范围数' }).getByText('4', { exact: true }).click();
  await page.getByLabel('范围 2 用于').fill('事业单位法人证书');
  await press('Enter', 'Escape');
  await shoot('scan-form');
  await paper('scan-form-paper', 'Control+Enter', 'portrait');
}

export async function shootSend({ page, press, go, shoot }: Stage): Promise<void> {
  await go('/send');
  await shoot('send');
  await page
    .getByRole('button', { name: /登记纸质审批单/ })
    .first()
    .click();
  await page.getByLabel('签字负责人').fill('王建国');
  await page.getByLabel('审查人').fill('赵海燕');
  await shoot('send-paper');
  await press('Control+Enter');
  await page.getByRole('button', { name: /^封装（/ }).waitFor();
  await shoot('send-approved');
  await press('Control+Enter');
  await page.getByText('尚未写入').waitFor();
  await shoot('send-sealed');
  await press('Control+Enter');
  await page.getByRole('dialog').last().waitFor();
  await shoot('send-medium');
  await chooseMedium(page);
  await page.getByText('已写入，回读一致').waitFor();
  await shoot('send-written');
  await page.getByLabel('送件人').fill('孙晓东');
  await press('Enter');
  await page.getByText(/已登记送出/).waitFor();
  await press('F2');
  await page.getByRole('button', { name: /从介质或文件夹收/ }).click();
  await chooseMedium(page);
  await page.getByRole('button', { name: '完成' }).waitFor();
  await shoot('send-answers');
  await press('Escape');
  await shoot('send-done');
}
