import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FileResponse } from './blob-response.ts';
import { pageHeaders } from './page-policy.ts';

/** The built page: answers for the paths that exist, nothing for any other. */
export interface PageFiles {
  /** @param path URL path, starting with a slash, not decoded. */
  get(path: string): FileResponse | undefined;
}

/**
 * Lists the folder of the built page once. A request can only name what was listed, so no path leads out of the folder.
 *
 * @throws Error when the page has not been built.
 */
export function openPageFiles(dir: string): PageFiles {
  if (!existsSync(join(dir, 'index.html'))) throw new Error(`the page is not built: no index.html in ${dir}`);
  const known = new Map<string, string>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    known.set(`/${relative(dir, file).split(sep).join('/')}`, file);
  }
  return {
    get(path) {
      const file = known.get(path === '/' ? '/index.html' : path);
      if (!file) return undefined;
      const body = readFileSync(file);
      const type = contentTypes[extname(file)] ?? 'application/octet-stream';
      return { headers: { ...pageHeaders, 'Content-Type': type, 'Content-Length': String(body.length) }, body };
    },
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
