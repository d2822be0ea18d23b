import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { stationMethods } from '../../../shared/station/methods.ts';
import type { Place, PlaceEntry } from '../../../shared/station/place.ts';
import type { Context, Handlers } from '../context.ts';
import { ioFailure } from '../store/io-failures.ts';
import { hasStation } from './life.ts';

type Part = Pick<typeof stationMethods, 'place.list' | 'place.makeFolder'>;

const most = 2000;
const run = promisify(execFile);

/** Folders and media of this machine: the page of a browser has no paths of its own. */
export const placeHandlers: Handlers<Part> = {
  'place.list': async ({ path, extensions }, ctx) => {
    needUserOnceThereIsAStation(ctx);
    const places = await usualPlaces();
    if (path === '') return { path, parent: null, places, entries: [], hidden: 0, freeBytes: null, writable: false };
    try {
      const entries = readdirSync(path, { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith('.') && !/^(\$|System Volume)/.test(entry.name))
        .filter((entry) => entry.isDirectory() || (entry.isFile() && matches(entry.name, extensions)))
        .sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || a.name.localeCompare(b.name, 'zh-CN'));
      const parent = dirname(path);
      return {
        path,
        parent: parent === path ? null : parent,
        places,
        entries: entries.slice(0, most).map((entry) => entryOf(path, entry.name)),
        hidden: Math.max(0, entries.length - most),
        freeBytes: freeOf(path)?.free ?? null,
        writable: writable(path),
      };
    } catch (error) {
      throw ioFailure(error, path);
    }
  },

  'place.makeFolder': ({ path, name }) => {
    if (/[\\/:*?"<>|]|^\.+$/.test(name)) refuse('invalid-input', { where: `文件夹名“${name}”含有不能用的字符` });
    const made = join(path, name);
    try {
      mkdirSync(made);
    } catch (error) {
      throw ioFailure(error, path);
    }
    return { path: made };
  },
};

/** Before a station exists, its maker may look for a backup; from then on only who is signed in. */
export function needUserOnceThereIsAStation(ctx: Context): void {
  if (hasStation(ctx.session.dir)) void ctx.user;
}

function matches(name: string, extensions: readonly string[] | undefined): boolean {
  return !extensions || extensions.some((extension) => name.toLowerCase().endsWith(`.${extension.toLowerCase()}`));
}

function entryOf(folder: string, name: string): PlaceEntry {
  const path = join(folder, name);
  try {
    const info = statSync(path);
    return { name, path, folder: info.isDirectory(), bytes: info.size, modifiedAt: info.mtime.toISOString() };
  } catch {
    return { name, path, folder: false, bytes: 0, modifiedAt: '' };
  }
}

async function usualPlaces(): Promise<Place[]> {
  const media = process.platform === 'win32' ? windowsDrives() : await removableMedia();
  const home = homedir();
  const folders = [
    ['桌面', join(home, 'Desktop')],
    ['桌面', join(home, '桌面')],
    ['文档', join(home, 'Documents')],
    ['文档', join(home, '文档')],
    ['主目录', home],
  ] as const;
  const usual = folders.filter(([, path]) => exists(path)).map(([name, path]) => place(name, path, 'folder'));
  const root = parse(home).root;
  return [...media, ...usual, ...(process.platform === 'win32' ? [] : [place('计算机', root, 'drive' as const)])];
}

const BlockDevices = z.object({
  blockdevices: z.array(
    z.object({
      mountpoints: z.array(z.string().nullable()),
      label: z.string().nullable(),
      rm: z.boolean(),
      hotplug: z.boolean(),
      ro: z.boolean(),
    }),
  ),
});

/** Mounted removable media as `lsblk` sees them; none where it is not installed, as on Windows. */
export async function removableMedia(): Promise<Place[]> {
  try {
    const { stdout } = await run('lsblk', ['-J', '-l', '-o', 'MOUNTPOINTS,LABEL,RM,HOTPLUG,RO'], { timeout: 3000 });
    return BlockDevices.parse(JSON.parse(stdout)).blockdevices.flatMap((device) =>
      device.rm || device.hotplug
        ? device.mountpoints
            .filter((mount) => mount !== null)
            .map((mount) => place(device.label ?? '移动介质', mount, 'medium'))
        : [],
    );
  } catch {
    return [];
  }
}

function windowsDrives(): Place[] {
  return [...'CDEFGHIJKLMNOPQRSTUVWXYZ']
    .map((letter) => `${letter}:\\`)
    .filter(exists)
    .map((path) => place(path, path, 'drive'));
}

function place(name: string, path: string, kind: Place['kind']): Place {
  const size = freeOf(path);
  return { name, path, kind, freeBytes: size?.free ?? null, totalBytes: size?.total ?? null, writable: writable(path) };
}

function freeOf(path: string): { free: number; total: number } | undefined {
  try {
    const { bavail, blocks, bsize } = statfsSync(path);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
