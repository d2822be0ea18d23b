import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodeWire, encodeWire } from '../../shared/contract/wire.ts';
import type { Core } from '../core/core-types.ts';
import { runHost } from './run-host.ts';

let dir: string;
let closed: boolean;
const core: Core = {
  dispatch: async () => ({ ok: true, value: null }),
  listen: () => () => {},
  readBlob: () => Promise.reject(new Error('no blobs here')),
  close: async () => {
    closed = true;
  },
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-run-'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html>');
  vi.stubEnv('TMPDIR', dir);
  closed = false;
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** A program that stands in for the browser: does with the address what the page does, then `after`. */
function browser(after: string): string {
  const path = join(dir, 'browser');
  const script = `#!${process.execPath}
    const address = process.argv.find((word) => word.startsWith('--app=')).slice(6);
    const { origin, hash } = new URL(address);
    (async () => {
      const headers = { origin };
      const opened = await fetch(origin + '/session', { method: 'POST', headers, body: JSON.stringify({ start: hash.slice(7) }) });
      const { token } = await opened.json();
      headers.cookie = opened.headers.getSetCookie()[0].split(';')[0];
      headers['x-yidi-token'] = token;
      const events = await fetch(origin + '/events', { method: 'POST', headers, body: '-1' });
      await events.body.getReader().read();
      ${after}
    })();`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}
const profiles = () => readdirSync(dir).filter((name) => name.startsWith('yidi-browser-'));

test('the host ends with its window, closes the core, and leaves no profile', async () => {
  const way = { kind: 'browser', path: browser('process.exit(0);') } as const;
  await runHost({ core: async () => core, keep: false, way, page: dir, say: () => {} });
  expect(closed).toBe(true);
  expect(profiles()).toEqual([]);
});

test('with --keep it goes on after the window, offers another address, and ends by a signal', async () => {
  const said: string[] = [];
  const way = { kind: 'browser', path: browser('process.exit(0);') } as const;
  const running = runHost({ core: async () => core, keep: true, way, page: dir, say: (line) => said.push(line) });
  await expect.poll(() => said.join('\n')).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]{43}/);
  expect(closed).toBe(false);
  process.emit('SIGTERM');
  await running;
  expect(closed).toBe(true);
});

test('a signal ends the window too', async () => {
  const way = { kind: 'browser', path: browser('setInterval(() => {}, 1000);') } as const;
  const running = runHost({ core: async () => core, keep: false, way, page: dir, say: () => {} });
  await expect.poll(profiles).toHaveLength(1);
  process.emit('SIGTERM');
  await running;
  expect(profiles()).toEqual([]);
});

test('where no window can be opened the address is printed with the reason; another page may take it up', async () => {
  const said: string[] = [];
  const way = { kind: 'address', because: '这里没有图形界面' } as const;
  const running = runHost({ core: async () => core, keep: false, way, page: dir, say: (line) => said.push(line) });
  await expect.poll(() => said.length).toBe(2);
  expect(said[0]).toContain('这里没有图形界面');
  const address = new URL(/http:\S+/.exec(said[1]!)![0]);
  const opened = await fetch(`${address.origin}/session`, {
    method: 'POST',
    headers: { origin: address.origin },
    body: JSON.stringify({ start: address.hash.slice('#start='.length) }),
  });
  expect(opened.status).toBe(200);
  process.emit('SIGINT');
  await running;
});

test('a browser that ends without having opened the page leaves the address printed', async () => {
  const said: string[] = [];
  const path = join(dir, 'broken');
  writeFileSync(path, '#!/bin/sh\nexit 1\n');
  chmodSync(path, 0o755);
  const running = runHost({
    core: async () => core,
    keep: false,
    way: { kind: 'browser', path },
    page: dir,
    say: (line) => said.push(line),
  });
  await expect.poll(() => said.join('\n')).toContain('#start=');
  expect(said[0]).toContain('浏览器没有打开页面');
  process.emit('SIGINT');
  await running;
});

test('the address is out before the core is loaded; what a page asks meanwhile waits for it', async () => {
  const said: string[] = [];
  const way = { kind: 'address', because: '这里没有图形界面' } as const;
  const loading = Promise.withResolvers<Core>();
  const running = runHost({ core: () => loading.promise, keep: false, way, page: dir, say: (line) => said.push(line) });
  await expect.poll(() => said.length).toBe(2);
  const { origin, hash } = new URL(/http:\S+/.exec(said[1]!)![0]);
  const headers: Record<string, string> = { origin };
  const start = JSON.stringify({ start: hash.slice('#start='.length) });
  const opened = await fetch(`${origin}/session`, { method: 'POST', headers, body: start });
  headers['x-yidi-token'] = ((await opened.json()) as { token: string }).token;
  headers['cookie'] = opened.headers.getSetCookie()[0]!.split(';')[0]!;
  headers['content-type'] = 'application/octet-stream';
  const call = fetch(`${origin}/call/station.status`, { method: 'POST', headers, body: encodeWire({}) });
  expect(await Promise.race([call, new Promise((later) => setTimeout(later, 50, 'waits'))])).toBe('waits');
  loading.resolve(core);
  expect(decodeWire(new Uint8Array(await (await call).arrayBuffer()))).toEqual({ ok: true, value: null });
  process.emit('SIGINT');
  await running;
  expect(closed).toBe(true);
});

test('a core that cannot be loaded ends the host with its error', async () => {
  const way = { kind: 'address', because: '这里没有图形界面' } as const;
  const core = () => Promise.reject(new Error('no core'));
  await expect(runHost({ core, keep: false, way, page: dir, say: () => {} })).rejects.toThrow('no core');
});
