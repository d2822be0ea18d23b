import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import type { Refusal } from '../../../shared/contract/failures.ts';
import type { Methods } from '../../../shared/contract/methods.ts';
import type { StationInfo } from '../../../shared/station/station.ts';
import { createCore, type LocalCore } from '../core.ts';
import { directTransport } from '../transport/direct.ts';

const info: StationInfo = {
  name: '郑州市市场监督管理局',
  uscc: '11410100MB1A23748Y',
  organ: '市市场监管局',
  division: '410100',
  level: '市',
  address: '',
  leader: '',
  office: '登记注册处',
  contact: '李敏',
  phone: '0371-67178888',
};
const password = 'Yidi-2026-ok';

let folder: string;
let core: LocalCore;
let client: Client<Methods>;

// One station is made for all and copied for each: stretching a password takes a third of a second.
const template = mkdtempSync(join(tmpdir(), 'yidi-station-template-'));
beforeAll(async () => {
  const first = createCore({ dir: join(template, 'station') });
  const made = createClient<Methods>(directTransport(first));
  await made.call('station.create', { role: 'department', info, user: '李敏', password });
  await first.close();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yidi-station-'));
  core = createCore({ dir: join(folder, 'station') });
  client = createClient<Methods>(directTransport(core));
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const create = (over: Partial<StationInfo> = {}) =>
  client.call('station.create', { role: 'department', info: { ...info, ...over }, user: '李敏', password });
const open = async (): Promise<void> => {
  cpSync(join(template, 'station'), join(folder, 'station'), { recursive: true });
  await client.call('station.unlock', { user: '李敏', password });
};
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: Refusal) => error.failure.code,
  );

describe('a new station', () => {
  it('is missing, then open with its first user, then locked, then open again', async () => {
    expect((await client.call('station.status', {})).state).toBe('missing');
    const { recoveryCode } = await create();
    expect(await client.call('station.status', {})).toMatchObject({
      state: 'open',
      role: 'department',
      name: info.name,
      user: { name: '李敏' },
      recoveryChecked: false,
    });
    expect(await code(client.call('station.checkRecovery', { code: 'AAAA' }))).toBe('wrong-recovery-code');
    await client.call('station.checkRecovery', { code: recoveryCode.toLowerCase().replaceAll('-', ' ') });
    expect((await client.call('station.status', {})).recoveryChecked).toBe(true);
    await client.call('station.lock', {});
    expect(await client.call('station.status', {})).toMatchObject({
      state: 'locked',
      users: ['李敏'],
      user: null,
      name: '',
    });
    expect(await code(client.call('station.info', {}))).toBe('station-locked');
    await client.call('station.unlock', { user: '李敏', password });
    expect((await client.call('station.status', {})).state).toBe('open');
  });

  it('is refused with an invalid code of the organ, and leaves nothing behind', async () => {
    expect(await code(create({ uscc: '11410100MB1A23748X' }))).toBe('invalid-uscc');
    expect((await client.call('station.status', {})).state).toBe('missing');
  });

  it('owes what the table says of its organ, each material once for every kind, and the two common lines', async () => {
    await open();
    const { organ, obligations } = await client.call('obligation.list', {});
    expect(organ).toBe('市市场监管局');
    expect(obligations.map(({ code: number, kind }) => `${number} ${kind}`)).toEqual([
      '04-01 数据',
      '04-01 证照模板',
      '04-01 印模',
      '通-01 资源目录',
      '通-02 证照目录',
    ]);
  });

  it('keeps lines changed by hand when its organ is changed', async () => {
    await open();
    const [first] = (await client.call('obligation.list', {})).obligations;
    if (!first) throw new Error('no line');
    await client.call('obligation.save', { ...first, expected: 120, due: '2026-12-04' });
    await client.call('station.update', { info: { ...info, organ: '市民政局' } });
    const { obligations } = await client.call('obligation.list', {});
    expect(obligations.find((line) => line.id === first.id)?.expected).toBe(120);
    expect(obligations.filter((line) => line.code === '04-01')).toHaveLength(1);
    expect(obligations.filter((line) => line.code.startsWith('11-')).length).toBeGreaterThan(0);
    expect(obligations.at(-1)?.code).toBe('通-02');
  });
});

describe('the desk', () => {
  it('counts records that are handed in, not drafts, and says what is linked', async () => {
    await open();
    const { records } = core.context.station;
    const license = { kind: 'license', name: '某公司', facet: '营业执照', body: {}, errors: 0 } as const;
    records.save({ ...license, code: '1', state: 'pending' });
    records.save({ ...license, code: '2', state: 'pending' });
    records.save({ ...license, code: '3', state: 'draft' });
    records.save({ ...license, code: '4', facet: '食品经营许可证', state: 'pending' });
    const { lines } = await client.call('desk.summary', {});
    expect(lines.find((line) => line.kind === '数据')).toMatchObject({
      entered: 2,
      drafts: 1,
      state: 'running',
      stateWord: '录入中',
      linked: { word: '证照', name: '营业执照', more: 0 },
    });
    expect(await client.call('desk.strip', {})).toMatchObject({
      unsent: 4,
      pending: 3,
      overdue: 0,
      counts: { license: 4 },
    });
  });

  it('counts an overdue line until it is complete, in working days', async () => {
    await open();
    const [first] = (await client.call('obligation.list', {})).obligations;
    if (!first) throw new Error('no line');
    await client.call('obligation.save', { ...first, due: '2019-06-28', expected: 1 });
    expect((await client.call('desk.strip', {})).overdue).toBe(1);
    const { due } = await client.call('desk.summary', {});
    expect(due[0]).toMatchObject({ date: '2019-06-28', target: { about: 'obligation', id: first.id } });
    expect(due[0]?.daysLeft).toBeLessThan(-1000);
  });

  it('finds records by pinyin initials and logs the search with its hits', async () => {
    await open();
    core.context.station.records.save({
      kind: 'catalog',
      code: '307/1',
      name: '企业法人登记信息',
      body: {},
      errors: 0,
      state: 'draft',
    });
    const found = await client.call('search.find', { query: 'qyfr' });
    expect(found.rows.map((row) => row.name)).toEqual(['企业法人登记信息']);
    expect(found.rows[0]).not.toHaveProperty('body');
    const [line] = (await client.call('audit.list', { query: 'search.find' })).lines;
    expect(JSON.parse(line?.new ?? '{}')).toEqual({ total: 1 });
  });
});

describe('people', () => {
  it('change their own password only with the old one', async () => {
    await open();
    const [me] = (await client.call('user.list', {})).users;
    if (!me) throw new Error('no user');
    expect(await code(client.call('user.setPassword', { id: me.id, password: 'Neu-2026-ok!' }))).toBe('wrong-password');
    await client.call('user.setPassword', { id: me.id, old: password, password: 'Neu-2026-ok!' });
    await client.call('station.lock', {});
    expect(await code(client.call('station.unlock', { user: '李敏', password }))).toBe('wrong-password');
    await client.call('station.unlock', { user: '李敏', password: 'Neu-2026-ok!' });
  });

  it('without admin may not set the password of somebody else, and the last admin stays', async () => {
    await open();
    const [me] = (await client.call('user.list', {})).users;
    if (!me) throw new Error('no user');
    const clerk = await client.call('user.add', { name: '张敏', roles: ['clerk'], password });
    expect(await code(client.call('user.disable', { id: me.id, disabled: true }))).toBe('last-admin');
    await client.call('station.lock', {});
    await client.call('station.unlock', { user: '张敏', password });
    expect(await code(client.call('user.setPassword', { id: me.id, password: 'Neu-2026-ok!' }))).toBe('not-allowed');
    expect(await code(client.call('user.add', { name: '赵慧', roles: ['clerk'], password }))).toBe('not-allowed');
    expect((await client.call('user.list', {})).users.find((user) => user.id === clerk.id)?.lastUnlock).not.toBe('');
  });
});

describe('backups', () => {
  it('are listed, checked and restored into another folder without touching the station', async () => {
    await open();
    const file = await client.call('backup.create', { to: '' });
    expect((await client.call('backup.list', {})).backups.map((one) => one.name)).toEqual([file.name]);
    expect(await client.call('backup.check', { path: file.path })).toMatchObject({
      own: true,
      stationName: info.name,
      records: 0,
    });
    const dir = join(folder, 'again');
    await client.call('backup.restore', { path: file.path, dir, user: '李敏', password });
    expect(readdirSync(dir)).toContain('station.json');
    expect((await client.call('desk.strip', {})).lastBackup).not.toBe('');
  });

  it('become the station of a program that has none yet', async () => {
    await open();
    const { path } = await client.call('backup.create', { to: '' });
    const fresh = createCore({ dir: join(folder, 'fresh') });
    const other = createClient<Methods>(directTransport(fresh));
    expect((await other.call('place.list', { path: folder })).entries.map((entry) => entry.name)).toContain('station');
    await other.call('backup.restore', { path, user: '李敏', password });
    expect((await other.call('station.status', {})).state).toBe('locked');
    await other.call('station.unlock', { user: '李敏', password });
    expect((await other.call('station.status', {})).name).toBe(info.name);
    await fresh.close();
  });

  it('that were changed are refused before anything is offered', async () => {
    await open();
    const { path } = await client.call('backup.create', { to: '' });
    const bytes = readFileSync(path);
    bytes[2000] = (bytes[2000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await code(client.call('backup.check', { path }))).toBe('backup-invalid');
  });
});

describe('places', () => {
  it('are not shown to anybody while the station is locked', async () => {
    await open();
    expect((await client.call('place.list', { path: folder })).writable).toBe(true);
    await client.call('station.lock', {});
    expect(await code(client.call('place.list', { path: folder }))).toBe('station-locked');
  });
  it('make folders with plain names only', async () => {
    await open();
    expect(await code(client.call('place.makeFolder', { path: folder, name: '../x' }))).toBe('invalid-input');
    const made = await client.call('place.makeFolder', { path: folder, name: '上报 0001' });
    expect((await client.call('place.list', { path: made.path })).entries).toEqual([]);
  });
});

describe('the audit chain', () => {
  it('holds, is listed newest first, and goes out as a table whose formulas stay text', async () => {
    await open();
    await client.call('user.add', { name: '=张敏', roles: ['clerk'], password });
    const verdict = await client.call('audit.verify', {});
    expect(verdict.ok).toBe(true);
    const { lines } = await client.call('audit.list', { limit: 2 });
    expect(lines[0]?.seq).toBeGreaterThan(lines[1]?.seq ?? 0);
    const found = await client.call('audit.list', { query: '用户 · 增加' });
    expect(found.lines).toMatchObject([{ action: 'user.add', name: '=张敏' }]);
    expect((await client.call('audit.list', { query: '100%' })).lines).toEqual([]);
    const { path, lines: count } = await client.call('audit.export', { dir: folder });
    const table = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    expect(table).toHaveLength(count + 1);
    expect(table.every((row) => !/(^|,)=/.test(row))).toBe(true);
  });
});

describe('the self-check', () => {
  it('answers for every part, and code tables have rows under each head', async () => {
    await open();
    const { checks } = await client.call('selfcheck.run', {});
    expect(checks.filter((check) => check.level === 'bad')).toEqual([]);
    const { tables } = await client.call('codes.list', {});
    for (const table of tables) {
      expect(table.rows.length).toBeGreaterThan(0);
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    }
  });
});
