import { expect, test } from 'vitest';
import { windowOptions } from './window.ts';

test('the page is isolated, sandboxed and without Node', () => {
  const { webPreferences } = windowOptions('/preload.cjs', true);
  expect(webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  });
});
