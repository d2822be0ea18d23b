import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isAlive } from '../core/process-alive.ts';

/** A browser window with a profile of its own that is gone when the window is. */
export interface BrowserWindow {
  /** Resolves when the browser has ended and its profile is removed. */
  readonly ended: Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** The first browser on this machine that takes a profile folder; undefined when there is none. */
export function findBrowser(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return browserPaths(platform, env).find(isExecutable);
}

export function browserPaths(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LocalAppData].filter((root) => root !== undefined);
    return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((path) =>
      roots.map((root) => `${root}\\${path}`),
    );
  }
  if (platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
    'msedge',
  ].flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Command line of the window. Never with `--no-sandbox`. */
export function browserArguments(address: string, profile: string): readonly string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--window-size=1366,768',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--disk-cache-size=1',
    '--no-pings',
    '--disable-features=Translate,AutofillServerCommunication,OptimizationHints,MediaRouter',
  ];
}

/** Opens the address in a window of its own. */
export function openBrowser(path: string, address: string): BrowserWindow {
  removeLeftProfiles();
  const profile = mkdtempSync(join(tmpdir(), `${profilePrefix}${process.pid}-`));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YIDI_')));
  // A crash report holds what stood in the page's memory: it goes with the profile, and so do temporary files.
  const env = { ...own, TMPDIR: profile, BREAKPAD_DUMP_LOCATION: join(profile, 'crashes') };
  const child = spawn(path, browserArguments(address, profile), { stdio: 'ignore', env });

  const atExit = () => removeProfile(profile);
  process.once('exit', atExit);
  const ended = ending(child).then(() => {
    removeProfile(profile);
    process.off('exit', atExit);
  });
  return {
    ended,
    async close() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(late);
    },
  };
}

const profilePrefix = 'yidi-browser-';

// What a browser would otherwise keep of a page, or send away from it.
const preferences = {
  autofill: { profile_enabled: false, credit_card_enabled: false },
  browser: { enable_spellchecking: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  translate: { enabled: false },
};

function ending(child: ChildProcess): Promise<void> {
  return new Promise((ended) => {
    child.once('exit', () => ended());
    child.once('error', () => ended());
  });
}

// The browser's last helpers may still be writing when its first process has ended.
function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Profiles of a host that was killed: their name says which process made them. */
function removeLeftProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const maker = new RegExp(`^${profilePrefix}(\\d+)-`).exec(name)?.[1];
    if (maker && !isAlive(Number(maker))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
