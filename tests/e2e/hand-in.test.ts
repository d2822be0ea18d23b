import { expect, test } from 'vitest';
import { typeLicense } from './entry.ts';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk('hand-in');

test('a hand-in while a draft is being kept is not lost, and makes no second license', async () => {
  const { page } = desk;
  await page.evaluate(`location.hash = '#/entry?type=${encodeURIComponent('营业执照')}'`);
  await page.locator('[data-field="face.TYSHXYDM"] input:focus').waitFor();
  await typeLicense(page, ['91410100MA44YYWG0E', '', '郑州望江商贸有限公司', '有限责任公司', '王建国', '日用百货批发']);
  await typeLicense(page, [
    '50万',
    '180104',
    '180104',
    'cq',
    '郑州市中原区桐柏路18号',
    '郑州市市场监督管理局',
    '230105',
  ]);
  let saves = 0;
  await page.route('**/call/entry.save', async (route) => {
    saves += 1;
    await new Promise((later) => setTimeout(later, 800));
    await route.continue();
  });
  await page.keyboard.press('Control+s');
  await expect.poll(() => saves).toBe(1);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-field="face.TYSHXYDM"] input[value=""]:focus').waitFor();
  const { rows } = desk.core.context.station.records.list({ kind: 'license' });
  expect(rows.map(({ state }) => state)).toEqual(['pending']);
  expect(saves).toBe(2);
});
