import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allViolations, readPackages, violationsOf } from '../../build/boundaries/boundaries.ts';

const root = join(import.meta.dirname, '..', '..');
const packages = readPackages(root);
const at = (path: string, text: string) => violationsOf(path, text, packages);

test('no import breaks the layer rule, and no SM algorithm comes from node:crypto', () => {
  expect(allViolations(root)).toEqual([]);
});

test.each([
  ['electron/core/catalog/catalog.ts', `import { app } from 'electron';`, 'electron'],
  ['electron/core/catalog/catalog.ts', `import type { App } from 'electron';`, 'electron'],
  ['electron/core/catalog/catalog.ts', `const { app } = await import('electron');`, 'electron'],
  ['electron/core/catalog/catalog.ts', `const { app } = require('electron');`, 'electron'],
  ['electron/core/catalog/catalog.ts', `export * from '@electron/remote';`, '@electron/remote'],
  ['electron/core/catalog/catalog.ts', `type App = import('electron').App;`, 'electron'],
  [
    'electron/core/catalog/catalog.ts',
    `import { connect } from '../../../renderer/client/connect.ts';`,
    'renderer/client/connect.ts',
  ],
  ['electron/core/catalog/catalog.ts', `import { x } from '../../main/window.ts';`, 'electron/main/window.ts'],
  ['electron/core/catalog/catalog.ts', `import vite from 'vite';`, 'vite'],
  ['electron/core/catalog/catalog.ts', `import { x } from '../license/import.ts';`, 'electron/core/license/import.ts'],
  ['electron/core/core.ts', `import { x } from './license/import.ts';`, 'electron/core/license/import.ts'],
  ['electron/core/catalog/x.test.ts', `import { x } from '../license/import.ts';`, 'electron/core/license/import.ts'],
  ['electron/core/core.ts', `import { x } from '../../build/page.ts';`, 'build/page.ts'],
  ['electron/workers/imaging.ts', `import { BrowserWindow } from 'electron';`, 'electron'],
  ['electron/host/server.ts', `import { x } from '../main/ipc.ts';`, 'electron/main/ipc.ts'],
  ['electron/preload/preload.ts', `import fs from 'node:fs';`, 'node:fs'],
  ['electron/preload/preload.ts', `import { x } from '../core/places.ts';`, 'electron/core/places.ts'],
  ['shared/catalog/body.ts', `import { readFileSync } from 'node:fs';`, 'node:fs'],
  ['shared/catalog/body.ts', `import { readFileSync } from 'fs';`, 'fs'],
  ['shared/catalog/body.ts', `import { sm2 } from 'sm-crypto-v2';`, 'sm-crypto-v2'],
  ['shared/catalog/body.ts', `import { x } from '../../electron/core/places.ts';`, 'electron/core/places.ts'],
  [
    'renderer/app/App.tsx',
    `import { x } from '../../electron/core/core.ts'; export const a = <b />;`,
    'electron/core/core.ts',
  ],
  ['renderer/app/App.tsx', `import { ipcRenderer } from 'electron';`, 'electron'],
  ['electron/core/catalog/catalog.ts', `import { connect } from 'node:net';`, 'node:net'],
  ['electron/core/exchange/pack.ts', `import { Client } from 'pg';`, 'pg'],
  ['electron/core/scanner/sane.ts', `import { request } from 'node:https';`, 'node:https'],
  ['renderer/app/App.tsx', `import { readFile } from 'node:fs/promises';`, 'node:fs/promises'],
])('in %s the edge of `%s` is named', (path, text, target) => {
  const [first, ...more] = at(path, `// a line before\n${text}`);
  expect(first).toContain(`${path}:2 → ${target}: `);
  expect(more).toEqual([]);
});

test.each([
  ['electron/core/catalog/catalog.ts', `import Database from 'better-sqlite3'; import fs from 'node:fs';`],
  ['electron/core/catalog/catalog.ts', `import { x } from '../license/license.ts'; import { y } from './own.ts';`],
  [
    'electron/core/catalog/catalog.ts',
    `import { x } from '../store/station.ts'; import { y } from '../../../shared/license/type.ts';`,
  ],
  ['electron/core/catalog/catalog.ts', `const text = "import { app } from 'electron'"; // import 'electron'`],
  [
    'electron/core/catalog/catalog.test.ts',
    `import { test } from 'vitest'; import { x } from '../../../tests/station.ts';`,
  ],
  ['shared/catalog/body.ts', `import { z } from 'zod'; import { x } from '../license/type.ts';`],
  ['electron/core/central/connect.ts', `import { Socket } from 'node:net'; import { Client } from 'pg';`],
  [
    'renderer/app/App.tsx',
    `import { Button } from 'antd'; import './app.css'; const X = lazy(() => import('../features/x.tsx'));`,
  ],
  [
    'electron/preload/preload.ts',
    `import { contextBridge } from 'electron'; import { a } from '../../shared/contract/bridge.ts';`,
  ],
  ['tests/crypto/compare.test.ts', `import { createHash } from 'node:crypto'; createHash('sm3');`],
])('in %s `%s` is allowed', (path, text) => {
  expect(at(path, text)).toEqual([]);
});

test.each([
  `import { createHash } from 'node:crypto'; createHash('sm3');`,
  `import { createHash } from 'crypto'; createHash("SM3");`,
  `import { createHash as digest } from 'node:crypto'; digest('RSA-SM3');`,
  `import * as crypto from 'node:crypto'; crypto.createHash('sm3');`,
  `import crypto from 'node:crypto'; crypto['createHash']('sm3');`,
  `import { default as crypto } from 'node:crypto'; const c = crypto; c.createHash('sm3');`,
  `import crypto from 'node:crypto'; crypto[name]('sm3');`,
  `import { createHash } from 'node:crypto'; createHash(\`sm\${1 + 2}\`);`,
  `import { createHash } from 'node:crypto'; const bits = 3; createHash(\`sm\${bits}\`);`,
  `import { createHash } from 'node:crypto'; const name = 'sm' + '3'; createHash(name);`,
  `import { createHash } from 'node:crypto'; const name = 'sm3' as const; createHash(name);`,
  `import { createHash } from 'node:crypto'; export const digest = (name: string) => createHash(name);`,
  `import { createHash } from 'node:crypto'; const make = createHash; make('sm3');`,
  `import crypto from 'node:crypto'; const make = crypto.createHash; make('sm3');`,
  `import { createHash } from 'node:crypto'; ['sm3'].map(createHash);`,
  `import { createHash } from 'node:crypto'; export const made = { createHash };`,
  `import { createHmac } from 'node:crypto'; createHmac('sm3', key);`,
  `import { createCipheriv } from 'node:crypto'; createCipheriv('sm4-ctr', key, iv);`,
  `import { createDecipheriv } from 'node:crypto'; createDecipheriv('SM4-CBC', key, iv);`,
  `import { pbkdf2Sync } from 'node:crypto'; pbkdf2Sync(p, s, 1, 32, 'sm3');`,
  `import { hkdfSync } from 'node:crypto'; hkdfSync('sm3', a, b, c, 32);`,
  `import { sign } from 'node:crypto'; sign('sm3', data, key);`,
  `import { generateKeyPairSync } from 'node:crypto'; generateKeyPairSync('sm2');`,
  `const { createHash } = await import('node:crypto');`,
  `const { createHash } = process.getBuiltinModule('crypto');`,
  `const { createHash } = require('node:crypto');`,
  `export { createHash } from 'node:crypto';`,
  `export * from 'node:crypto';`,
])('`%s` is named in core, shared and workers', (text) => {
  for (const path of [
    'electron/core/store/x.ts',
    'shared/exchange/x.ts',
    'electron/workers/x.ts',
    'electron/core/x.test.ts',
  ]) {
    const found = at(path, text).filter((line) => !line.includes('→'));
    expect(found.length, path).toBeGreaterThan(0);
    expect(found[0]).toContain(`${path}:1: `);
  }
});

test.each([
  `import { createHash } from 'node:crypto'; createHash('sha256').update('sm3');`,
  `import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'; scryptSync(p, s, 32, {});`,
  `import { createHash } from './own.ts'; createHash('sm3');`,
  `import { sm3 } from '../crypto/sm3.ts'; sm3(bytes);`,
  `import { createHmac } from 'node:crypto'; const name = 'sha256'; createHmac(name, key);`,
])('`%s` is allowed', (text) => {
  expect(at('electron/core/store/x.ts', text)).toEqual([]);
});
