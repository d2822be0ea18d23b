import { expect, test } from 'vitest';
import { blockNetwork, mayRequest } from './network.ts';

test('only what is our own is requested', () => {
  for (const address of ['app://yidi/assets/a.js', 'blob:app://yidi/3f1c', 'data:image/png;base64,AA']) {
    expect(mayRequest(address)).toBe(true);
  }
  for (const address of [
    'https://example.org/',
    'http://127.0.0.1:80/',
    'ws://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'blob:https://example.org/3f1c',
    'app://other/',
    'chrome-extension://abc/',
    'devtools://devtools/',
  ]) {
    expect(mayRequest(address)).toBe(false);
  }
});

test('the session cancels the rest', () => {
  let ask: (details: { url: string }, answer: (result: { cancel?: boolean }) => void) => void = () => {};
  blockNetwork({
    webRequest: {
      onBeforeRequest: (handler: unknown) => {
        ask = handler as typeof ask;
      },
    },
  });
  const cancelled = (url: string) => {
    let result: boolean | undefined;
    ask({ url }, ({ cancel }) => {
      result = cancel;
    });
    return result;
  };
  expect(cancelled('https://example.org/')).toBe(true);
  expect(cancelled('app://yidi/')).toBe(false);
});
