import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { postgresDir } from '../fixtures/postgres.ts';

/** A Debian package that tests need, and how to tell that it is there (or that something else does its work). */
interface DebianPackage {
  readonly name: string;
  readonly isThere: () => boolean;
  /** Projects of vitest.config.ts that cannot run without it. */
  readonly projects: readonly string[];
}

const packages: readonly DebianPackage[] = [
  { name: 'chromium', isThere: () => onPath('chromium'), projects: ['e2e'] },
  { name: 'fonts-noto-cjk', isThere: hasChineseFont, projects: ['e2e'] },
  { name: 'openssl', isThere: () => onPath('openssl'), projects: ['crypto'] },
  { name: 'python3-botan', isThere: hasBotan, projects: ['interop'] },
  { name: 'postgresql', isThere: () => postgresDir() !== undefined, projects: [] },
  { name: 'xorriso', isThere: () => onPath('xorriso'), projects: [] },
  { name: 'sane-utils', isThere: () => onPath('scanimage'), projects: [] },
  { name: 'sane-airscan', isThere: hasAirscan, projects: [] },
];

/**
 * Installs what is missing where that is allowed (root, apt), otherwise prints the one command that does.
 *
 * @returns the projects that cannot run, each with the packages it lacks
 */
export function installPackages(): ReadonlyMap<string, readonly string[]> {
  let missing = missingPackages();
  if (missing.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing ${missing.map(({ name }) => name).join(' ')} …`);
    apt('update');
    apt('install', '--yes', '--no-install-recommends', ...missing.map(({ name }) => name));
    missing = missingPackages();
  }
  if (missing.length > 0) {
    console.log(`Some tests are skipped. This installs what they need:
  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing.map(({ name }) => name).join(' ')}`);
  }
  const lacking = new Map<string, string[]>();
  for (const { name, projects } of missing) {
    for (const project of projects) lacking.set(project, [...(lacking.get(project) ?? []), name]);
  }
  return lacking;
}

function missingPackages(): readonly DebianPackage[] {
  return packages.filter(({ isThere }) => !isThere());
}

function apt(...words: string[]): void {
  const { status, stderr } = spawnSync('apt-get', ['-qq', ...words], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  });
  if (status !== 0) console.log(`apt-get ${words[0]} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Debian's own Python is asked: another one that stands first on the path does not have the module. */
function hasBotan(): boolean {
  return spawnSync('/usr/bin/python3', ['-c', 'import botan2']).status === 0;
}

/** The library lies in the folder of the machine's architecture. */
function hasAirscan(): boolean {
  return readdirSync('/usr/lib').some((folder) => existsSync(join('/usr/lib', folder, 'sane', 'libsane-airscan.so.1')));
}

/** Any Chinese font will do; without one every label is a row of boxes. */
function hasChineseFont(): boolean {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts'].filter((folder) => existsSync(folder));
  return folders.some((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) =>
      /cjk|wqy|SourceHanSans|simsun|msyh/i.test(file),
    ),
  );
}
