import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { firstUserRoles } from '../../../shared/station/roles.ts';
import { keyByPassword, keyByRecoveryCode, waitAfter } from './credentials.ts';
import { openDatabase } from './database.ts';
import { withIoFailures } from './io-failures.ts';
import { newestVersion } from './migrate.ts';
import { bytesOfRecoveryCode, recoveryCodeOf } from './recovery-code.ts';
import { type CreateOptions, createStation, openStation } from './station.ts';
import { readStationFile, writeStationFile } from './station-file.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const options: CreateOptions = {
  role: 'department',
  info: {
    name: '郑州市市场监督管理局',
    uscc: '11410100MB1A23748Y',
    organ: '市市场监管局',
    division: '410100',
    level: '市',
    address: '',
    leader: '',
    office: '',
    contact: '',
    phone: '',
  },
  admin: { name: '李敏', password: 'correct-horse-9', roles: firstUserRoles('department') },
};

const dir = join(root, 'one');
let made: { id: string; recoveryCode: string };
const now = (): number => Date.now();
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await withIoFailures(root, work);
    return 'no failure';
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

beforeAll(async () => {
  made = await createStation(dir, options);
});

describe('opening', () => {
  test('a station opens by password and by recovery code, and holds what was put in', async () => {
    const station = openStation(dir, await keyByPassword(dir, '李敏', 'correct-horse-9', now()));
    expect(station.id).toBe(made.id);
    expect(station.info().name).toBe('郑州市市场监督管理局');
    const { id } = station.blobs.put(Buffer.from('%PDF-1.7 x'), 'a.html');
    expect(station.blobs.info(id).type).toBe('application/pdf');
    station.close();
    const again = openStation(dir, await keyByRecoveryCode(dir, bytesOfRecoveryCode(made.recoveryCode), now()));
    expect(Buffer.from(again.blobs.get(id)).toString()).toBe('%PDF-1.7 x');
    again.close();
  });

  test('a second holder is refused while the first lives, and served after', async () => {
    const key = await keyByPassword(dir, '李敏', 'correct-horse-9', now());
    const first = openStation(dir, Uint8Array.from(key));
    expect(await codeOf(() => openStation(dir, Uint8Array.from(key)))).toBe('station-in-use');
    first.close();
    openStation(dir, key).close();
  });

  test('a folder that is none, an occupied one, a weak password: each is named', async () => {
    expect(await codeOf(() => readStationFile(join(root, 'nothing')))).toBe('station-missing');
    expect(await codeOf(() => createStation(dir, options))).toBe('station-exists');
    const weak = { ...options, admin: { ...options.admin, password: 'aaaaaaaaaaaa' } };
    expect(await codeOf(() => createStation(join(root, 'weak'), weak))).toBe('weak-password');
    expect(existsSync(join(root, 'weak'))).toBe(false);
  });

  test('a station from a newer program is refused and not touched', async () => {
    const newer = join(root, 'newer');
    await createStation(newer, options);
    const key = await keyByPassword(newer, '李敏', 'correct-horse-9', now());
    const station = openStation(newer, Uint8Array.from(key));
    station.db.pragma(`user_version = ${newestVersion + 10}`);
    station.close();
    const before = readFileSync(join(newer, 'station.db'));
    expect(await codeOf(() => openStation(newer, Uint8Array.from(key)))).toBe('station-newer');
    expect(readFileSync(join(newer, 'station.db')).equals(before)).toBe(true);
    writeStationFile(newer, { ...readStationFile(newer), format: 99 });
    expect(await codeOf(() => readStationFile(newer))).toBe('station-newer');
  });

  test('a damaged database and a torn station.json are named; the previous station.json serves', async () => {
    const damaged = join(root, 'damaged');
    await createStation(damaged, options);
    writeStationFile(damaged, readStationFile(damaged));
    writeFileSync(join(damaged, 'station.json'), '{"format": 1, "sta');
    expect(readStationFile(damaged).users).toHaveLength(1);
    const key = await keyByPassword(damaged, '李敏', 'correct-horse-9', now());
    const db = readFileSync(join(damaged, 'station.db'));
    db.fill(0x5a, 200, 300);
    writeFileSync(join(damaged, 'station.db'), db);
    expect(await codeOf(() => openStation(damaged, key))).toBe('station-damaged');
  });

  test('a program killed between the two renames of station.json leaves a station that opens', async () => {
    const torn = join(root, 'torn');
    await createStation(torn, options);
    renameSync(join(torn, 'station.json'), join(torn, 'station.previous.json'));
    openStation(torn, await keyByPassword(torn, '李敏', 'correct-horse-9', now())).close();
  });

  test('a blob put in the place of another one, or cut, does not pass for it; the same contents put again heal it', async () => {
    const swapped = join(root, 'swapped');
    await createStation(swapped, options);
    const station = openStation(swapped, await keyByPassword(swapped, '李敏', 'correct-horse-9', now()));
    const first = station.blobs.put(Buffer.from('first'), 'a');
    const other = station.blobs.put(Buffer.from('other'), 'b');
    const path = join(swapped, 'blobs', first.id);
    cpSync(join(swapped, 'blobs', other.id), path);
    expect(await codeOf(() => station.blobs.get(first.id))).toBe('station-damaged');
    writeFileSync(path, readFileSync(path).subarray(0, 20));
    expect(await codeOf(() => station.blobs.get(first.id))).toBe('station-damaged');
    station.blobs.put(Buffer.from('first'), 'a');
    expect(Buffer.from(station.blobs.get(first.id)).toString()).toBe('first');
    station.close();
  });

  test('a guarded blob stays guarded when the same contents come again under another name', async () => {
    const guarded = join(root, 'guarded');
    await createStation(guarded, options);
    const { blobs, close } = openStation(guarded, await keyByPassword(guarded, '李敏', 'correct-horse-9', now()));
    const { id } = blobs.put(Buffer.from('seal'), 'photo.png');
    expect(blobs.info(id).guarded).toBe(false);
    expect(blobs.guard(id).guarded).toBe(true);
    expect(blobs.put(Buffer.from('seal'), 'again.png').guarded).toBe(true);
    close();
  });

  test('the database file shows nothing of its contents, and the key alone opens it', async () => {
    const bytes = readFileSync(join(dir, 'station.db'));
    expect(bytes.includes(Buffer.from('郑州市市场监督管理局'))).toBe(false);
    expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(await codeOf(() => openDatabase(join(dir, 'station.db'), new Uint8Array(32)))).toBe('station-damaged');
  });

  test('after a bulk transaction, a failed one too, every commit waits for the disk again', async () => {
    const station = openStation(dir, await keyByPassword(dir, '李敏', 'correct-horse-9', now()));
    const level = (): unknown => station.db.pragma('synchronous', { simple: true });
    expect(station.bulkTransaction(level)).toBe(1);
    expect(level()).toBe(2);
    expect(() => station.bulkTransaction(() => JSON.parse('{'))).toThrow();
    expect(level()).toBe(2);
    station.close();
  });

  test('a disk that is full or protected is a named failure and the saved record stays', async () => {
    const full = join(root, 'full');
    await createStation(full, options);
    const station = openStation(full, await keyByPassword(full, '李敏', 'correct-horse-9', now()));
    const save = (name: string, text: string): unknown =>
      station.records.save({ kind: 'catalog', code: '', name, body: { text }, errors: 0, state: 'draft' });
    save('一', 'x');
    station.db.pragma(`max_page_count = ${(station.db.pragma('page_count', { simple: true }) as number) + 1}`);
    expect(await codeOf(() => save('二', 'y'.repeat(200_000)))).toBe('disk-full');
    expect(station.records.list({ kind: 'catalog' }).rows.map((row) => row.name)).toEqual(['一']);
    station.db.pragma('max_page_count = 1000000');
    station.db.pragma('query_only = ON');
    expect(await codeOf(() => save('三', 'z'))).toBe('disk-read-only');
    station.close();
  });
});

describe('passwords', () => {
  test('a station that closes while a password or a recovery code is made keeps the old one', async () => {
    const closing = join(root, 'closing');
    await createStation(closing, options);
    const before = readStationFile(closing);
    for (const change of ['password', 'code'] as const) {
      const station = openStation(closing, await keyByPassword(closing, '李敏', 'correct-horse-9', now()));
      const changed = change === 'code' ? station.newRecoveryCode() : station.grant('李敏', 'brand-new-horse-7');
      station.close();
      expect(await codeOf(() => changed)).toBe('station-locked');
    }
    expect(readStationFile(closing)).toEqual(before);
  });

  test('a new password leaves a person in the same place: the first one stays who opens by default', async () => {
    const order = join(root, 'order');
    await createStation(order, options);
    const station = openStation(order, await keyByPassword(order, '李敏', 'correct-horse-9', now()));
    await station.grant('王芳', 'another-horse-8');
    await station.grant('李敏', 'brand-new-horse-7');
    station.close();
    expect(readStationFile(order).users.map((user) => user.name)).toEqual(['李敏', '王芳']);
  });

  test('wrong passwords are slowed down across restarts of the program, and a right one starts anew', async () => {
    const at = 1_000_000;
    expect([0, 1, 2, 3, 4, 20].map(waitAfter)).toEqual([0, 0, 0, 2, 4, 300]);
    for (let i = 0; i < 3; i++)
      expect(await codeOf(() => keyByPassword(dir, '李敏', 'wrong', at))).toBe('wrong-password');
    expect(readStationFile(dir).failures.count).toBe(3);
    expect(await codeOf(() => keyByPassword(dir, '李敏', 'correct-horse-9', at + 1000))).toBe('too-many-attempts');
    await keyByPassword(dir, '李敏', 'correct-horse-9', at + 2000);
    expect(readStationFile(dir).failures.count).toBe(0);
    expect(await codeOf(() => keyByPassword(dir, '没有这人', 'correct-horse-9', at))).toBe('wrong-password');
  });

  test('a slip in the recovery code is told by its group, a code of another station as such', async () => {
    const code = recoveryCodeOf(Uint8Array.from({ length: 20 }, (_, i) => i * 7));
    expect(Buffer.from(bytesOfRecoveryCode(code.toLowerCase().replaceAll('-', ' ')))[3]).toBe(21);
    const slipped = code.replace(/^(.{14})./, (_, head: string) => `${head}${code[14] === '7' ? '8' : '7'}`);
    try {
      bytesOfRecoveryCode(slipped);
      expect.unreachable();
    } catch (error) {
      expect((error as Refusal).failure.details).toEqual({ block: 3 });
    }
    expect(await codeOf(() => keyByRecoveryCode(dir, bytesOfRecoveryCode(code), now()))).toBe('wrong-recovery-code');
  });

  test('station.json tells nothing but names of users, and only its owner may read it', () => {
    const text = readFileSync(join(dir, 'station.json'), 'utf8');
    expect(text).not.toContain('市场监督');
    if (process.platform !== 'win32') expect(statSync(join(dir, 'station.json')).mode & 0o077).toBe(0);
  });
});
