import type { Page } from 'playwright-core';
import { stamp } from '../../build/seal-sheets/draw-sheet.ts';
import { type PlannedSeal, planSheet } from '../../build/seal-sheets/plan.ts';
import { press } from '../../build/seal-sheets/press.ts';
import type { Raster } from '../../electron/workers/imaging/raster.ts';
import { formRanges } from '../../shared/seal/form.ts';
import { openPage } from './place.ts';

/**
 * Prints a sheet of ours with `count` ranges at the scan desk, and gives its number; license types are typed in by the number of their range. The paper
 * stays in the document until it is printed.
 */
export async function printSheet(
  page: Page,
  count: number,
  types: Readonly<Record<number, readonly string[]>> = {},
): Promise<string> {
  await openPage(page, '扫描台');
  await page.evaluate('window.print = () => {}');
  await page.keyboard.press('p');
  await page.getByText('编号并打印').waitFor();
  await page.getByRole('radiogroup', { name: '范围数' }).getByText(String(count), { exact: true }).click();
  for (const [range, names] of Object.entries(types)) {
    for (const type of names) {
      await page.getByLabel(`范围 ${range} 用于`).fill(type);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+Enter');
  await page.locator('.seal-form').waitFor({ state: 'attached' });
  const id = /F\d{8}-\d{3}/.exec((await page.locator('.seal-form').textContent()) ?? '')?.[0];
  if (!id) throw new Error('the sheet has no number');
  return id;
}

/** Whole round seals of the generator with these diameters, mm, one for the middle of each range. */
export function wholeSeals(sides: readonly number[]): PlannedSeal[] {
  const drawn = Array.from({ length: 40 }, (_, number) => planSheet('tuning', number)).flatMap((plan) =>
    plan.ink === 'red' ? plan.seals : [],
  );
  return sides.map((side, i) => {
    const seal = drawn.find(({ design, damage }) => !damage && design.shape === 'circle' && design.width === side)!;
    const { x, y, width, height } = formRanges(sides.length)[i]!;
    return { ...seal, x: x + width / 2 + 1.5, y: y + height / 2 - 2, turn: 0 };
  });
}

/** Presses the seals on the sheet, in place; `ink` in place of their own colour. */
export async function pressOn(
  { data, width, height }: Raster,
  dpi: number,
  seals: readonly PlannedSeal[],
  ink?: PlannedSeal['colour'],
): Promise<void> {
  for (const seal of seals) stamp(data, width, height, await press(seal, dpi), ink ?? seal.colour);
}
