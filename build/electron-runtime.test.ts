import { expect, test } from 'vitest';
import { whyUnfit } from './electron-runtime.ts';

test('Electron opens on a desktop, and the reason is named where it cannot', () => {
  expect(whyUnfit('linux', { DISPLAY: ':0' }, 1000)).toBeUndefined();
  expect(whyUnfit('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeUndefined();
  expect(whyUnfit('win32', {}, undefined)).toBeUndefined();
  expect(whyUnfit('linux', {}, 1000)).toContain('图形界面');
  expect(whyUnfit('linux', { DISPLAY: ':0' }, 0)).toContain('root');
});
