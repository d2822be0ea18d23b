import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { ensurePage } from '../build/page.ts';
import { ensureShells } from '../build/shells.ts';
import { programDir } from '../electron/core/places.ts';
import { launchChromium } from '../tests/chromium.ts';
import { makeStation } from '../tests/journey/stations.ts';
import { type Figure, median } from './figures.ts';

const rounds = 7;

/** From `yidi host` to the unlock page painted, with page and bundles built, as `npm start` leaves them. */
export async function measure(): Promise<readonly Figure[]> {
  await ensurePage();
  await ensureShells();
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  const { core, dir } = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  await core.close();
  const running = await launchChromium();
  const withRunning: number[] = [];
  const withStart: number[] = [];
  try {
    await once(dir, async () => running);
    for (let round = 0; round < rounds; round++) {
      withRunning.push(await once(dir, async () => running));
      withStart.push(await once(dir, launchChromium, true));
    }
  } finally {
    await running.close();
    rmSync(root, { recursive: true, force: true });
  }
  return [
    {
      name: 'yidi host to the unlock page painted, browser running',
      value: median(withRunning),
      unit: 'ms',
      atMost: 1500,
    },
    { name: 'the same with the start of the browser', value: median(withStart), unit: 'ms' },
  ];
}

/** One start in milliseconds. */
async function once(dir: string, browserOf: () => Promise<Browser>, ownBrowser = false): Promise<number> {
  const begun = performance.now();
  // Without a display the host prints its address instead of opening a window of its own.
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const host = spawn(join(programDir, 'bin', 'yidi'), ['host', '--dir', dir], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => host.once('exit', done));
  try {
    const address = await addressOf(host.stdout);
    const browser = await browserOf();
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('input[type=password]').waitFor();
    // Painted: the frame after the one in which the field appeared.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const took = performance.now() - begun;
    await context.close();
    if (ownBrowser) await browser.close();
    return took;
  } finally {
    host.kill('SIGTERM');
    await ended;
  }
}

/** The first start address that the host prints; its output stays open, for a host whose terminal is gone ends. */
function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.on('data', (piece) => {
      text += String(piece);
      const address = /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(text)?.[0];
      if (address) resolve(address);
    });
    output.on('end', () => reject(new Error(`the host printed no address: ${text}`)));
  });
}
