import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstUserRoles } from '../../../shared/station/roles.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import type { Job } from '../context.ts';
import { verifyAudit } from './audit.ts';
import { backupSuffix, readBackup, writeBackup } from './backup.ts';
import { keyByPassword } from './credentials.ts';
import { restoreBackup } from './restore.ts';
import { createStation, openStation, type Station } from './station.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-backup-'));
const dir = join(root, 'station');
const path = join(root, `one${backupSuffix}`);
const user = { name: '李敏', password: 'correct-horse-9' };
const idle: Job = { signal: new AbortController().signal, progress: () => {} };
let station: Station;
let blob: string;

beforeAll(async () => {
  const info = {
    name: '郑州市民政局',
    uscc: '',
    organ: '',
    division: '',
    level: '市' as const,
    address: '',
    leader: '',
    office: '',
    contact: '',
    phone: '',
  };
  await createStation(dir, { role: 'department', info, admin: { ...user, roles: firstUserRoles('department') } });
  station = openStation(dir, await keyByPassword(dir, user.name, user.password, Date.now()));
  blob = station.blobs.put(Buffer.alloc(300_000, '婚姻登记'), '扫描.png').id;
  station.records.save({
    kind: 'catalog',
    code: '1',
    name: '婚姻登记信息',
    body: { a: 1 },
    blobs: [blob],
    errors: 0,
    state: 'draft',
  });
  await writeBackup(station, path, idle);
});
afterAll(() => {
  station.close();
  rmSync(root, { recursive: true, force: true });
});

test('two backups asked for at once, to the same name, leave a whole one', async () => {
  const to = join(root, `twice${backupSuffix}`);
  await Promise.all([writeBackup(station, to, idle), writeBackup(station, to, idle)]);
  expect((await readBackup(to, idle)).station).toBe(station.id);
  expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
});

describe('restore', () => {
  test('a restored station has everything, a new epoch, and a chain that holds', async () => {
    const made = await restoreBackup(path, join(root, 'restored'), user, idle);
    expect(made.epoch).not.toBe(station.epoch);
    const again = openStation(made.dir, await keyByPassword(made.dir, user.name, user.password, Date.now()));
    expect(again.id).toBe(station.id);
    expect(again.epoch).toBe(made.epoch);
    expect(again.records.list({ kind: 'catalog' }).rows[0]?.name).toBe('婚姻登记信息');
    expect(again.blobs.get(blob)).toEqual(station.blobs.get(blob));
    expect(verifyAudit(again.db)).toMatchObject({ ok: true });
    again.close();
  });

  test('a wrong password or an occupied folder is refused and leaves nothing behind', async () => {
    expect(await codeOf(() => restoreBackup(path, join(root, 'x'), { ...user, password: 'wrong' }, idle))).toBe(
      'wrong-password',
    );
    mkdirSync(join(root, 'taken'));
    writeFileSync(join(root, 'taken', 'file'), '');
    expect(await codeOf(() => restoreBackup(path, join(root, 'taken'), user, idle))).toBe('station-exists');
    expect(readdirSync(root).filter((name) => name.includes('restoring') || name === 'x')).toEqual([]);
  });
});

describe('a damaged backup', () => {
  const whole = (): Buffer => readFileSync(path);
  const write = (bytes: Uint8Array): string => {
    const name = join(root, `damaged${backupSuffix}`);
    writeFileSync(name, bytes);
    return name;
  };

  test('cut at any of many places is refused', async () => {
    const bytes = whole();
    for (let cut = 0; cut < bytes.length - 1024; cut += Math.ceil(bytes.length / 60))
      expect(await codeOf(() => readBackup(write(bytes.subarray(0, cut)), idle)), `cut at ${cut}`).toBe(
        'backup-invalid',
      );
  });

  test('with any of many bytes changed it is refused', async () => {
    const bytes = whole();
    const name = join(root, 'from-damaged');
    for (let at = 600; at < bytes.length - 1024; at += Math.ceil(bytes.length / 40)) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      // Padding of the tar carries nothing; every other byte must be told, by digest or by the manifest's MAC.
      const code = await codeOf(() => restoreBackup(write(changed), name, user, idle));
      if (code === 'done') {
        expect(bytes[at], `byte ${at}`).toBe(0);
        rmSync(name, { recursive: true });
      } else expect(['backup-invalid', 'wrong-password', 'station-damaged'], `byte ${at}`).toContain(code);
    }
  }, 120_000);

  test('a cancelled backup leaves no file', async () => {
    const to = join(root, `cancelled${backupSuffix}`);
    expect(await codeOf(() => writeBackup(station, to, { signal: AbortSignal.abort(), progress: () => {} }))).toBe(
      'cancelled',
    );
    expect(readdirSync(root).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });
});
