import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { SpareKeys } from '../../../shared/exchange/partner.ts';
import { fromHex, toHex } from '../crypto/bytes.ts';
import { generateKeyPair, publicKeyOf } from '../crypto/sm2.ts';
import { recipientIdOf } from '../crypto/station-id.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { unwrapKey, wrapKey } from '../store/credentials.ts';
import { ioFailure } from '../store/io-failures.ts';
import { bytesOfRecoveryCode, recoveryCodeOf } from '../store/recovery-code.ts';
import type { Station } from '../store/station.ts';
import { Wrap } from '../store/station-file.ts';
import type { Acting } from './partners.ts';

// A bureau's spare key lies on a medium of its own in a safe, sealed under a code that lies elsewhere on paper. Packages are wrapped to it as well, so what is
// under way when the daily key is lost can be opened by the station that takes over.

/** What a file of a spare key holds, docs/format/ysk-v1.md. */
const SpareFile = z.object({
  format: z.literal('yidi-spare-key v1'),
  name: z.string().max(200),
  publicKey: z.string().regex(/^04[0-9a-f]{128}$/),
  created: z.string(),
  // What this program writes: another cost would be for whoever hands in the file to choose.
  wrap: Wrap.refine(({ log2N, r, p }) => log2N === 17 && r === 8 && p === 1),
});

const Published = z.object({ publicKey: z.string(), at: z.string(), by: z.string() });
const Held = Published.extend({ privateKey: z.string() });
const publishedSetting = 'exchange.spareKey';
const heldSetting = 'exchange.heldKeys';

const held = (station: Station): z.infer<typeof Held>[] => station.setting(heldSetting, z.array(Held), []);
const published = (station: Station): z.infer<typeof Published> | null =>
  station.setting(publishedSetting, Published.nullable(), null);

/** The spare key that is published with this bureau's enrolment file; undefined before one was made. */
export function spareKeyOf(station: Station): string | undefined {
  return published(station)?.publicKey;
}

/** What is known of spare keys here, private keys apart. */
export function spareKeys(station: Station): SpareKeys {
  return { published: published(station), held: held(station).map(({ privateKey: _, ...rest }) => rest) };
}

/** The private key behind an encryption key that packages name: the station's own, or a spare one that is in use here. */
export function privateKeyFor(station: Station, recipient: string): string | undefined {
  const keys = [station.keys.encryption, ...held(station)];
  return keys.find(({ publicKey }) => recipientIdOf(publicKey) === recipient)?.privateKey;
}

/**
 * Makes a spare key and writes it into a folder, sealed under a code that is given back once and stored nowhere; from now on enrolment files carry its public
 * half. The file is read back and opened before anything counts. Refuses `wrong-station` at a department.
 */
export async function makeSpareKey({ station, user }: Acting, folder: string): Promise<{ path: string; code: string }> {
  if (station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
  const { publicKey, privateKey } = generateKeyPair();
  const secret = new Uint8Array(randomBytes(20));
  const { name } = station.info();
  const at = station.now();
  const file = {
    format: 'yidi-spare-key v1',
    name,
    publicKey,
    created: at,
    wrap: await wrapKey(secret, fromHex(privateKey)),
  };
  const path = join(folder, `${name}-备用密钥-${at.slice(0, 10)}.ysk`);
  mkdirSync(folder, { recursive: true });
  writeFileAtomically(path, `${JSON.stringify(file, null, 2)}\n`);
  const code = recoveryCodeOf(secret);
  await opened(readSpareFile(path), path, code);
  station.transaction(() => {
    station.setSetting(publishedSetting, { publicKey, at, by: user.name });
    station.audit('enrol.makeSpare', publicKey, undefined, { path });
  });
  return { path, code };
}

/** Reads the file of a spare key from a path; refuses `file-missing`. */
export function readSpareFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioFailure(error, path);
  }
}

/** From now on this station opens what is wrapped to the spare key too. Refuses `spare-key-invalid`, `wrong-spare-code`. Gives its public half. */
export async function useSpareKey(
  { station, user }: Acting,
  name: string,
  bytes: Uint8Array,
  code: string,
): Promise<string> {
  if (station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
  const key = await opened(bytes, name, code);
  station.transaction(() => {
    const others = held(station).filter(({ publicKey }) => publicKey !== key.publicKey);
    station.setSetting(heldSetting, [...others, { ...key, at: station.now(), by: user.name }]);
    station.audit('enrol.useSpare', key.publicKey);
  });
  return key.publicKey;
}

/** The spare keys go back into the safe: this station forgets their private halves. */
export function dropSpareKeys({ station }: Acting): void {
  station.transaction(() => {
    station.audit(
      'enrol.dropSpare',
      held(station)
        .map(({ publicKey }) => publicKey)
        .join(' '),
    );
    station.setSetting(heldSetting, []);
  });
}

async function opened(
  bytes: Uint8Array,
  name: string,
  code: string,
): Promise<{ publicKey: string; privateKey: string }> {
  const { publicKey, wrap } = parsed(bytes, name);
  const key = await unwrapKey(bytesOfRecoveryCode(code), wrap);
  if (!key) refuse('wrong-spare-code', { name });
  const privateKey = toHex(key);
  if (publicKeyOf(privateKey) !== publicKey) refuse('spare-key-invalid', { name });
  return { publicKey, privateKey };
}

function parsed(bytes: Uint8Array, name: string): z.infer<typeof SpareFile> {
  try {
    return SpareFile.parse(JSON.parse(Buffer.from(bytes.subarray(0, 8192)).toString('utf8')));
  } catch {
    return refuse('spare-key-invalid', { name });
  }
}
