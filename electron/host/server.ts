import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '../../shared/contract/failures.ts';
import type { Reply } from '../../shared/contract/reply.ts';
import { decodeWire } from '../../shared/contract/wire.ts';
import type { Core } from '../core/core-types.ts';
import { blobResponse, type FileResponse } from '../core/transport/blob-response.ts';
import type { PageFiles } from '../core/transport/page-files.ts';
import { commonHeaders } from '../core/transport/page-policy.ts';
import { sendJson, sendRefusal, sendReply } from './answers.ts';
import { bodyLimit, readBody } from './body.ts';
import { createEventHub } from './event-hub.ts';
import { foreignRequest } from './guard.ts';
import { belongsToAnotherUser } from './peer.ts';
import { createSessions } from './sessions.ts';
import { createStartTokens, type StartToken } from './start-tokens.ts';

export interface HostOptions {
  readonly core: Core;
  readonly files: PageFiles;
  /** Hears how many pages are open, whenever that changes. */
  readonly pagesChanged?: (pages: number) => void;
}

export interface Host {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** An address that opens one page, once. @param lifetime in milliseconds */
  startAddress(lifetime: number, token?: StartToken): string;
  /** Stops taking calls, waits for those under way, and ends. The core stays open: it belongs to the caller. */
  close(): Promise<void>;
}

/** How much of an event stream may wait for a page that does not read, in bytes, before it is cut off. */
const unreadLimit = 16 * 1024 * 1024;

/** Serves the page and the core to browsers on this machine, on a port that the system chooses. */
export async function startHost({ core, files, pagesChanged = () => {} }: HostOptions): Promise<Host> {
  const tokens = createStartTokens();
  const sessions = createSessions();
  const hub = createEventHub(core, pagesChanged);
  const underWay = new Set<Promise<unknown>>();
  const arriving = new Set<IncomingMessage>();
  let port = 0;
  let origin = '';
  let closing = false;

  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16 * 1024,
  });
  server.maxConnections = 100;
  server.on('request', (request, response) => {
    const work = serve(request, response).catch((error: unknown) => {
      if (!request.destroyed && !response.destroyed) console.error(error);
      response.destroy();
    });
    underWay.add(work);
    arriving.add(request);
    void work.finally(() => {
      underWay.delete(work);
      arriving.delete(request);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (closing) return sendRefusal(response, 503, '程序正在关闭');
    const [, head = '', ...rest] = (request.url ?? '').split('?', 1)[0]!.split('/');
    if (request.method === 'POST') {
      const foreign = foreignRequest(request.headers, origin, 'origin');
      if (foreign) return sendRefusal(response, 403, foreign);
      if (head === 'session' && rest.length === 0) return openSession(request, response);
      if (!sessions.mayCall(request.headers.cookie, one(request.headers['x-yidi-token']))) {
        return sendRefusal(response, 401, '没有有效的会话');
      }
      if (head === 'call' && rest.length === 1) return call(request, response, rest[0]!);
      if (head === 'events' && rest.length === 0) return events(request, response);
      return sendRefusal(response, 404, '没有这个地址');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendRefusal(response, 405, '不支持的请求方式');
    if (head === 'blob' && rest.length === 2) return blob(request, response, rest[0]!, rest[1]!);
    const foreign = foreignRequest(request.headers, origin, 'host');
    if (foreign) return sendRefusal(response, 403, foreign);
    const file = files.get(`/${[head, ...rest].join('/')}`);
    return file ? sendFile(response, file) : sendRefusal(response, 404, '没有这个地址');
  }

  async function openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, 1024);
    if (!body) return sendRefusal(response, 413, '请求过大');
    const token = tokens.take(startOf(body));
    const stranger = token?.sameUserOnly === true && (await belongsToAnotherUser(request.socket.remotePort ?? 0, port));
    if (!token || stranger) return sendRefusal(response, 403, '地址已用过或已过期');
    const { keys, setCookie } = sessions.open(request.headers.cookie);
    sendJson(response, 200, keys, { 'Set-Cookie': setCookie });
  }

  async function call(request: IncomingMessage, response: ServerResponse, encoded: string): Promise<void> {
    if (request.headers['content-type'] !== 'application/octet-stream') {
      return sendRefusal(response, 415, '请求的格式不对');
    }
    const body = await readBody(request, bodyLimit);
    if (!body) {
      response.setHeader('Connection', 'close');
      return sendRefusal(response, 413, `一次最多传 ${bodyLimit / 1024 / 1024} MB`);
    }
    let method: string;
    let input: unknown;
    try {
      method = decodeURIComponent(encoded);
      input = decodeWire(body);
    } catch {
      return sendRefusal(response, 400, '请求的内容已损坏');
    }
    sendReply(response, await core.dispatch(method, input));
  }

  async function events(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, 1024);
    const after = Number(body?.length ? Buffer.from(body).toString('latin1') : Number.NaN);
    if (!Number.isInteger(after)) return sendRefusal(response, 400, '请求的内容已损坏');
    response.setHeaders(new Map(Object.entries({ ...commonHeaders, 'Content-Type': 'application/octet-stream' })));
    const detach = hub.attach(
      {
        write: (bytes) => {
          response.write(bytes);
          if (response.writableLength > unreadLimit) response.destroy();
        },
      },
      after,
    );
    if (!detach) return sendRefusal(response, 409, '页面离开过久');
    response.on('close', detach);
  }

  async function blob(request: IncomingMessage, response: ServerResponse, key: string, id: string): Promise<void> {
    const foreign = foreignRequest(request.headers, origin, 'site');
    if (foreign) return sendRefusal(response, 403, foreign);
    if (!sessions.mayShow(request.headers.cookie, key)) return sendRefusal(response, 401, '没有有效的会话');
    try {
      sendFile(response, blobResponse(await core.readBlob(id)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, 404, { ok: false, failure: error.failure } satisfies Reply);
    }
  }

  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  port = (server.address() as AddressInfo).port;
  origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    startAddress: (lifetime, token = { sameUserOnly: false }) => `${origin}/#start=${tokens.issue(lifetime, token)}`,
    async close() {
      closing = true;
      const closed = new Promise<void>((done) => server.close(() => done()));
      hub.close();
      // A call that has not arrived whole has not begun: its sender may be slow, or gone without a word.
      for (const request of arriving) if (!request.complete) request.destroy();
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

function sendFile(response: ServerResponse, file: FileResponse): void {
  response.writeHead(200, { ...file.headers });
  response.end(file.body);
}

function startOf(body: Uint8Array): string {
  try {
    const parsed = JSON.parse(Buffer.from(body).toString('utf8')) as { start?: unknown } | null;
    return typeof parsed?.start === 'string' ? parsed.start : '';
  } catch {
    return '';
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? undefined : header;
}
