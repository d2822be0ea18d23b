import type { IncomingMessage } from 'node:http';

/**
 * Largest body of one call, in bytes. Scans come to some 30 MB; larger files are named by path and read by the core
 * itself.
 */
export const bodyLimit = 128 * 1024 * 1024;

/** Reads a request's body; undefined when it is larger than `limit`, without having kept more than that. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
