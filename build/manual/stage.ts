import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { type Program, openProgram as start } from '../../tests/chromium.ts';
import { password } from '../../tests/journey/stations.ts';
import { lastingPath } from './pictured.ts';

/** The two sizes of screen that the offices have. */
const sizes = [
  { name: '1366', width: 1366, height: 768 },
  { name: '1920', width: 1920, height: 1080 },
] as const;

/** A window of the program whose pages are photographed at both sizes. */
export interface Stage {
  readonly page: Page;
  readonly program: Program;
  /** Address of the page that each picture shows. */
  readonly pictured: Readonly<Record<string, string>>;
  /** Saves `<name>-1366.png` and `<name>-1920.png` of the window as it stands. */
  shoot(name: string): Promise<void>;
  /** Saves `<name>.png`: the A4 sheet that `key` sends to the printer. */
  paper(name: string, key: string, way: 'portrait' | 'landscape'): Promise<void>;
  /** Presses keys one after the other. */
  press(...keys: string[]): Promise<void>;
  /** Opens a page by its address: '/catalog'. */
  go(path: string): Promise<void>;
  /** Throws when Chromium complained about anything. */
  close(): Promise<void>;
}

/** In the page: what stands in the window of scans and faces is loaded. */
const everyPictureIsThere = `[...document.images].every((image) => {
  const { top, bottom, left, right } = image.getBoundingClientRect();
  return image.complete || bottom < 0 || top > innerHeight || right < 0 || left > innerWidth;
})`;

/** Opens the program on the station in `dir`; pictures go to `to`, and every one is told to `say`. */
export async function openStage(
  browser: Browser,
  dir: string,
  to: string,
  say: (line: string) => void,
): Promise<Stage> {
  const program = await start({ browser, dir });
  const { page } = program;
  page.setDefaultTimeout(60_000);
  mkdirSync(to, { recursive: true });
  const settle = async (): Promise<void> => {
    // Twice: what an answer brings in may ask for pictures of its own.
    for (const rest of [400, 300]) {
      await page.waitForTimeout(rest);
      await page.locator('.ant-spin-spinning').first().waitFor({ state: 'hidden' });
      await page.waitForFunction(everyPictureIsThere);
    }
  };
  const pictured: Record<string, string> = {};
  const keep = async (name: string, picture: Buffer): Promise<void> => {
    const file = join(to, `${name}.png`);
    writeFileSync(file, await small(picture));
    say(`${file} ${Math.round(statSync(file).size / 1000)} kB`);
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
    async paper(name, key, way) {
      // The sheet stays in the document until the printer says that it is done.
      await page.evaluate('window.print = () => {}');
      await page.keyboard.press(key);
      await page.locator('#print > *').waitFor({ state: 'attached' });
      await page.emulateMedia({ media: 'print' });
      const [width, height] = way === 'portrait' ? [794, 1123] : [1123, 794];
      await page.setViewportSize({ width, height });
      await settle();
      await keep(name, await page.screenshot());
      await page.emulateMedia({ media: null });
      await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
      await page.setViewportSize({ width: 1366, height: 768 });
      await settle();
    },
    pictured,
    async shoot(name) {
      pictured[name] = lastingPath(await page.evaluate<string>('location.hash'));
      for (const { name: size, width, height } of sizes) {
        await page.setViewportSize({ width, height });
        await settle();
        await keep(`${name}-${size}`, await page.screenshot({ animations: 'disabled', caret: 'initial' }));
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

/** Largest picture, bytes, as far as fewer colours make it so. */
const mostBytes = 120_000;

/** A picture of few colours: a window has them. A large scan in it gets along with fewer still. */
async function small(picture: Buffer): Promise<Buffer> {
  let made = picture;
  for (const quality of [100, 80, 65]) {
    made = await sharp(picture).png({ palette: true, quality, dither: 0, compressionLevel: 9, effort: 5 }).toBuffer();
    if (made.length <= mostBytes) break;
  }
  return made;
}
