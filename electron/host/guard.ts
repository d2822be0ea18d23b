import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request does not come from our own page, undefined when it does. `Host` stops a name that was pointed at
 * the loopback address (DNS rebinding); `Origin` and `Sec-Fetch-Site` stop other pages in the same browser.
 *
 * @param origin our own, `http://127.0.0.1:PORT`
 * @param needs `origin` for what a page's script sends (always with Origin, for all are POST), `site` for pictures
 * and downloads, `host` for the page itself, which holds no secret and may be opened from anywhere
 */
export function foreignRequest(
  headers: IncomingHttpHeaders,
  origin: string,
  needs: 'origin' | 'site' | 'host',
): string | undefined {
  if (headers.host !== new URL(origin).host) return '地址不是本机打印的地址';
  if (needs === 'host') return undefined;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return '请求来自别的网页';
  if (headers.origin === undefined) return needs === 'origin' ? '请求没有写明来源' : undefined;
  return headers.origin === origin ? undefined : '请求来自别的网页';
}
