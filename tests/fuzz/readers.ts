import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equalBytes } from '../../electron/core/crypto/bytes.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { bagPathProblem } from '../../electron/core/exchange/format/bag-path.ts';
import {
  type OpenOptions,
  openPackage,
  type PackageEntry,
  repairPackage,
  salvagePackage,
  unpackPackage,
  type VerifyResult,
  verifyPackage,
} from '../../electron/core/exchange/format/format.ts';
import { type FailureCode, Refusal } from '../../shared/contract/failures.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { parties, senderId } from '../vectors/craft-package.ts';
import { entryLine } from '../vectors/vector-file.ts';
import { answerOf, checked } from './answer.ts';
import type { Answer, Case } from './case.ts';
import { oneOf } from './spoil.ts';
import { whole } from './stock.ts';

type Reader = (paths: readonly string[], dir: string) => Promise<Answer>;

/** Any way to read a package. */
export function anyReader(random: Seeded, files: readonly Uint8Array[]): Case {
  return readBy(oneOf(random, [open, open, open, openAndVerify, verify, verify, repair, salvage, unpack]), files);
}

/** A way that looks at recovery data. */
export function recoveryReader(random: Seeded, files: readonly Uint8Array[]): Case {
  return readBy(oneOf(random, [verify, repair, repair, openAndVerify]), files);
}

/** A way that gets at the contents. */
export function contentsReader(random: Seeded, files: readonly Uint8Array[]): Case {
  return readBy(oneOf(random, [open, open, openAndVerify, salvage, salvage, unpack]), files);
}

function readBy(reader: Reader, files: readonly Uint8Array[]): Case {
  const read = async (dir: string): Promise<Answer> => {
    const paths = files.map((bytes, i) => {
      const path = join(dir, `${i + 1}.ydp`);
      writeFileSync(path, bytes);
      return path;
    });
    const answer = await reader(paths, join(dir, 'out'));
    if (!paths.every((path, i) => equalBytes(readFileSync(path), files[i]!))) throw new Error('a file was written to');
    return answer;
  };
  return { files, read };
}

const CODES: readonly FailureCode[] = [
  'not-a-package',
  'unsupported-version',
  'header-damaged',
  'truncated',
  'missing-volume',
  'volume-of-another-package',
  'payload-damaged',
  'not-for-this-station',
  'unknown-sender',
  'signature-invalid',
  'contents-rejected',
  'limit-exceeded',
];

const recipientId = recipientIdOf(parties.recipient.publicKey);
const findSender = (id: string): string | undefined => (id === senderId ? parties.signing.publicKey : undefined);
const receiver: OpenOptions = {
  privateKeyFor: (id) => (id === recipientId ? parties.recipient.privateKey : undefined),
  findSender,
};

const open: Reader = async (paths) =>
  await answerOf(CODES, async () => {
    const { package: info, entries } = await openPackage(paths, receiver);
    const lines: string[] = [];
    for await (const entry of entries) lines.push(await lineOf(entry));
    const expected = known.get(info.packageId);
    if (expected !== undefined && lines.join('\n') !== expected.join('\n'))
      throw new Error('contents that nobody signed');
  });

const verify: Reader = async (paths) => answerTo(await verifyPackage(paths, { senderKey: findSender }));

const openAndVerify: Reader = async (paths) => {
  const [opened, found] = [await open(paths, ''), await verifyPackage(paths, { senderKey: findSender })];
  const whenVerified = answerTo(found);
  // Of two copies of a volume one is read when the package is opened, and both when it is verified.
  const used = found.package?.volumes.map(({ file }) => file);
  const sound = found.damage.every(({ region, file }) => region === 'recovery' || !used?.includes(file));
  if (opened === 'ok' && whenVerified !== 'ok' && !(whenVerified === 'payload-damaged' && sound))
    throw new Error(`opened, but ${whenVerified} when verified`);
  if (whenVerified === 'ok' && opened !== 'ok' && found.signature === 'valid' && !ONLY_OPENED.includes(opened))
    throw new Error(`verified, but ${opened} when opened`);
  return opened;
};

const repair: Reader = async (paths, out) => {
  mkdirSync(out);
  try {
    let files: readonly string[] = [];
    const answer = await answerOf(CODES, async () => {
      const repaired = await repairPackage(paths, out);
      files = repaired.files;
      if (!repaired.result.ok && repaired.result.code !== 'missing-volume')
        throw new Error('what was repaired is not whole');
    });
    const left = readdirSync(out).toSorted().join();
    if (left !== [...files].sort().join()) throw new Error(`left in the folder: ${left}`);
    return answer;
  } finally {
    rmSync(out, { recursive: true });
  }
};

const salvage: Reader = async (paths) =>
  await answerOf(CODES, async () => {
    const { package: info, entries, lost } = await salvagePackage(paths, receiver);
    const expected = known.get(info.packageId);
    for await (const entry of entries) {
      const line = await lineOf(entry).catch((error: unknown) => {
        if (error instanceof Refusal && checked(CODES, error.failure) === 'payload-damaged') return undefined;
        throw error;
      });
      if (expected !== undefined && line !== undefined && !expected.includes(line))
        throw new Error('contents that nobody signed');
    }
    lost();
  });

const unpack: Reader = async (paths, out) => {
  const answer = await answerOf(CODES, async () => {
    const { files } = await unpackPackage(paths, receiver, out);
    const found = readdirSync(out, { recursive: true, withFileTypes: true });
    if (found.filter((one) => one.isFile()).length !== files + 4) throw new Error('other files than were said');
    if (!found.every((one) => one.isFile() || one.isDirectory())) throw new Error('something that is no file');
  });
  const beside = readdirSync(join(out, '..')).filter((name) => name !== 'out' && !/^\d+\.ydp$/.test(name));
  if (beside.length > 0) throw new Error(`written outside the folder: ${beside.join()}`);
  rmSync(out, { recursive: true, force: true });
  return answer;
};

/** What only somebody with a key can find wrong. */
const ONLY_OPENED: readonly Answer[] = ['not-for-this-station', 'contents-rejected', 'limit-exceeded'];

/** The contents that belong to a package id. */
const known = new Map(
  whole.flatMap(({ volumes, entries }) => (entries ? [[volumes[0]!.volume.packageId, entries] as const] : [])),
);

function answerTo({ ok, code, message, damage, signature }: VerifyResult): Answer {
  // The one chunk of an empty payload has no bytes.
  for (const { region, offset, length } of damage)
    if (offset < 0 || length < (region === 'payload' ? 0 : 1)) throw new Error('damage that is nowhere');
  if (ok !== (code === undefined)) throw new Error('neither whole nor refused');
  if (ok && signature === 'invalid') throw new Error('whole, with an invalid signature');
  return code === undefined ? 'ok' : checked(CODES, { code, message: message! });
}

async function lineOf({ path, size, bytes }: PackageEntry): Promise<string> {
  const problem = bagPathProblem(path);
  if (problem !== undefined) throw new Error(`a path that ${problem}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  const contents = Buffer.concat(pieces);
  if (contents.length !== size) throw new Error('another size than was said');
  return entryLine(path, contents);
}
