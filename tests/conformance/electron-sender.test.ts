import { expect, test } from 'vitest';
import { serveIpc } from '../../electron/main/ipc.ts';
import { createBridge } from '../../electron/preload/bridge.ts';
import { electronTransport } from '../../renderer/client/transport-electron.ts';
import { createSampleCore } from './sample-core.ts';
import { ipcPair } from './shells.ts';

test.each([
  ['another page', 'https://example.org/', null],
  ['another host of our scheme', 'app://other/', null],
  ['a blob that was opened as a page', 'app://yidi/blob/1', null],
  ['a frame inside our page', 'app://yidi/', {}],
])('a call from %s is refused before the core is asked', async (_, url, parent) => {
  const { ipcMain, ipcRenderer } = ipcPair(url, parent);
  serveIpc(ipcMain, createSampleCore(), () => []);
  const reply = await electronTransport(createBridge(ipcRenderer)).invoke('sample.echo', { value: 1 });
  expect(reply.ok ? '' : reply.failure.code).toBe('host-refused');
});

test.each([
  [[]],
  [['sample.echo']],
  [['sample.echo', { value: 1 }]],
  [[7, new Uint8Array(4)]],
  [['sample.echo', new Uint8Array(3)]],
])('a message that our bridge would not send is refused: %j', async (args) => {
  const { ipcMain, ipcRenderer } = ipcPair('app://yidi/');
  serveIpc(ipcMain, createSampleCore(), () => []);
  const bytes = (await ipcRenderer.invoke('yidi:call', ...args)) as Uint8Array;
  expect(Buffer.from(bytes).toString('utf8')).toContain('host-refused');
});
