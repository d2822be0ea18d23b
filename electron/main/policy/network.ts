import type { Session } from 'electron';
import { isOurs } from './origin.ts';

/** Whether a request may be made at all: our own scheme, and what the page has made in its own memory. */
export function mayRequest(address: string): boolean {
  if (address.startsWith('data:')) return true;
  return isOurs(address.startsWith('blob:') ? address.slice('blob:'.length) : address);
}

/** Cancels every request that would leave the program. */
export function blockNetwork(session: { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url) }));
}

/** Chromium's switches that keep it from looking for a network by itself: [name, value]. */
export const quietSwitches: readonly (readonly [string, string?])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
];
