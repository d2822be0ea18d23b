import { EventEmitter } from 'node:events';
import type { UtilityProcess } from 'electron';
import { expect, test } from 'vitest';
import { connectCoreProcess } from './core-process.ts';

test('a call that waits when the core dies is rejected, and so is every later one', async () => {
  const child = Object.assign(new EventEmitter(), { postMessage: () => {} });
  const { core, ended } = connectCoreProcess(child as unknown as UtilityProcess);
  const waiting = core.dispatch('catalog.list', {});
  child.emit('exit', 139);
  await expect(waiting).rejects.toThrow('139');
  await expect(core.dispatch('catalog.list', {})).rejects.toThrow('139');
  expect(await ended).toBe(139);
});
