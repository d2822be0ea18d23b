import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programDir } from '../electron/core/places.ts';

/** Electron's executable, or why it cannot be had here: a Chinese clause for the one line at the start. */
export type ElectronRuntime = { readonly path: string } | { readonly missing: string };

/**
 * How long Electron's runtime may take to come, in milliseconds. The package has no install script: it is fetched
 * at first use.
 */
const fetchLimit = 8_000;

export async function findElectron(): Promise<ElectronRuntime> {
  const unfit = whyUnfit(process.platform, process.env, process.getuid?.());
  if (unfit) return { missing: unfit };
  return runtimePath() ?? (await fetchElectron());
}

/** Why Electron cannot open a window here even where it is installed; undefined when it can. */
export function whyUnfit(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  uid: number | undefined,
): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return '这里没有图形界面，Electron 打不开窗口';
  if (uid === 0) return '当前是 root 用户，Electron 不能在保护下运行';
  return undefined;
}

/** The installed runtime, undefined when there is none. */
export function runtimePath(): { readonly path: string } | undefined {
  const folder = join(programDir, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8') : 'electron';
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(path) ? { path } : undefined;
}

async function fetchElectron(): Promise<ElectronRuntime> {
  const install = join(programDir, 'node_modules', 'electron', 'install.js');
  if (!existsSync(install)) return { missing: '没有安装 Electron' };
  const child = spawn(process.execPath, [install], { stdio: 'ignore' });
  const limit = setTimeout(() => child.kill('SIGKILL'), fetchLimit);
  await new Promise((ended) => {
    child.once('exit', ended);
    child.once('error', ended);
  });
  clearTimeout(limit);
  return runtimePath() ?? { missing: '取不到 Electron 的运行文件' };
}
