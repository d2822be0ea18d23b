import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test, vi } from 'vitest';
import { becomeOnlyInstance } from './single-instance.ts';

const appWith = (lock: boolean) =>
  Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => lock, quit: vi.fn() });

test('a second instance ends', () => {
  const app = appWith(false);
  expect(becomeOnlyInstance(app as unknown as App, () => undefined)).toBe(false);
  expect(app.quit).toHaveBeenCalled();
});

test('the first one comes to the front when a second one was started', () => {
  const app = appWith(true);
  const window = { isMinimized: () => true, restore: vi.fn(), focus: vi.fn() };
  expect(becomeOnlyInstance(app as unknown as App, () => window)).toBe(true);
  app.emit('second-instance');
  expect(window.restore).toHaveBeenCalled();
  expect(window.focus).toHaveBeenCalled();
});
