import type { CustomScheme, Protocol } from 'electron';
import { Refusal } from '../../shared/contract/failures.ts';
import type { Core } from '../core/core-types.ts';
import { blobResponse, type FileResponse } from '../core/transport/blob-response.ts';
import type { PageFiles } from '../core/transport/page-files.ts';
import { commonHeaders } from '../core/transport/page-policy.ts';
import { appScheme, isOurs } from './policy/origin.ts';

/**
 * Must be registered before the app is ready: a standard, secure scheme, or the page could neither fetch nor keep
 * an origin of its own.
 */
export const appSchemes: CustomScheme[] = [
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
];

/** Answers `app://yidi/…`: the built page, its assets, and blobs for the signed-in user. */
export function serveAppProtocol(protocol: Pick<Protocol, 'handle'>, files: PageFiles, core: Core): void {
  protocol.handle(appScheme, (request) => answer(request, files, core));
}

async function answer(request: Request, files: PageFiles, core: Core): Promise<Response> {
  if (!isOurs(request.url)) return nothing(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405);
  const path = new URL(request.url).pathname;
  const blobId = /^\/blob\/([^/]+)$/.exec(path)?.[1];
  if (blobId === undefined) {
    const file = files.get(path);
    return file ? found(file) : nothing(404);
  }
  try {
    return found(blobResponse(await core.readBlob(blobId)));
  } catch (error) {
    if (error instanceof Refusal) return nothing(404);
    console.error(error);
    return nothing(500);
  }
}

function found({ headers, body }: FileResponse): Response {
  return new Response(body as Uint8Array<ArrayBuffer>, { status: 200, headers });
}

function nothing(status: number): Response {
  return new Response(null, { status, headers: commonHeaders });
}
