import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawSheet } from '../../electron/workers/imaging/drawn-sheet.ts';
import { oneDesk } from './one-desk.ts';
import { openPage } from './place.ts';

const office = oneDesk('seal-unclear');
const dir = mkdtempSync(join(tmpdir(), 'yidi-seal-unclear-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a place that may be a seal is named on the page, and A begins there', async () => {
  const { page } = office;
  const scraps =
    '<g transform="translate(150 70)" fill="none" stroke="#c4161c"><path d="M0 -20.4A20.4 20.4 0 0 1 0 20.4" stroke-width="1.2" stroke-dasharray="17 30"/><path d="M14 -14v28M4 -8h12M8 -18v14M4 6h12" stroke-width="1"/></g>';
  const sheet = join(dir, 'sheet.png');
  writeFileSync(
    sheet,
    await drawSheet({ seals: [{ shape: 'circle', x: 60, y: 70, width: 42, height: 42 }], above: scraps }),
  );
  await openPage(page, '扫描台');
  await page.locator('input[type=file]').first().setInputFiles(sheet);
  const named = page.getByText('另有 1 处似印章');
  await named.waitFor({ timeout: 60_000 });
  expect(await page.locator('.imprint-card').count()).toBe(1);
  await page.getByText('似印章？').waitFor();
  await page.getByText('似印章处未切出：请重盖，或按 A 补一枚').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await page.locator('.imprint-card').nth(1).waitFor({ timeout: 60_000 });
  await named.waitFor({ state: 'detached' });
  const { rows } = await office.client.call('seal.list', {});
  const drawn = rows.find(({ finding }) => finding.by === 'person')!;
  expect(drawn.finding.centerMm[0]).toBeGreaterThan(145);
});
