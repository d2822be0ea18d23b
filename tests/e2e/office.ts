import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { programDir } from '../../electron/core/places.ts';
import { chromiumArguments, chromiumPath, paceMs } from '../chromium.ts';

/** One office with its machine: `yidi host` as a process of its own, a browser with a profile on disk, and its temporary files. */
export interface Office {
  readonly page: Page;
  /** Folder of the station. */
  readonly dir: string;
  /** Everything that the program and the browser write, besides the station: TMPDIR and the browser's profile. */
  readonly scratch: readonly string[];
  readonly problems: readonly string[];
  /** Saves what stands in the window as `dist/e2e/<office>-<n>-<name>.png`. */
  picture(name: string): Promise<void>;
  /** Process numbers of the host and of every process of the browser. */
  processes(): number[];
  close(): Promise<void>;
}

/** The folder that both offices find under 主目录: the medium that the courier carries. */
export const medium = '介质';

/** Opens the program in a new browser profile under `root`, as a person finds it on the first day. */
export async function openOffice(root: string, name: string, size = { width: 1366, height: 768 }): Promise<Office> {
  const dir = join(root, name, 'station');
  const temporary = join(root, name, 'tmp');
  const profile = join(root, name, 'profile');
  mkdirSync(temporary, { recursive: true });
  mkdirSync(join(root, 'home', medium), { recursive: true });
  const env = { ...process.env, TMPDIR: temporary, HOME: join(root, 'home'), DISPLAY: '', WAYLAND_DISPLAY: '' };
  const host = spawn(process.execPath, [join(programDir, 'bin', 'yidi'), 'host', '--dir', dir, '--keep'], { env });
  const context = await chromium.launchPersistentContext(profile, {
    slowMo: paceMs,
    executablePath: chromiumPath,
    args: [...chromiumArguments],
    ignoreDefaultArgs: sharesMemory() ? ['--disable-dev-shm-usage'] : [],
    env: { ...env, HOME: temporary },
    viewport: size,
    locale: 'zh-CN',
    // The page and the core stand on one machine: both have its day.
    timezoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const problems = watch(page);
  await page.goto(await addressOf(host));
  const pictures = join(programDir, 'dist', 'e2e');
  mkdirSync(pictures, { recursive: true });
  let taken = 0;
  return {
    page,
    dir,
    scratch: [temporary, profile],
    problems,
    async picture(what) {
      taken += 1;
      await page.screenshot({ path: join(pictures, `${name}-${taken}-${what}.png`) });
    },
    processes: () => [...descendants(host.pid ?? 0), ...processesOf(profile)],
    close: () => closeOffice(host, context),
  };
}

/**
 * Whether Chromium may keep what its processes share in memory, as it does in use. Playwright would have it lie as deleted files among the
 * temporary ones, for machines whose shared memory is small; what passes through there then stands on the disk.
 */
function sharesMemory(): boolean {
  if (!existsSync('/dev/shm')) return false;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > 512 * 2 ** 20;
}

function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error.stack ?? error)));
  return problems;
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (piece: Buffer): void => {
      said += piece.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(said)?.[0];
      if (address) resolve(address);
    };
    host.stdout?.on('data', hear);
    host.stderr?.on('data', hear);
    host.once('exit', () => reject(new Error(`the host ended: ${said}`)));
  });
}

async function closeOffice(host: ChildProcess, context: BrowserContext): Promise<void> {
  const ended = new Promise((done) => host.once('exit', done));
  await context.close();
  host.kill('SIGTERM');
  await ended;
}

/** A process and all that it started, from /proc. */
function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const id of numbers('/proc')) {
    const parent = Number(/\) \S (\d+)/.exec(textOf(`/proc/${id}/stat`))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [root];
  for (let at = 0; at < found.length; at++) found.push(...(children.get(found[at] ?? -1) ?? []));
  return found;
}

/** The browser's own process is found by its profile, the others are what it started. */
function processesOf(profile: string): number[] {
  const browser = numbers('/proc').filter((id) => textOf(`/proc/${id}/cmdline`).includes(`--user-data-dir=${profile}`));
  return browser.flatMap(descendants);
}

function numbers(folder: string): number[] {
  return readdirSync(folder).map(Number).filter(Number.isInteger);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
