import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// Electron itself stands in here, so that the order and completeness of what main.ts sets up can be seen without
// its runtime.

const happened: string[] = [];
const note =
  (name: string, result?: unknown) =>
  (...args: unknown[]) => {
    happened.push(name);
    calls[name] = args;
    return result;
  };
const calls: Record<string, unknown[]> = {};

const contents = Object.assign(new EventEmitter(), {
  id: 1,
  send: note('send'),
  setWindowOpenHandler: note('deny windows'),
});
class BrowserWindow extends EventEmitter {
  webContents = contents;
  constructor(options: unknown) {
    super();
    calls.window = [options];
    happened.push('window');
    app.emit('web-contents-created', {}, contents);
  }
  loadURL(url: string) {
    calls.load = [url];
    happened.push('load');
    return Promise.resolve();
  }
  show = note('show');
}
const child = Object.assign(new EventEmitter(), { postMessage: note('post'), kill: note('kill') });
const app = Object.assign(new EventEmitter(), {
  commandLine: { appendSwitch: note('switch'), getSwitchValue: () => '/data/station' },
  enableSandbox: note('sandbox'),
  requestSingleInstanceLock: note('single instance', true),
  whenReady: () => {
    happened.push('ready');
    return Promise.resolve();
  },
  quit: note('quit'),
  exit: note('exit'),
  isPackaged: true,
});
const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: note('permissions'),
  setPermissionCheckHandler: note('permission checks'),
  setDevicePermissionHandler: note('devices'),
  setBluetoothPairingHandler: note('pairing'),
  setDisplayMediaRequestHandler: note('screen'),
  setSpellCheckerEnabled: note('spelling'),
  webRequest: { onBeforeRequest: note('network') },
});

vi.mock('electron', () => ({
  app,
  BrowserWindow,
  dialog: { showErrorBox: note('error box') },
  ipcMain: { handle: note('channel') },
  Menu: { buildFromTemplate: note('menu'), setApplicationMenu: note('set menu') },
  protocol: { registerSchemesAsPrivileged: note('scheme'), handle: note('serve') },
  session: { defaultSession },
  utilityProcess: { fork: note('fork', child) },
}));
vi.mock('@electron/remote/main/index.js', () => ({ initialize: note('remote'), enable: note('enable remote') }));

// A page of its own, so that the test needs no build and leaves none behind.
const { page } = vi.hoisted(() => ({ page: { dir: '' } }));
vi.mock('../core/places.ts', async (importActual) => ({
  ...(await importActual<typeof import('../core/places.ts')>()),
  get pageDir() {
    return page.dir;
  },
}));

beforeAll(async () => {
  page.dir = mkdtempSync(join(tmpdir(), 'yidi-page-'));
  writeFileSync(join(page.dir, 'index.html'), '');
  await import('./main.ts');
  await vi.waitFor(() => expect(happened).toContain('load'));
});
afterAll(() => rmSync(page.dir, { recursive: true }));

test('scheme, sandbox, the single instance and a closed remote come before the program is ready', () => {
  for (const first of ['scheme', 'sandbox', 'switch', 'remote', 'single instance']) {
    expect(happened.indexOf(first), first).toBeGreaterThanOrEqual(0);
    expect(happened.indexOf(first), first).toBeLessThan(happened.indexOf('ready'));
  }
  for (const name of [
    'remote-require',
    'remote-get-builtin',
    'remote-get-global',
    'remote-get-current-window',
    'remote-get-current-web-contents',
  ]) {
    expect(app.listenerCount(name), name).toBe(1);
  }
});

test('every policy stands before the window is made, and the window shows nothing but our page', () => {
  const policies = [
    'permissions',
    'permission checks',
    'devices',
    'pairing',
    'screen',
    'network',
    'spelling',
    'serve',
    'channel',
    'fork',
  ];
  for (const policy of policies) {
    expect(happened.indexOf(policy), policy).toBeGreaterThanOrEqual(0);
    expect(happened.indexOf(policy), policy).toBeLessThan(happened.indexOf('window'));
  }
  expect(happened.indexOf('deny windows')).toBeLessThan(happened.indexOf('load'));
  expect(contents.listenerCount('will-navigate')).toBe(1);
  expect(calls.load).toEqual(['app://yidi/']);
  expect(calls.spelling).toEqual([false]);
  expect(defaultSession.listenerCount('will-download')).toBe(1);
});

test('the core runs in a utility process on the station that was named', () => {
  const [entry, words] = calls.fork as [string, string[]];
  expect(entry).toMatch(/core-entry\.js$/);
  expect(words).toEqual(['--dir=/data/station']);
});

test('quitting closes the station first; a core that dies is told to the person', () => {
  let prevented = 0;
  const event = { preventDefault: () => (prevented += 1) };
  app.emit('before-quit', event);
  app.emit('before-quit', event);
  expect(prevented).toBe(1);
  expect(calls.post).toEqual([{ op: 'close', id: 1 }]);
});
