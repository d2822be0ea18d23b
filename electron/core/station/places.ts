import { accessSync, constants, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { stationMethods } from '../../../shared/station/methods.ts';
import type { Place, PlaceEntry } from '../../../shared/station/place.ts';
import type { Context, Handlers } from '../context.ts';
import { ioFailure } from '../store/io-failures.ts';
import { removableDrives } from './drives.ts';
import { hasStation } from './life.ts';

type Part = Pick<typeof stationMethods, 'place.list' | 'place.makeFolder'>;

const most = 2000;

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
  const media = await removableMedia();
  const fixed =
    process.platform === 'win32' ? windowsDrives().filter(({ path }) => !media.some((one) => one.path === path)) : [];
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
  return [
    ...media,
    ...fixed,
    ...usual,
    ...(process.platform === 'win32' ? [] : [place('计算机', root, 'drive' as const)]),
  ];
}

/** Removable media that are mounted. */
export async function removableMedia(): Promise<Place[]> {
  return (await removableDrives()).map(({ path, label, model, fileSystem, readOnly }) => {
    const found = place(label || model || '移动介质', path, 'medium', fileSystem);
    return { ...found, writable: found.writable && !readOnly };
  });
}

function windowsDrives(): Place[] {
  return [...'CDEFGHIJKLMNOPQRSTUVWXYZ']
    .map((letter) => `${letter}:\\`)
    .filter(exists)
    .map((path) => place(path, path, 'drive'));
}

function place(name: string, path: string, kind: Place['kind'], fileSystem = ''): Place {
  const size = freeOf(path);
  return {
    name,
    path,
    kind,
    fileSystem,
    freeBytes: size?.free ?? null,
    totalBytes: size?.total ?? null,
    writable: writable(path),
  };
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
