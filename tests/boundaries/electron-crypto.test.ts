import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const preload = join(import.meta.dirname, '..', 'electron-crypto.ts');

/** Runs an expression in a Node that has only what Electron's crypto has. */
function evaluate(expression: string): string {
  const script = `import * as c from 'node:crypto'; import d from 'node:crypto';
    try { console.log(String(${expression})) } catch (error) { console.log('refused: ' + error.message) }`;
  return execFileSync(process.execPath, ['--import', preload, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  }).trim();
}

test.each([
  `c.createHash('sm3')`,
  `c.createHash('SM3')`,
  `d.createHash('RSA-SM3')`,
  `c.hash('sm3', 'x')`,
  `c.createHmac('sm3', 'key')`,
  `c.pbkdf2Sync('a', 'b', 1, 16, 'sm3')`,
  `c.hkdfSync('sm3', 'a', 'b', 'c', 16)`,
  `c.createSign('sm3')`,
  `c.sign('sm3', Buffer.of(1), 'key')`,
  `c.createCipheriv('sm4-ctr', Buffer.alloc(16), Buffer.alloc(16))`,
  `c.createDecipheriv('sm4-cbc', Buffer.alloc(16), Buffer.alloc(16))`,
  `c.createECDH('SM2')`,
  `c.generateKeyPairSync('sm2')`,
])('%s is refused', (expression) => {
  expect(evaluate(expression)).toMatch(/^refused: Electron's crypto has no /);
});

test('the lists name no SM algorithm', () => {
  expect(
    evaluate(`[...c.getHashes(), ...c.getCiphers(), ...c.getCurves()].filter((name) => /sm[234]/i.test(name)).length`),
  ).toBe('0');
});

test('what Electron has stays', () => {
  expect(evaluate(`c.createHash('sha256').update('').digest('hex').slice(0, 8)`)).toBe('e3b0c442');
  expect(evaluate(`c.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)).update('a').length`)).toBe('1');
  expect(evaluate(`c.scryptSync('a', 'b', 16).length + c.randomBytes(4).length`)).toBe('20');
});
