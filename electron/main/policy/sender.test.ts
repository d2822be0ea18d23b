import type { WebFrameMain } from 'electron';
import { expect, test } from 'vitest';
import { isOurCall } from './sender.ts';

const frame = (url: string, parent: unknown = null) => ({ url, parent: parent as WebFrameMain | null });

test('a call from the main frame of our page is taken', () => {
  expect(isOurCall({ senderFrame: frame('app://yidi/#/desk') })).toBe(true);
});

test('a call from elsewhere is not', () => {
  expect(isOurCall({ senderFrame: null })).toBe(false);
  expect(isOurCall({ senderFrame: frame('app://yidi/', {}) })).toBe(false);
  expect(isOurCall({ senderFrame: frame('app://yidi/blob/0123') })).toBe(false);
  expect(isOurCall({ senderFrame: frame('https://example.org/') })).toBe(false);
});
