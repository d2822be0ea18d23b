import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, randomBytes } from '../../electron/core/crypto/bytes.ts';
import {
  generateKeyPair,
  type KeyPair,
  sm2Sign,
  sm2Unwrap,
  sm2Verify,
  sm2Wrap,
} from '../../electron/core/crypto/sm2.ts';

const ROUNDS = 12;
const DISTID = ['-pkeyopt', 'distid:1234567812345678'];

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-openssl-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, bytes?: Uint8Array): string => {
  const path = join(dir, name);
  if (bytes !== undefined) writeFileSync(path, bytes);
  return path;
};
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** SEC 1 private key with the SM2 curve, and the public key as OpenSSL derives it from that. */
function keyFiles(pair: KeyPair): { privateFile: string; publicFile: string } {
  const curve = Buffer.from('a00a06082a811ccf5501822d', 'hex');
  const publicBits = Buffer.concat([Buffer.from('a144034200', 'hex'), fromHex(pair.publicKey)]);
  const body = Buffer.concat([Buffer.from('0201010420', 'hex'), fromHex(pair.privateKey), curve, publicBits]);
  const der = file('private.der', Buffer.concat([Buffer.of(0x30, body.length), body]));
  const privateFile = join(dir, 'private.pem');
  const publicFile = join(dir, 'public.pem');
  openssl('pkey', '-inform', 'DER', '-in', der, '-out', privateFile);
  openssl('pkey', '-in', privateFile, '-pubout', '-out', publicFile);
  return { privateFile, publicFile };
}

describe('SM2 agrees with the openssl command', () => {
  it('openssl verifies our signatures and refuses them for another message', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const pair = generateKeyPair();
      const { publicFile } = keyFiles(pair);
      const message = randomBytes(1 + round * 37);
      const signature = file('sig', sm2Sign(message, pair.privateKey, pair.publicKey));
      const verify = (name: string): Buffer =>
        openssl(
          'pkeyutl',
          '-verify',
          '-rawin',
          '-digest',
          'sm3',
          ...DISTID,
          '-pubin',
          '-inkey',
          publicFile,
          '-in',
          name,
          '-sigfile',
          signature,
        );
      expect(verify(file('message', message)).toString()).toContain('Verified Successfully');
      expect(() => verify(file('other', randomBytes(20)))).toThrow();
    }
  });

  it('we verify signatures of openssl and refuse them for another message', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const pair = generateKeyPair();
      const { privateFile } = keyFiles(pair);
      const message = randomBytes(1 + round * 37);
      const out = join(dir, 'sig');
      openssl(
        'pkeyutl',
        '-sign',
        '-rawin',
        '-digest',
        'sm3',
        ...DISTID,
        '-inkey',
        privateFile,
        '-in',
        file('message', message),
        '-out',
        out,
      );
      const signature = readFileSync(out);
      expect(sm2Verify(message, signature, pair.publicKey)).toBe(true);
      expect(sm2Verify(randomBytes(20), signature, pair.publicKey)).toBe(false);
    }
  });

  it('openssl opens our key envelopes', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const pair = generateKeyPair();
      const { privateFile } = keyFiles(pair);
      const secret = randomBytes(32);
      const envelope = file('envelope', sm2Wrap(secret, pair.publicKey));
      const out = join(dir, 'secret');
      openssl('pkeyutl', '-decrypt', '-inkey', privateFile, '-in', envelope, '-out', out);
      expect(new Uint8Array(readFileSync(out))).toEqual(secret);
    }
  });

  it('we open key envelopes of openssl', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const pair = generateKeyPair();
      const { publicFile } = keyFiles(pair);
      const secret = randomBytes(32);
      const out = join(dir, 'envelope');
      openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', publicFile, '-in', file('secret', secret), '-out', out);
      expect(sm2Unwrap(readFileSync(out), pair.privateKey)).toEqual(secret);
    }
  });
});
