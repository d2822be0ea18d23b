import type { BrowserWindowConstructorOptions } from 'electron';

/** How the window is made. The page has no Node, no other world's objects, and a sandboxed process. */
export function windowOptions(preload: string, packaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 768,
    minWidth: 1180,
    minHeight: 680,
    show: false,
    title: '驿递',
    backgroundColor: '#f4f5f7',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      autoplayPolicy: 'document-user-activation-required',
      spellcheck: false,
      devTools: !packaged,
    },
  };
}
