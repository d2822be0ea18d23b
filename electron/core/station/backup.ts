import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { BackupFile } from '../../../shared/station/backup.ts';
import { backupSuffix, readBackup, writeBackup } from '../store/backup.ts';
import { restoreBackup } from '../store/restore.ts';
import { instant } from '../store/station.ts';
import { readStationFile } from '../store/station-file.ts';
import type { HandlersOf } from './handlers-of.ts';
import { hasStation } from './life.ts';
import { needUserOnceThereIsAStation } from './places.ts';

export const backupHandlers: HandlersOf<'backup'> = {
  'backup.create': async ({ to, job }, ctx) => {
    const { station, now } = ctx;
    const folder = to === '' ? join(station.dir, 'backup') : resolve(to);
    const stamp = instant(now()).slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const path = join(folder, `驿递-${safeName(station.info().name)}-${stamp}${backupSuffix}`);
    await ctx.job(job, (running) => writeBackup(station, path, running));
    ctx.changed('backup');
    return fileFacts(path);
  },
  'backup.list': (_, { station }) => {
    const folder = join(station.dir, 'backup');
    const backups = readdirSync(folder)
      .filter((name) => name.endsWith(backupSuffix))
      .map((name) => fileFacts(join(folder, name)))
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return { backups };
  },
  'backup.check': async ({ path, job }, ctx) => {
    needUserOnceThereIsAStation(ctx);
    const manifest = await ctx.job(job, (running) => readBackup(resolve(path), running));
    const own = hasStation(ctx.session.dir) && readStationFile(ctx.session.dir).station === manifest.station;
    return {
      path: resolve(path),
      stationId: manifest.station,
      stationName: manifest.name,
      createdAt: manifest.createdAt,
      records: manifest.records,
      files: manifest.files.length,
      bytes: statSync(resolve(path)).size,
      own,
    };
  },
  'backup.restore': async ({ path, dir, user, password, job }, ctx) => {
    needUserOnceThereIsAStation(ctx);
    const target = dir === undefined ? ctx.session.dir : resolve(dir);
    if (existsSync(target) && !statSync(target).isDirectory()) refuse('station-exists', { dir: target });
    const restored = await ctx.job(job, (running) =>
      restoreBackup(resolve(path), target, { name: user, password }, running),
    );
    ctx.changed('station');
    return restored;
  },
};

function fileFacts(path: string): BackupFile {
  const facts = statSync(path);
  return { path, name: basename(path), bytes: facts.size, createdAt: instant(facts.mtime) };
}

/** A station's name as part of a file name on any file system. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 40);
}
