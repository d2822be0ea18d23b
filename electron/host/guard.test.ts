import { expect, test } from 'vitest';
import { foreignRequest } from './guard.ts';

const own = 'http://127.0.0.1:4321';
const host = '127.0.0.1:4321';

test('our own page passes', () => {
  expect(foreignRequest({ host, origin: own, 'sec-fetch-site': 'same-origin' }, own, 'origin')).toBeUndefined();
  expect(foreignRequest({ host, 'sec-fetch-site': 'same-origin' }, own, 'site')).toBeUndefined();
  expect(foreignRequest({ host, 'sec-fetch-site': 'none' }, own, 'host')).toBeUndefined();
});

test.each(['localhost:4321', '127.0.0.1:4322', '127.0.0.1', 'evil.example:4321', undefined])(
  'the Host header %s is refused everywhere',
  (other) => {
    for (const needs of ['origin', 'site', 'host'] as const) {
      expect(foreignRequest({ ...(other ? { host: other } : {}), origin: own }, own, needs)).toBeDefined();
    }
  },
);

test.each(['http://127.0.0.1:4322', 'http://localhost:4321', 'https://127.0.0.1:4321', 'null', 'http://evil.example'])(
  'the Origin %s is refused',
  (origin) => {
    expect(foreignRequest({ host, origin }, own, 'origin')).toBeDefined();
    expect(foreignRequest({ host, origin }, own, 'site')).toBeDefined();
  },
);

test('a call without Origin is refused', () => {
  expect(foreignRequest({ host }, own, 'origin')).toBeDefined();
});

test.each(['cross-site', 'same-site', 'none'])('Sec-Fetch-Site %s is refused for calls and blobs', (site) => {
  expect(foreignRequest({ host, origin: own, 'sec-fetch-site': site }, own, 'origin')).toBeDefined();
  expect(foreignRequest({ host, 'sec-fetch-site': site }, own, 'site')).toBeDefined();
});
