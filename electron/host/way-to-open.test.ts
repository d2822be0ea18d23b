import { expect, test } from 'vitest';
import { wayToOpen } from './way-to-open.ts';

const desk = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000, browser: '/usr/bin/chromium' } as const;

test('a desktop with a browser gets a window', () => {
  expect(wayToOpen(desk)).toEqual({ kind: 'browser', path: '/usr/bin/chromium' });
  expect(wayToOpen({ ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } }).kind).toBe('browser');
  expect(wayToOpen({ ...desk, platform: 'win32', env: {}, uid: undefined }).kind).toBe('browser');
});

test.each([
  ['without a display', { ...desk, env: {} }],
  ['as root', { ...desk, uid: 0 }],
  ['without a browser', { ...desk, browser: undefined }],
])('%s the address is printed, with the reason', (_, surroundings) => {
  const way = wayToOpen(surroundings);
  expect(way.kind).toBe('address');
  expect(way.kind === 'address' && way.because).toMatch(/[一-鿿]/);
});
