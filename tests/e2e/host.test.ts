import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageDir, programDir } from '../../electron/core/places.ts';
import { launchChromium, openProgram } from '../chromium.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-host-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
});

/** Starts `yidi host` by the system's own Node, as a person would, and gives its address. */
async function startYidi(...words: string[]) {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const host = spawn(join(programDir, 'bin', 'yidi'), ['host', '--dir', join(root, 'new'), ...words], { env });
  const ended = new Promise<number | null>((done) => host.once('exit', done));
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    host.stdout.on('data', (piece) => {
      output += String(piece);
      const found = /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(output)?.[0];
      if (found) resolve(found);
    });
    host.once('exit', () => reject(new Error(`the host ended: ${output}`)));
  });
  return { host, ended, address, output: () => output };
}

test('the page that tests open is the one that people use, without the development build of React', () => {
  const scripts = readdirSync(join(pageDir, 'assets')).filter((name) => name.endsWith('.js'));
  expect(scripts.filter((name) => readFileSync(join(pageDir, 'assets', name), 'utf8').includes('jsxDEV'))).toEqual([]);
});

test('yidi host prints why it opens no window, serves the page at its address once, and ends by a signal with status 0', async () => {
  const { host, ended, address, output } = await startYidi();
  expect(output()).toContain('不能自动打开窗口');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText('建立工作站').first().waitFor();
  const again = await context.newPage();
  await again.goto(address);
  await again.getByText('已与程序断开').waitFor();
  await context.close();
  host.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('the start token leaves the address, no key is in any storage, and the cookie is out of reach of scripts', async () => {
  const program = await openProgram({ browser, dir: join(root, 'keys') });
  const { page, context } = program;
  await page.getByText('建立工作站').first().waitFor();
  expect(page.url()).not.toContain('start');
  const seen = await page.evaluate(() => ({
    cookie: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    entries: history.length,
  }));
  expect(seen).toMatchObject({ cookie: '', local: [], session: [] });
  const cookies = await context.cookies();
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  await program.close();
});

test('a page that was loaded anew says what to do and holds nothing', async () => {
  const program = await openProgram({ browser, dir: join(root, 'anew') });
  const { page } = program;
  await page.getByText('建立工作站').first().waitFor();
  await page.reload();
  await page.getByText('已与程序断开').waitFor();
  await program.close();
});

test('a page of another origin in the same browser reaches nothing', async () => {
  const program = await openProgram({ browser, dir: join(root, 'foreign') });
  await program.page.getByText('建立工作站').first().waitFor();
  const server = createServer((_request, response) =>
    response.setHeader('Content-Type', 'text/html').end('<p>other</p>'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const other = await program.context.newPage();
  await other.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const reached = await other.evaluate(async (origin) => {
    const ask = (path: string, init: RequestInit) =>
      fetch(origin + path, { credentials: 'include', ...init }).then(
        (response) => `${response.type} ${response.status}`,
        () => 'failed',
      );
    return [
      await ask('/', {}),
      await ask('/call/station.status', { method: 'POST', body: 'x' }),
      await ask('/call/station.status', { method: 'POST', body: 'x', mode: 'no-cors' }),
    ];
  }, program.host.origin);
  expect(reached.filter((answer) => answer !== 'failed')).toEqual([]);
  server.close();
  server.closeAllConnections();
  await program.close();
});
