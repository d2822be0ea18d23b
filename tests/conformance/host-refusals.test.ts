import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpConnection } from '../../renderer/client/transport-http.ts';
import { encodeWire } from '../../shared/contract/wire.ts';
import { samplePicture } from './sample-core.ts';
import { browserFetch, openHost } from './shells.ts';

let page: Awaited<ReturnType<typeof openHost>>;
let keys: { token: string; blobKey: string };
let cookie: string;

beforeEach(async () => {
  page = await openHost();
  const { jar, fetch: send } = browserFetch(page.host.origin);
  const start = new URL(page.host.startAddress(30_000)).hash.slice('#start='.length);
  const response = await send(`${page.host.origin}/session`, { method: 'POST', body: JSON.stringify({ start }) });
  keys = (await response.json()) as typeof keys;
  cookie = jar.cookie;
});
afterEach(() => page.close());

const own = () => ({
  cookie,
  origin: page.host.origin,
  'x-yidi-token': keys.token,
  'content-type': 'application/octet-stream',
});
const call = (headers: Record<string, string | undefined>, path = '/call/sample.echo') =>
  fetch(page.host.origin + path, {
    method: 'POST',
    headers: Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    body: encodeWire({ value: 1 }),
  });
const get = (path: string, headers: Record<string, string> = { cookie }) => fetch(page.host.origin + path, { headers });
/** Status line of a raw request: what `fetch` would not send. */
const raw = (text: string) =>
  new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(page.host.origin).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (piece) => {
      answer += piece.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });

test('a call with everything right is answered', async () => {
  expect((await call(own())).status).toBe(200);
});

test.each([
  ['no cookie', { cookie: undefined }, 401],
  ['no token', { 'x-yidi-token': undefined }, 401],
  ['a wrong token', { 'x-yidi-token': 'x'.repeat(43) }, 401],
  ['a foreign Origin', { origin: 'http://127.0.0.1:1' }, 403],
  ['the Origin null', { origin: 'null' }, 403],
  ['no Origin', { origin: undefined }, 403],
  ['a request from another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a request from another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['the content type of a form', { 'content-type': 'text/plain' }, 415],
])('a call with %s is refused as host-refused', async (_, change, status) => {
  const response = await call({ ...own(), ...change });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ ok: false, failure: { code: 'host-refused' } });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('another Host header is refused everywhere', async () => {
  for (const line of ['GET / HTTP/1.1', 'POST /session HTTP/1.1', 'GET /blob/a/b HTTP/1.1']) {
    const answer = await raw(`${line}\r\nHost: rebound.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403/);
  }
});

test('a start token opens one page, and no other token does', async () => {
  const start = new URL(page.host.startAddress(30_000)).hash.slice('#start='.length);
  const open = (body: string, headers: Record<string, string> = { origin: page.host.origin }) =>
    fetch(`${page.host.origin}/session`, { method: 'POST', headers, body });
  for (const body of ['', '{}', 'null', '{"start":7}', '{"start":"guess"}'])
    expect((await open(body)).status).toBe(403);
  expect((await open(JSON.stringify({ start }), { origin: 'http://evil.example' })).status).toBe(403);
  expect((await open(JSON.stringify({ start }))).status).toBe(200);
  expect((await open(JSON.stringify({ start }))).status).toBe(403);
  expect((await open(JSON.stringify({ start, padding: 'x'.repeat(2000) }))).status).toBe(413);
});

test('a page without a start token, or with a used one, is expired and says so', async () => {
  const { connection, browser, host } = page;
  await expect.poll(() => connection.status.get()).toBe('ready');
  const reloaded = httpConnection({ origin: host.origin, startToken: undefined, fetch: browser.fetch });
  expect(reloaded.status.get()).toBe('expired');
  await expect(reloaded.transport.invoke('sample.echo', {})).rejects.toThrow('ended');
  const used = httpConnection({ origin: host.origin, startToken: 'used', fetch: browser.fetch });
  await expect.poll(() => used.status.get()).toBe('expired');
});

test('the page is expired once the host has ended', async () => {
  await expect.poll(() => page.connection.status.get()).toBe('ready');
  await page.host.close();
  await expect.poll(() => page.connection.status.get()).toBe('expired');
});

test('a blob needs cookie and key; what is no picture is a download', async () => {
  const at = (id: string) => `/blob/${keys.blobKey}/${id}`;
  const picture = await get(at('picture'));
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(samplePicture);
  const html = await get(at('page'));
  expect(html.headers.get('content-type')).toBe('application/octet-stream');
  expect(html.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(html.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect((await get(at('picture'), {})).status).toBe(401);
  expect((await get(`/blob/${keys.token}/picture`)).status).toBe(401);
  expect((await get(at('picture'), { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await get(at('none'))).status).toBe(404);
});

test('the page carries its policy, and nothing outside its folder is served', async () => {
  const index = await get('/', {});
  expect(index.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(index.headers.get('x-content-type-options')).toBe('nosniff');
  expect(index.headers.get('cache-control')).toBe('no-store');
  expect(index.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(index.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(await index.text()).not.toContain('start');
  const host = new URL(page.host.origin).host;
  for (const path of ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '//etc/passwd', '/none']) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
  }
});

test('a body that is too large is refused before it is read', async () => {
  const host = new URL(page.host.origin).host;
  const answer = await raw(
    `POST /call/sample.echo HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${page.host.origin}\r\nCookie: ${cookie}\r\n` +
      `X-Yidi-Token: ${keys.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: 999999999\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413/);
  expect(answer).toContain('host-refused');
});

test('a body that is no wire value is refused', async () => {
  const response = await fetch(`${page.host.origin}/call/sample.echo`, { method: 'POST', headers: own(), body: 'x' });
  expect(response.status).toBe(400);
});

test('other ways of asking are refused', async () => {
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    expect((await fetch(page.host.origin, { method })).status).toBe(405);
  }
  expect((await call(own(), '/none')).status).toBe(404);
});

test('a call whose body never comes whole does not keep the host from closing', async () => {
  const head = Object.entries({ ...own(), host: new URL(page.host.origin).host, 'content-length': '100' });
  const answer = raw(
    `POST /call/sample.echo HTTP/1.1\r\n${head.map((pair) => pair.join(': ')).join('\r\n')}\r\n\r\nab`,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  await page.host.close();
  expect(await answer).toBe('');
}, 5000);
