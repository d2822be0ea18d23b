import { directTransport } from '../../electron/core/transport/direct.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { shootAllCatalogs } from './all-catalogs.ts';
import { shootDispatch } from './dispatch.ts';
import { shootScore } from './score.ts';
import { shootSettings } from './settings.ts';
import { type Stage, unlock } from './stage.ts';

/** Every page of the bureau: a corrected record beside its last version, with a remark that is being written. */
export async function shootBureau(stage: Stage): Promise<void> {
  const { page, program, press, go, shoot, paper } = stage;
  await unlock(stage);
  await go('/intake');
  await shoot('intake');
  await go('/review');
  await shoot('review');
  await press('Control+p');
  await page.getByRole('dialog').waitFor();
  await shoot('review-answers');
  await press('ArrowDown');
  await paper('return-notice-paper', 'F4', 'portrait');
  await press('Escape');
  await page.locator('.review-kinds').getByText(/^证照/).click();
  await page.locator('.review-table').waitFor();
  await press('F6');
  await press('r');
  await page.locator('.review-table input:focus, .review-table textarea:focus').waitFor();
  await page.keyboard.insertText('照面为“1 幢 3 单元”，请对照原件更正后重新送审。');
  await shoot('review-remark');
  await page.keyboard.press('Escape');
  const client = createClient<Methods>(directTransport(program.core));
  const { rows } = await client.call('review.list', { kind: 'licenseType' });
  await go(`/review/${rows[0]?.id}`);
  await shoot('review-type');
  await shootAllCatalogs(stage);
  await shootDispatch(stage);
  await go('/enrol');
  await shoot('bureau-enrol');
  await shootScore(stage);
  await shootSettings(stage, 'bureau-settings');
}

/** The bureau's pages before anything came in. */
export async function shootEmptyBureau(stage: Stage): Promise<void> {
  await unlock(stage);
  for (const name of ['intake', 'review', 'all-catalogs', 'dispatch', 'enrol', 'score', 'central']) {
    await stage.go(`/${name}`);
    await stage.shoot(`bureau-${name}-empty`);
  }
}
