import { request } from 'node:http';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: Uint8Array;
}

interface Asking {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly limitMs: number;
  readonly limitBytes: number;
  /** Hears how many bytes have come, and how many will (0 = not told). */
  onBytes?(done: number, total: number): void;
}

/** Asks a scanner. Refuses `scanner-missing` (nobody there), `scanner-lost` (gone in the middle), `scanner-silent`, `scanner-failed`, `cancelled`. */
export function ask({ method, url, body, signal, limitMs, limitBytes, onBytes }: Asking): Promise<Answer> {
  const device = new URL(url).host;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Refusal('cancelled'));
    let timer: NodeJS.Timeout | undefined;
    let begun = false;
    const end = (how: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      how();
    };
    const fail = (error: unknown): void => end(() => reject(error));
    const asked = request(url, {
      method,
      agent: false,
      headers: body === undefined ? {} : { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) },
    });
    const giveUp = (error: Refusal): void => {
      fail(error);
      asked.destroy();
    };
    const cancel = (): void => giveUp(new Refusal('cancelled'));
    const rest = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => giveUp(new Refusal('scanner-silent', { device, seconds: limitMs / 1000 })), limitMs);
    };
    rest();
    signal?.addEventListener('abort', cancel);
    asked.on('error', () => fail(new Refusal(begun ? 'scanner-lost' : 'scanner-missing', { device })));
    asked.on('response', (response) => {
      begun = true;
      const total = Number(response.headers['content-length'] ?? 0);
      const pieces: Buffer[] = [];
      let done = 0;
      response.on('data', (piece: Buffer) => {
        rest();
        done += piece.length;
        pieces.push(piece);
        if (done > limitBytes) giveUp(new Refusal('scanner-failed', { device, reason: `多于 ${limitBytes} 字节` }));
        else onBytes?.(done, total);
      });
      response.on('error', () => fail(new Refusal('scanner-lost', { device })));
      response.on('close', () => {
        if (!response.complete) return fail(new Refusal('scanner-lost', { device }));
        const location = response.headers.location ?? '';
        end(() => resolve({ status: response.statusCode ?? 0, location, body: Buffer.concat(pieces) }));
      });
    });
    asked.end(body);
  });
}

/** The text of a body that must not be long. */
export async function askText(asking: Omit<Asking, 'limitBytes'>): Promise<{ status: number; text: string }> {
  const { status, body } = await ask({ ...asking, limitBytes: 1_000_000 });
  return { status, text: Buffer.from(body).toString('utf8') };
}

export const notSpoken = (url: string): never =>
  refuse('scanner-failed', { device: new URL(url).host, reason: '不是 eSCL 扫描仪的应答' });
