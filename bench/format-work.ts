import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair } from '../electron/core/crypto/sm2.ts';
import { recipientIdOf } from '../electron/core/crypto/station-id.ts';
import {
  type EntryToWrite,
  type FramedEntry,
  openPackage,
  type PackageToWrite,
  verifyPackage,
  writePackage,
} from '../electron/core/exchange/format/format.ts';
import { FrameWriter } from '../electron/core/exchange/format/frames.ts';
import { packageKeys } from '../electron/core/exchange/format/package-keys.ts';
import { PayloadWriter } from '../electron/core/exchange/format/payload-writer.ts';
import { TAR_END, tarHeader, tarPadding } from '../electron/core/exchange/format/tar.ts';
import { VolumeSet } from '../electron/core/exchange/format/volume-set.ts';
import { makeStation } from '../tests/journey/stations.ts';
import { claimMemory } from './format-source.ts';

/** Kinds of work, each run in a process of its own: node bench/format-work.ts WORK FOLDER SOURCE. */
export type Work =
  | 'bare'
  | 'station'
  | 'station-recovery'
  | 'files'
  | 'open'
  | 'verify'
  | 'many-files'
  | 'half-as-many-files'
  | 'large'
  | 'large-in-four';

export interface Worked {
  readonly seconds: number;
  /** Largest resident memory of the process, MiB. */
  readonly peakMiB: number;
}

const piece = 1 << 20;

/** Files of a folder as entries, read piece by piece. */
async function* filesOf(folder: string): AsyncGenerator<EntryToWrite> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    yield { path: `datasets/${name}`, size: (await stat(path)).size, bytes: piecesOf(path) };
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  const bytes = new Uint8Array(piece);
  try {
    for (;;) {
      const { bytesRead } = await file.read(bytes, 0, piece);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The stream without digests of files and without compression: what openssl and gpg do, and HMAC and signature. */
async function bare(source: string, dir: string): Promise<void> {
  const packageId = 'ab'.repeat(16);
  const volumes = new VolumeSet({
    packageId,
    header: new Uint8Array(1000),
    dir,
    name: 'bare',
    volumeBytes: undefined,
    recovery: false,
    signal: undefined,
  });
  const keys = packageKeys(new Uint8Array(32).fill(7), packageId);
  const payload = new PayloadWriter(keys, 'bare', undefined, (sealed) => volumes.append(sealed));
  const frames = new FrameWriter((lead, contents) => payload.write(lead, contents));
  for await (const { path, size, bytes } of filesOf(source)) {
    await frames.begin(false);
    await frames.write(tarHeader(path, size, 0));
    for await (const part of bytes as AsyncIterable<Uint8Array>) await frames.write(part);
    await frames.write(tarPadding(size));
  }
  await frames.write(TAR_END);
  await frames.finish();
  await payload.finish();
  await volumes.finish(() => new Uint8Array(96));
}

const keys = { signing: generateKeyPair(), encryption: generateKeyPair() };

async function write(dir: string, name: string, entries: PackageToWrite['entries'], recovery: boolean): Promise<void> {
  await writePackage({
    kind: 'report',
    sender: {
      stationId: '12'.repeat(16),
      signingPrivateKey: keys.signing.privateKey,
      signingPublicKey: keys.signing.publicKey,
    },
    recipients: [{ id: recipientIdOf(keys.encryption.publicKey), publicKey: keys.encryption.publicKey }],
    epoch: 1,
    sequence: 1,
    previous: undefined,
    auditHead: { seq: 1, sm3: '00'.repeat(32) },
    created: new Date(),
    entries,
    out: { dir, name },
    volumeBytes: undefined,
    recovery,
  });
}

async function openAll(path: string): Promise<void> {
  const { entries } = await openPackage([path], {
    privateKeyFor: () => keys.encryption.privateKey,
    findSender: () => keys.signing.publicKey,
  });
  for await (const { bytes } of entries) for await (const _ of bytes);
}

/** A station that holds the files as blobs, the best of five runs; putting them there is not measured, it takes ten times as long. */
async function fromStation(root: string, source: string, dir: string, recovery: boolean): Promise<number> {
  const { core } = await makeStation(join(root, 'work'), 'department', '郑州市测量局', '11410100MB1A23748Y');
  const { station } = core.context;
  const held: { path: string; id: string; size: number }[] = [];
  for await (const { path, size, bytes } of filesOf(source)) {
    const parts: Uint8Array[] = [];
    for await (const part of bytes as AsyncIterable<Uint8Array>) parts.push(part);
    held.push({ path, size, id: station.blobs.put(Buffer.concat(parts), path).id });
  }
  async function* entries(): AsyncGenerator<FramedEntry> {
    let at = 0;
    for await (const frames of station.blobs.frames(held.map(({ id }) => id))) {
      const { path, size, id } = held[at++]!;
      yield { path, size, frames, sha256: station.blobs.info(id).sha256 };
    }
  }
  const runs: number[] = [];
  for (let run = 0; run < 5; run++) {
    claimMemory(dir);
    runs.push(await timed(() => write(dir, `station-${run}`, entries(), recovery)));
    rmSync(join(dir, `station-${run}.ydp`));
  }
  await core.close();
  return Math.min(...runs);
}

async function* smallFiles(count: number): AsyncGenerator<EntryToWrite> {
  for (let i = 0; i < count; i++) {
    const bytes = Buffer.from(`{"id":${i},"name":"郑州市第${i}商贸有限公司"}\n`.repeat(1 + (i % 40)));
    yield { path: `records/${i}.jsonl`, size: bytes.length, bytes };
  }
}

async function* oneLarge(bytes: number): AsyncGenerator<EntryToWrite> {
  const noise = crypto.getRandomValues(new Uint8Array(65_536));
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; left -= noise.length) yield noise.subarray(0, left);
  }
  yield { path: 'datasets/scans.bin', size: bytes, bytes: pieces() };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function run(work: Work, root: string, source: string): Promise<number> {
  const dir = join(root, 'work');
  mkdirSync(dir, { recursive: true });
  switch (work) {
    case 'bare':
      claimMemory(dir);
      return await timed(() => bare(source, dir));
    case 'station':
      return await fromStation(root, source, dir, false);
    case 'station-recovery':
      return await fromStation(root, source, dir, true);
    case 'files':
      claimMemory(dir);
      return await timed(() => write(dir, 'files', filesOf(source), false));
    case 'open':
      await write(dir, 'open', filesOf(source), false);
      claimMemory(dir);
      return await timed(() => openAll(join(dir, 'open.ydp')));
    case 'verify':
      await write(dir, 'verify', filesOf(source), false);
      claimMemory(dir);
      return await timed(() => verifyPackage([join(dir, 'verify.ydp')]));
    case 'many-files':
      return await timed(() => write(dir, 'many', smallFiles(100_000), true));
    case 'half-as-many-files':
      return await timed(() => write(dir, 'half', smallFiles(50_000), true));
    case 'large':
      return await timed(() => write(dir, 'large', oneLarge(20_000_000_000), true));
    case 'large-in-four':
      return await timed(async () => {
        for (let part = 1; part <= 4; part++) await write(dir, `part-${part}`, oneLarge(5_000_000_000), true);
      });
  }
}

const [work, root, source] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename) {
  const seconds = await run(work as Work, root!, source!);
  rmSync(join(root!, 'work'), { recursive: true, force: true });
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, peakMiB }));
  process.exitCode = 0;
}
