import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The keys of one page, which it holds in memory and nowhere else. */
export interface PageKeys {
  /** Sent as `X-Yidi-Token` with every call. */
  readonly token: string;
  /** Part of each blob's address, because a picture's request carries no header of ours. */
  readonly blobKey: string;
}

export interface Sessions {
  /**
   * Opens a session for a page. The cookie is named anew at each start: cookies of one loopback port are sent to
   * all others.
   */
  open(cookieHeader: string | undefined): { readonly keys: PageKeys; readonly setCookie: string };
  /** Whether cookie and header token belong together. */
  mayCall(cookieHeader: string | undefined, token: string | undefined): boolean;
  /** Whether cookie and blob key belong together. */
  mayShow(cookieHeader: string | undefined, blobKey: string): boolean;
}

export function createSessions(): Sessions {
  const cookieName = `yidi-${randomBytes(12).toString('hex')}`;
  // A second page in the same browser keeps the first one's cookie, so that both go on.
  const browsers: { readonly cookie: string; readonly pages: PageKeys[] }[] = [];

  const browserOf = (cookieHeader: string | undefined) => {
    const value = readCookie(cookieHeader ?? '', cookieName);
    return value === undefined ? undefined : browsers.find((browser) => equal(browser.cookie, value));
  };

  return {
    open(cookieHeader) {
      let browser = browserOf(cookieHeader);
      if (!browser) {
        browser = { cookie: secret(), pages: [] };
        browsers.push(browser);
      }
      const keys: PageKeys = { token: secret(), blobKey: secret() };
      browser.pages.push(keys);
      return { keys, setCookie: `${cookieName}=${browser.cookie}; HttpOnly; SameSite=Strict; Path=/` };
    },
    mayCall: (cookieHeader, token) =>
      token !== undefined && (browserOf(cookieHeader)?.pages.some((page) => equal(page.token, token)) ?? false),
    mayShow: (cookieHeader, blobKey) =>
      browserOf(cookieHeader)?.pages.some((page) => equal(page.blobKey, blobKey)) ?? false,
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function readCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
