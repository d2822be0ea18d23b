import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

// Loaded before the unit suite by `npm test`: takes from node:crypto what Electron's (BoringSSL) does not have, SM2,
// SM3 and SM4 first of all. Code that leans on them would pass every test under Node and fail in the product.

const hashes = /^(rsa-)?(md4|md5|md5-sha1|sha1|sha224|sha256|sha384|sha512|sha512-256|ripemd160|rmd160)$/;
const ciphers =
  /^(id-)?aes-?(128|192|256)-(cbc|cfb|cfb8|cfb128|ctr|ecb|gcm|ofb)$|^des-(cbc|ecb|ede|ede-cbc|ede3|ede3-cbc)$|^aes(128|192|256)$/;
const curves = /^(prime256v1|p-256|secp224r1|p-224|secp384r1|p-384|secp521r1|p-521)$/;

type Crypto = Record<string, (...args: unknown[]) => unknown>;
const node = crypto as unknown as Crypto;

/**
 * Puts a check of one argument before a function of node:crypto; undefined and null pass, objects are asked for
 * their name.
 */
function check(name: string, position: number, known: RegExp, what: string): void {
  const original = node[name];
  if (!original) return;
  node[name] = function (this: unknown, ...args: unknown[]) {
    const asked = args[position];
    if (typeof asked === 'string' && !known.test(asked.toLowerCase())) {
      throw new Error(`Electron's crypto has no ${what} ${asked} (crypto.${name})`);
    }
    return original.apply(this, args);
  };
}

/** Leaves in a list of names only what Electron has too. */
function narrow(name: string, known: RegExp): void {
  const original = node[name]!;
  node[name] = () => (original() as string[]).filter((entry) => known.test(entry.toLowerCase()));
}

for (const name of [
  'createHash',
  'hash',
  'createHmac',
  'createSign',
  'createVerify',
  'sign',
  'verify',
  'hkdf',
  'hkdfSync',
]) {
  check(name, 0, hashes, 'hash');
}
for (const name of ['pbkdf2', 'pbkdf2Sync']) check(name, 4, hashes, 'hash');
for (const name of ['createCipheriv', 'createDecipheriv', 'getCipherInfo']) check(name, 0, ciphers, 'cipher');
check('createECDH', 0, curves, 'curve');
for (const name of ['generateKeyPair', 'generateKeyPairSync']) check(name, 0, /^(?!sm2$)/, 'key type');
narrow('getHashes', hashes);
narrow('getCiphers', ciphers);
narrow('getCurves', curves);
syncBuiltinESMExports();
