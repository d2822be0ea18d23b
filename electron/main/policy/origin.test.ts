import { expect, test } from 'vitest';
import { isOurs, isPage } from './origin.ts';

test('our page and its parts are ours', () => {
  for (const address of ['app://yidi/', 'app://yidi/#/catalog', 'app://yidi/assets/a.js', 'app://yidi/blob/1']) {
    expect(isOurs(address)).toBe(true);
  }
  expect(isPage('app://yidi/#/catalog')).toBe(true);
  expect(isPage('app://yidi/blob/1')).toBe(false);
});

test.each([
  'app://other/',
  'app://yidi.evil/',
  'app://user@yidi/',
  'app://yidi:1/',
  'file:///etc/passwd',
  'https://yidi/',
  'data:text/html,x',
  'about:blank',
  'javascript:alert(1)',
  'null',
  '',
])('%s is not ours', (address) => {
  expect(isOurs(address)).toBe(false);
  expect(isPage(address)).toBe(false);
});
