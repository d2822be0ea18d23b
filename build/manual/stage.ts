import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { type Program, openProgram as start } from '../../tests/chromium.ts';
import { password } from '../../tests/journey/stations.ts';

/** The two sizes of screen that the offices have. */
const sizes = [
  { name: '1366', width: 1366, height: 768 },
  { name: '1920', width: 1920, height: 1080 },
] as const;

/** A window of the program whose pages are photographed at both sizes. */
export interface Stage {
  readonly page: Page;
  readonly program: Program;
  /** Saves `<name>-1366.png` and `<name>-1920.png` of the window as it stands. */
  shoot(name: string): Promise<void>;
  /** Presses keys one after the other. */
  press(...keys: string[]): Promise<void>;
  /** Opens a page by its address: '/catalog'. */
  go(path: string): Promise<void>;
  /** Throws when Chromium complained about anything. */
  close(): Promise<void>;
}

/** Opens the program on the station in `dir`; pictures go to `to`, and every one is told to `say`. */
export async function openStage(
  browser: Browser,
  dir: string,
  to: string,
  say: (line: string) => void,
): Promise<Stage> {
  const program = await start({ browser, dir });
  const { page } = program;
  mkdirSync(to, { recursive: true });
  const settle = async (): Promise<void> => {
    await page.waitForTimeout(400);
    await page.locator('.ant-spin-spinning').first().waitFor({ state: 'hidden' });
  };
  return {
    page,
    program,
    close: () => program.close(),
    async press(...keys) {
      for (const key of keys) {
        await page.keyboard.press(key);
        // A dialog that closes gives the focus back a little later.
        if (key === 'Escape') await page.waitForTimeout(200);
      }
    },
    async go(path) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#${path}`)}`);
      await settle();
    },
    async shoot(name) {
      for (const { name: size, width, height } of sizes) {
        await page.setViewportSize({ width, height });
        await settle();
        const file = join(to, `${name}-${size}.png`);
        const picture = await page.screenshot({ animations: 'disabled', caret: 'initial' });
        writeFileSync(file, await small(picture));
        say(`${file} ${Math.round(statSync(file).size / 1000)} kB`);
      }
      await page.setViewportSize({ width: 1366, height: 768 });
      await settle();
    },
  };
}

/** Signs the story's first user in on the unlock page. */
export async function unlock({ page, press }: Stage): Promise<void> {
  await page.getByLabel('密码').fill(password);
  await press('Enter');
  await page.getByRole('navigation').first().waitFor();
}

/** A picture of few colours: a window has them, and a scan in it stays readable. */
function small(picture: Buffer): Promise<Buffer> {
  return sharp(picture).png({ palette: true, colours: 96, dither: 0.4, compressionLevel: 9, effort: 10 }).toBuffer();
}
