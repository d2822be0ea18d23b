import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserArguments, browserPaths, findBrowser, openBrowser } from './browser.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-test-'));
  vi.stubEnv('TMPDIR', dir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** A program that stands in for the browser: it writes down how it was called and waits to be ended. */
function standIn(script: string): string {
  const path = join(dir, 'chromium');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('the browser is never started without its sandbox, and always with a profile of its own', () => {
  const line = browserArguments('http://127.0.0.1:1/#start=x', '/profile');
  expect(line.join(' ')).not.toContain('no-sandbox');
  expect(line).toContain('--user-data-dir=/profile');
  expect(line).toContain('--app=http://127.0.0.1:1/#start=x');
});

test('browsers are looked for along PATH', () => {
  const path = standIn('exit 0');
  expect(findBrowser('linux', { PATH: `/nowhere:${dir}` })).toBe(path);
  expect(findBrowser('linux', { PATH: '/nowhere' })).toBeUndefined();
  expect(browserPaths('win32', { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' })).toContain(
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  );
});

test('the profile is gone after the window', async () => {
  const seen = join(dir, 'seen');
  const path = standIn(`for a in "$@"; do case "$a" in --user-data-dir=*) ls "\${a#*=}" > ${seen};; esac; done`);
  await openBrowser(path, 'http://127.0.0.1:1/').ended;
  expect(readFileSync(seen, 'utf8')).toContain('Default');
  expect(readdirSync(dir).filter((name) => name.startsWith('yidi-browser-'))).toEqual([]);
});

test('closing ends the browser and removes its profile', async () => {
  const path = standIn('exec sleep 60');
  const window = openBrowser(path, 'http://127.0.0.1:1/');
  await window.close();
  expect(readdirSync(dir).filter((name) => name.startsWith('yidi-browser-'))).toEqual([]);
});

test('the password in our environment does not reach the browser', async () => {
  vi.stubEnv('YIDI_PASSWORD', 'a secret');
  const seen = join(dir, 'env');
  await openBrowser(standIn(`env > ${seen}`), 'http://127.0.0.1:1/').ended;
  expect(readFileSync(seen, 'utf8')).not.toContain('a secret');
});

test('a profile left by a host that was killed is removed at the next start', async () => {
  const left = mkdtempSync(join(dir, 'yidi-browser-999999999-'));
  await openBrowser(standIn('exit 0'), 'http://127.0.0.1:1/').ended;
  expect(existsSync(left)).toBe(false);
});
