import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface StartToken {
  /** Only a process of the same system user may use it: it went to a browser that we started ourselves. */
  readonly sameUserOnly: boolean;
}

export interface StartTokens {
  /** @param lifetime in milliseconds */
  issue(lifetime: number, token: StartToken): string;
  /** Gives what was issued and forgets it; undefined for a token that is unknown, used or too old. */
  take(value: string): StartToken | undefined;
}

/** The one-time tokens in the address that opens a page. Kept as digests, compared in constant time. */
export function createStartTokens(now: () => number = Date.now): StartTokens {
  let live: (StartToken & { readonly digest: Buffer; readonly until: number })[] = [];
  return {
    issue(lifetime, token) {
      const value = randomBytes(32).toString('base64url');
      live = live.filter((entry) => entry.until > now());
      live.push({ ...token, digest: digestOf(value), until: now() + lifetime });
      return value;
    },
    take(value) {
      const digest = digestOf(value);
      const found = live.find((entry) => timingSafeEqual(entry.digest, digest));
      live = live.filter((entry) => entry !== found);
      return found && found.until > now() ? { sameUserOnly: found.sameUserOnly } : undefined;
    },
  };
}

function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
