import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { afterEach, expect, test, vi } from 'vitest';
import { closeRemote, type Primitive, type RemoteEvents } from './remote.ts';

/** The real server of @electron/remote over an `electron` that stands in. */
function remoteServer(globals: Record<string, Primitive>) {
  const require = createRequire(import.meta.url);
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const electron = { app, ipcMain };
  const electronPath = require.resolve('electron');
  const serverPath = require.resolve('@electron/remote/dist/src/main/server.js');
  const before = require.cache[electronPath];
  require.cache[electronPath] = {
    id: electronPath,
    filename: electronPath,
    loaded: true,
    exports: electron,
  } as NodeJS.Module;
  vi.stubGlobal(
    'process',
    Object.assign(Object.create(process), { _linkedBinding: () => ({ getHiddenValue: () => undefined }) }),
  );
  delete require.cache[serverPath];
  const server = require(serverPath) as { initialize(): void; enable(contents: unknown): void };
  if (before) require.cache[electronPath] = before;
  else delete require.cache[electronPath];

  closeRemote(app as RemoteEvents, globals);
  server.initialize();
  const contents = Object.assign(new EventEmitter(), { id: 1 });
  server.enable(contents);
  return (channel: string, ...args: unknown[]) => {
    const event: { sender: unknown; returnValue?: { type: string; value?: unknown } } = { sender: contents };
    ipcMain.emit(channel, event, 'context', ...args);
    return event.returnValue;
  };
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['REMOTE_BROWSER_REQUIRE', 'node:child_process'],
  ['REMOTE_BROWSER_GET_BUILTIN', 'app'],
  ['REMOTE_BROWSER_GET_GLOBAL', 'process'],
  ['REMOTE_BROWSER_GET_GLOBAL', 'constructor'],
  ['REMOTE_BROWSER_GET_CURRENT_WINDOW'],
  ['REMOTE_BROWSER_GET_CURRENT_WEB_CONTENTS'],
  ['REMOTE_BROWSER_MEMBER_GET', 1, 'constructor'],
  ['REMOTE_BROWSER_FUNCTION_CALL', 1, []],
])('the real @electron/remote answers %s %s with an exception', (channel, ...args) => {
  const send = remoteServer({ yidiVersion: '0.1.0' });
  const answer = send(channel, ...args);
  expect(answer?.type).toBe('exception');
  expect(JSON.stringify(answer)).not.toContain('"id"');
});

test('a primitive that is named is given', () => {
  const send = remoteServer({ yidiVersion: '0.1.0' });
  expect(send('REMOTE_BROWSER_GET_GLOBAL', 'yidiVersion')).toEqual({ type: 'value', value: '0.1.0' });
});

test('a live object is not given, even if it was named by mistake', () => {
  const send = remoteServer({ process: process as unknown as string });
  expect(send('REMOTE_BROWSER_GET_GLOBAL', 'process')?.type).toBe('exception');
});
