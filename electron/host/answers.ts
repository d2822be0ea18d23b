import type { ServerResponse } from 'node:http';
import { failure } from '../../shared/contract/failures.ts';
import type { Reply } from '../../shared/contract/reply.ts';
import { encodeWire } from '../../shared/contract/wire.ts';
import { commonHeaders } from '../core/transport/page-policy.ts';

/** Sends what the core answered: wire bytes, always with status 200. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const body = encodeWire(reply);
  response.writeHead(200, {
    ...commonHeaders,
    'Content-Type': 'application/octet-stream',
    'Content-Length': body.length,
  });
  response.end(body);
}

/** Sends the host's own refusal, before the core was asked: a reply in JSON, so that it can be told from the core's. */
export function sendRefusal(response: ServerResponse, status: number, reason: string): void {
  sendJson(response, status, { ok: false, failure: failure('host-refused', { reason }) } satisfies Reply);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...commonHeaders,
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
}
