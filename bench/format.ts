import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runAsStarted } from './as-started.ts';
import type { Figure } from './figures.ts';
import { claimMemory, fillFolder, folderBytes } from './format-source.ts';
import type { Work, Worked } from './format-work.ts';

// npm run bench -- format: one folder of 1 GB, half of it incompressible, half CSV, sealed by us and by what offices have today.

const small = 100_000;

/** Packages against openssl, gpg and 7z on the same folder, in the same run. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const source = join(root, 'source');
    fillFolder(source);
    const ours = (work: Work, rounds = 2): Worked => best(rounds, () => run(root, source, work));
    const peer = (command: string, rounds = 2): number =>
      best(rounds, () => ({ seconds: shell(root, source, command), peakMiB: 0 })).seconds;

    const openssl = peer(
      'tar -cf - -C "$SOURCE" . | openssl enc -sm4-ctr -K 00112233445566778899aabbccddeeff -iv 000102030405060708090a0b0c0d0e0f -out "$OUT"',
    );
    const gpg = onPath('gpg')
      ? peer(
          'tar -cf - -C "$SOURCE" . | gpg --homedir "$HOME_OF_GPG" --batch --yes --passphrase x --symmetric --compress-algo none -o "$OUT"',
        )
      : Number.NaN;
    const sevenZip = onPath('7z') ? peer('7z a -bd -mx=1 -pabc -mhe=on "$OUT" "$SOURCE"') : Number.NaN;

    const bare = ours('bare', 5);
    const station = ours('station', 1);
    const recovery = ours('station-recovery', 1);
    const written = ours('files');
    const opened = ours('open');
    const verified = ours('verify');
    const many = ours('many-files');
    const half = ours('half-as-many-files');
    const big = ours('large', 1);

    const speed = (name: string, seconds: number): Figure => ({
      name,
      value: folderBytes / 1e6 / seconds,
      unit: 'MB/s',
    });
    return [
      speed('openssl enc -sm4-ctr (no MAC)', openssl),
      speed('gpg --symmetric --compress-algo none', gpg),
      speed('7z a -mx=1 -p -mhe=on', sevenZip),
      speed('bare stream: folder → package', bare.seconds),
      speed('from a station: blobs → frames, digests → package', station.seconds),
      speed('the same with recovery data of 10 %', recovery.seconds),
      speed('from files: frames and digests made → package', written.seconds),
      speed('opening it: frames opened, digests compared', opened.seconds),
      speed('verifying it', verified.seconds),
      { name: 'bare stream / openssl', value: openssl / bare.seconds, unit: '×', atLeast: 4 },
      { name: 'bare stream / gpg', value: gpg / bare.seconds, unit: '×', atLeast: 1 },
      { name: 'from a station / openssl', value: openssl / station.seconds, unit: '×', atLeast: 2.5 },
      { name: 'from a station / gpg', value: gpg / station.seconds, unit: '×', atLeast: 0.7 },
      { name: 'from a station / 7z', value: sevenZip / station.seconds, unit: '×', atLeast: 10 },
      { name: 'opening / writing from files', value: written.seconds / opened.seconds, unit: '×', atLeast: 1 },
      { name: 'opening / writing from a station', value: station.seconds / opened.seconds, unit: '×' },
      {
        name: 'time that recovery data adds',
        value: recovery.seconds / station.seconds - 1,
        unit: '×',
        atMost: 1,
      },
      {
        name: `peak memory, 1 GB from a station with recovery data`,
        value: recovery.peakMiB,
        unit: 'MiB',
        atMost: 300,
      },
      { name: `peak memory, ${small} files`, value: many.peakMiB, unit: 'MiB', atMost: 300 },
      { name: `${small} files / half as many, time`, value: many.seconds / half.seconds, unit: '×', atMost: 2.3 },
      { name: 'peak memory, 20 GB', value: big.peakMiB, unit: 'MiB', atMost: 300 },
      {
        // Both fill the memory that the system keeps files in, and wait for it to be cleared.
        name: '20 GB in one package / in four of 5 GB, time',
        value: big.seconds / ours('large-in-four', 1).seconds,
        unit: '×',
        atMost: 1.2,
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function best(rounds: number, once: () => Worked): Worked {
  const all = Array.from({ length: rounds }, once).toSorted((a, b) => a.seconds - b.seconds);
  return { seconds: all[0]!.seconds, peakMiB: Math.max(...all.map(({ peakMiB }) => peakMiB)) };
}

/** Runs one piece of work in a process of its own, whose peak memory is then that of the work. */
function run(root: string, source: string, work: Work): Worked {
  return runAsStarted('format-work.ts', [work, root, source], { NODE_COMPILE_CACHE: join(root, 'compiled') });
}

function shell(root: string, source: string, command: string): number {
  const out = join(root, 'peer');
  rmSync(out, { force: true });
  rmSync(`${out}.7z`, { force: true });
  const home = join(root, 'gpg');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  claimMemory(root);
  const begun = performance.now();
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    encoding: 'utf8',
    env: { ...process.env, SOURCE: source, OUT: out, HOME_OF_GPG: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  const seconds = (performance.now() - begun) / 1000;
  const written = [out, `${out}.7z`].find((path) => existsSync(path));
  if (written === undefined || statSync(written).size < folderBytes / 2)
    throw new Error(`${command}: wrote too little`);
  rmSync(written);
  return seconds;
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
