import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../shared/contract/failures.ts';
import type { BlobContent, Core } from '../core/core-types.ts';
import { openPageFiles } from '../core/transport/page-files.ts';
import { serveAppProtocol } from './app-protocol.ts';

const text = (value: string) => new TextEncoder().encode(value);
const blobs: Record<string, BlobContent> = {
  png: { type: 'text/html', name: '扫描.png', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1) },
  html: { type: 'text/html', name: '页面.html', bytes: text('<script>alert(1)</script>') },
  svg: { type: 'image/svg+xml', name: 'a.svg', bytes: text('<svg xmlns="http://www.w3.org/2000/svg"/>') },
};
const core: Core = {
  dispatch: async () => ({ ok: true, value: null }),
  listen: () => () => {},
  readBlob: async (id) => {
    const blob = blobs[id];
    if (!blob) throw new Refusal('station-locked');
    return blob;
  },
  close: async () => {},
};

let ask: (url: string, method?: string) => Promise<Response>;
beforeAll(() => {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-page-'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html>');
  writeFileSync(join(dir, 'a.js'), '1');
  let handler: (request: Request) => Promise<Response>;
  serveAppProtocol({ handle: (_scheme, answer) => (handler = answer as typeof handler) }, openPageFiles(dir), core);
  ask = (url, method = 'GET') => handler(new Request(url, { method }));
});

test('the page and its assets are served with their types and the policy', async () => {
  const page = await ask('app://yidi/');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect((await ask('app://yidi/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test.each([
  'app://yidi/../package.json',
  'app://yidi/%2e%2e/package.json',
  'app://yidi/..%2fpackage.json',
  'app://yidi/none',
])('nothing is found at %s', async (url) => {
  expect((await ask(url)).status).toBe(404);
});

test('another host or another method is refused', async () => {
  expect((await ask('app://other/')).status).toBe(403);
  expect((await ask('app://yidi/', 'POST')).status).toBe(405);
});

test('a picture is shown under the type that its bytes tell', async () => {
  const picture = await ask('app://yidi/blob/png');
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(picture.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''%E6%89%AB%E6%8F%8F.png");
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(blobs.png!.bytes);
});

test.each(['html', 'svg'])('%s is a download that nothing interprets', async (id) => {
  const file = await ask(`app://yidi/blob/${id}`);
  expect(file.headers.get('content-type')).toBe('application/octet-stream');
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(file.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
});

test('no blob is served while nobody is signed in', async () => {
  expect((await ask('app://yidi/blob/other')).status).toBe(404);
});
