import { join } from 'node:path';
import { enable as enableRemote, initialize as initializeRemote } from '@electron/remote/main/index.js';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, utilityProcess } from 'electron';
import { pageDir, programDir, programVersion } from '../core/places.ts';
import { openPageFiles } from '../core/transport/page-files.ts';
import { appSchemes, serveAppProtocol } from './app-protocol.ts';
import { connectCoreProcess } from './core-process.ts';
import { type IpcMain, serveIpc } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { guardDownloads } from './policy/downloads.ts';
import { keepOnPage } from './policy/navigation.ts';
import { blockNetwork, quietSwitches } from './policy/network.ts';
import { pageAddress } from './policy/origin.ts';
import { denyPermissions } from './policy/permissions.ts';
import { closeRemote, type RemoteEvents } from './policy/remote.ts';
import { becomeOnlyInstance } from './single-instance.ts';
import { windowOptions } from './window.ts';

// Runs bundled, as dist/main/main.js, with core-entry.js beside it.

let window: BrowserWindow | undefined;

protocol.registerSchemesAsPrivileged(appSchemes);
for (const [name, value] of quietSwitches) app.commandLine.appendSwitch(name, value);
app.enableSandbox();
closeRemote(app as unknown as RemoteEvents, { yidiVersion: programVersion });
initializeRemote();
app.on('web-contents-created', (_event, contents) => keepOnPage(contents));

if (becomeOnlyInstance(app, () => window)) {
  app
    .whenReady()
    .then(open)
    .catch((error: unknown) => {
      dialog.showErrorBox('驿递不能启动', error instanceof Error ? (error.stack ?? error.message) : String(error));
      app.exit(3);
    });
}

function open(): void {
  const { defaultSession } = session;
  denyPermissions(defaultSession);
  blockNetwork(defaultSession);
  guardDownloads(defaultSession);
  defaultSession.setSpellCheckerEnabled(false);
  const menu = menuTemplate(process.platform);
  Menu.setApplicationMenu(menu && Menu.buildFromTemplate(menu));

  const dir = app.commandLine.getSwitchValue('dir');
  const child = utilityProcess.fork(join(import.meta.dirname, 'core-entry.js'), dir ? [`--dir=${dir}`] : [], {
    serviceName: 'yidi-core',
  });
  const { core, ended } = connectCoreProcess(child);
  serveAppProtocol(protocol, openPageFiles(pageDir), core);
  serveIpc(ipcMain as IpcMain, core, () => (window ? [window.webContents] : []));

  let closing = false;
  void ended.then((code) => {
    if (!closing)
      dialog.showErrorBox('驿递已停止', `后台程序意外结束（代码 ${code}）。已保存的数据没有丢失，请重新打开驿递。`);
    closing = true;
    app.quit();
  });
  app.on('before-quit', (event) => {
    if (closing) return;
    // The station is closed in order first; quitting goes on when its process has ended.
    closing = true;
    event.preventDefault();
    core.close().catch((error: unknown) => {
      console.error(error);
      child.kill();
    });
  });
  app.on('window-all-closed', () => app.quit());

  const opened = new BrowserWindow(windowOptions(join(programDir, 'dist', 'preload', 'preload.cjs'), app.isPackaged));
  window = opened;
  enableRemote(opened.webContents);
  opened.once('ready-to-show', () => opened.show());
  opened.once('closed', () => {
    window = undefined;
  });
  void opened.loadURL(pageAddress);
}
