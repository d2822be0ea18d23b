import type { BlobContent } from '../core-types.ts';
import { commonHeaders } from './page-policy.ts';

/** An answer that both shells know how to send. */
export interface FileResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * A blob is somebody else's file on our own origin. Only PNG, JPEG and PDF are shown, told by their first bytes and
 * never by what the uploader said; everything else, HTML and SVG among it, is a download that nothing interprets.
 */
export function blobResponse(blob: BlobContent): FileResponse {
  const shown = shownType(blob.bytes);
  return {
    headers: {
      ...commonHeaders,
      'Content-Type': shown ?? 'application/octet-stream',
      'Content-Length': String(blob.bytes.length),
      'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(blob.name)}`,
      'Content-Security-Policy': shown === 'application/pdf' ? pdfPolicy : "sandbox; default-src 'none'",
    },
    body: blob.bytes,
  };
}

/** The type under which the bytes may be shown, undefined when they may not. */
export function shownType(bytes: Uint8Array): 'image/png' | 'image/jpeg' | 'application/pdf' | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'application/pdf';
  return undefined;
}

// The browser's own PDF viewer does not start in a sandboxed document.
const pdfPolicy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** RFC 5987: percent-encoded UTF-8, also for what encodeURIComponent leaves alone. */
function encodeFileName(name: string): string {
  const whole = name.toWellFormed().slice(0, 200).toWellFormed();
  return encodeURIComponent(whole).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
