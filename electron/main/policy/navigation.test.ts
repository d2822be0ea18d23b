import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { keepOnPage } from './navigation.ts';

function window() {
  const contents = new EventEmitter();
  let open: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  keepOnPage(
    Object.assign(contents, {
      setWindowOpenHandler: (handler: typeof open) => {
        open = handler;
      },
    }) as unknown as WebContents,
  );
  const prevented = (name: string, details: object) => {
    let denied = false;
    contents.emit(name, { ...details, preventDefault: () => (denied = true) });
    return denied;
  };
  return { prevented, open: (url: string) => open({ url }) };
}

test('leaving the page is denied, loading it anew is not', () => {
  const { prevented } = window();
  for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://other/', 'app://yidi/blob/1']) {
    expect(prevented('will-navigate', { url })).toBe(true);
    expect(prevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
  }
  expect(prevented('will-navigate', { url: 'app://yidi/' })).toBe(false);
  expect(prevented('will-frame-navigate', { url: 'app://yidi/', isMainFrame: true })).toBe(false);
});

test('frames, redirects, web views and new windows are denied, also to our own page', () => {
  const { prevented, open } = window();
  expect(prevented('will-frame-navigate', { url: 'app://yidi/', isMainFrame: false })).toBe(true);
  expect(prevented('will-redirect', { url: 'app://yidi/' })).toBe(true);
  expect(prevented('will-attach-webview', {})).toBe(true);
  expect(open('app://yidi/')).toEqual({ action: 'deny' });
});
