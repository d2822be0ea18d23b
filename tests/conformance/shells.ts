import { fork, type Serializable } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directTransport } from '../../electron/core/transport/direct.ts';
import { openPageFiles } from '../../electron/core/transport/page-files.ts';
import { connectPort } from '../../electron/core/transport/port.ts';
import { type Host, startHost } from '../../electron/host/server.ts';
import { type IpcMain, serveIpc } from '../../electron/main/ipc.ts';
import { createBridge, type IpcRenderer } from '../../electron/preload/bridge.ts';
import { electronTransport } from '../../renderer/client/transport-electron.ts';
import { httpConnection } from '../../renderer/client/transport-http.ts';
import type { Transport } from '../../shared/contract/reply.ts';
import { createSampleCore } from './sample-core.ts';

/** A transport over the sample core, and how to end it. */
export interface Shell {
  readonly transport: Transport;
  close(): Promise<void>;
}

export const shells: Readonly<Record<string, () => Promise<Shell>>> = {
  direct: async () => {
    const core = createSampleCore();
    return { transport: directTransport(core), close: () => core.close() };
  },
  'process port': async () => {
    // A real process at the other end, with the clone algorithm that Electron's utility process uses.
    const child = fork(join(import.meta.dirname, 'port-process.ts'), { serialization: 'advanced' });
    const ended = new Promise((done) => child.once('exit', done));
    const core = connectPort({
      postMessage: (message) => void child.send(message as Serializable),
      on: (event, hear) => child.on(event, hear),
    });
    const close = async () => {
      await core.close();
      await ended;
    };
    return { transport: directTransport(core), close };
  },
  'Electron IPC': async () => {
    const core = createSampleCore();
    const { ipcMain, ipcRenderer, page } = ipcPair('app://yidi/');
    serveIpc(ipcMain, core, () => [page]);
    return { transport: electronTransport(createBridge(ipcRenderer)), close: () => core.close() };
  },
  'host HTTP': async () => {
    const { connection, close } = await openHost();
    return { transport: connection.transport, close };
  },
};

/** An ipcMain and an ipcRenderer that clone what passes between them, as Electron does. */
export function ipcPair(url: string, parent: unknown = null) {
  let answer: Parameters<IpcMain['handle']>[1] | undefined;
  const renderer = new EventEmitter();
  const ipcMain: IpcMain = {
    handle: (_channel, handler) => {
      answer = handler;
    },
  };
  const ipcRenderer: IpcRenderer = Object.assign(renderer, {
    invoke: async (_channel: string, ...args: unknown[]) => {
      const senderFrame = { url, parent: parent as null };
      return structuredClone(await answer!({ senderFrame }, ...structuredClone(args)));
    },
  });
  const page = {
    send: (channel: string, bytes: Uint8Array) => void renderer.emit(channel, {}, structuredClone(bytes)),
  };
  return { ipcMain, ipcRenderer, page };
}

/** A host over the sample core and a page connected to it, with the cookie jar and the headers that a browser adds. */
export async function openHost() {
  const dir = mkdtempSync(join(tmpdir(), 'yidi-page-'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>驿递</title>');
  const host: Host = await startHost({ core: createSampleCore(), files: openPageFiles(dir) });
  const browser = browserFetch(host.origin);
  const startToken = new URL(host.startAddress(30_000)).hash.slice('#start='.length);
  const connection = httpConnection({ origin: host.origin, startToken, fetch: browser.fetch });
  const close = async () => {
    connection.close();
    await host.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { host, connection, browser, close };
}

/** `fetch` with what a browser adds for a page of `origin`: its cookies, Origin, Sec-Fetch-Site. */
export function browserFetch(origin: string) {
  const jar = { cookie: '' };
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (jar.cookie) headers.set('cookie', jar.cookie);
    headers.set('sec-fetch-site', 'same-origin');
    if (init?.method === 'POST') headers.set('origin', origin);
    const response = await fetch(input, { ...init, headers });
    const set = response.headers.getSetCookie()[0];
    if (set) jar.cookie = set.split(';')[0]!;
    return response;
  };
  return { jar, fetch: send };
}
