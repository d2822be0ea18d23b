import { randomBytes, scrypt } from 'node:crypto';
import { refuse } from '../../../shared/contract/failures.ts';
import { passwordWeakness } from '../../../shared/station/user.ts';
import { openBytes, sealBytes } from '../crypto/box.ts';
import { readStationFile, type StationFile, type Wrap, writeStationFile } from './station-file.ts';

// scrypt with N=2^17, r=8, p=1 takes about 0.35 s and 128 MiB; Node's default limit of memory is lower, hence maxmem.
const cost = { log2N: 17, r: 8, p: 1 };
const maxmem = 256 * 2 ** 20;

/** Wraps the station's 32-byte data key under a password or a recovery code's bytes. */
export async function wrapKey(secret: string | Uint8Array, dataKey: Uint8Array): Promise<Wrap> {
  const salt = randomBytes(16);
  const key = await stretch(secret, salt, cost);
  return { salt: salt.toString('hex'), ...cost, wrapped: Buffer.from(sealBytes(key, dataKey)).toString('hex') };
}

/** Gives the data key back, or undefined when the secret is not the one that wrapped it. */
export async function unwrapKey(secret: string | Uint8Array, wrap: Wrap): Promise<Uint8Array | undefined> {
  const key = await stretch(secret, Buffer.from(wrap.salt, 'hex'), wrap);
  try {
    return openBytes(key, Buffer.from(wrap.wrapped, 'hex'));
  } catch {
    return undefined;
  }
}

/** Seconds to wait after `count` wrong passwords in a row: none for the first three, then 2, 4, 8 … up to five minutes. */
export function waitAfter(count: number): number {
  return count < 3 ? 0 : Math.min(2 ** (count - 2), 300);
}

/** Seconds that are left of the wait at the instant `now` (ms); a clock set back starts the wait anew. */
export function secondsLeft(failures: StationFile['failures'], now: number): number {
  const passed = Math.max(0, (now - failures.at) / 1000);
  return Math.max(0, Math.ceil(waitAfter(failures.count) - passed));
}

/**
 * Finds the data key by password. The failure is counted before the password is tried, so that killing the program does not
 * undo it; a success sets the count to zero. Refuses `too-many-attempts`, `wrong-password` (also for an unknown name).
 */
export async function keyByPassword(dir: string, name: string, password: string, now: number): Promise<Uint8Array> {
  const user = readStationFile(dir).users.find((entry) => entry.name === name);
  return guarded(dir, now, async () => (user ? unwrapKey(password, user.wrap) : undefined), 'wrong-password');
}

/** Finds the data key by the 20 bytes of the recovery code, under the same slow-down. Refuses `wrong-recovery-code`. */
export async function keyByRecoveryCode(dir: string, code: Uint8Array, now: number): Promise<Uint8Array> {
  const { recovery } = readStationFile(dir);
  return guarded(dir, now, () => unwrapKey(code, recovery), 'wrong-recovery-code');
}

async function guarded(
  dir: string,
  now: number,
  attempt: () => Promise<Uint8Array | undefined>,
  code: 'wrong-password' | 'wrong-recovery-code',
): Promise<Uint8Array> {
  const { failures } = readStationFile(dir);
  const waitSeconds = secondsLeft(failures, now);
  if (waitSeconds > 0) refuse('too-many-attempts', { waitSeconds });
  const counted = { count: failures.count + 1, at: now };
  writeStationFile(dir, { ...readStationFile(dir), failures: counted });
  const key = await attempt();
  if (!key) refuse(code, { waitSeconds: waitAfter(counted.count) });
  writeStationFile(dir, { ...readStationFile(dir), failures: { count: 0, at: 0 } });
  return key;
}

/** Refuses `weak-password` where shared/station/user.ts finds the password weak. */
export function checkPassword(name: string, password: string): void {
  if (passwordWeakness(password, name) !== '') refuse('weak-password');
}

function stretch(
  secret: string | Uint8Array,
  salt: Uint8Array,
  { log2N, r, p }: Omit<Wrap, 'salt' | 'wrapped'>,
): Promise<Uint8Array> {
  const input = typeof secret === 'string' ? secret.normalize('NFC') : secret;
  return new Promise((resolve, reject) => {
    scrypt(input, salt, 32, { N: 2 ** log2N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
