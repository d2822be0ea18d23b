import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { codeOf } from '../../tests/fixtures/refusal.ts';
import { createCore, type LocalCore } from './core.ts';
import { directTransport } from './transport/direct.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-core-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const password = 'correct-horse-9';
const info = { name: '郑州市民政局', uscc: '11410100MB1A23748Y', organ: '', division: '410100', level: '市' as const };
const rest = { address: '', leader: '', office: '', contact: '', phone: '' };
let count = 0;
let core: LocalCore;
let client: Client<Methods>;

beforeEach(async () => {
  core = createCore({ dir: join(root, String(count++)) });
  client = createClient<Methods>(directTransport(core));
  await client.call('station.create', { role: 'department', info: { ...info, ...rest }, user: '李敏', password });
});
afterEach(() => core.close());

test('what is wrong with an input is said in Chinese', async () => {
  const reply = await core.dispatch('user.add', { name: '王芳', roles: [], password });
  expect(reply.ok ? '' : reply.failure.message).toContain('填写内容不符合要求：roles（数值过小');
});

describe('who may call', () => {
  test('nothing but public methods answers while nobody is signed in', async () => {
    await client.call('station.lock', {});
    expect(await codeOf(() => client.call('search.find', { query: '婚姻' }))).toBe('station-locked');
    expect((await client.call('station.status', {})).state).toBe('locked');
    expect(await codeOf(() => core.readBlob('0'.repeat(64)))).toBe('station-locked');
  });

  test('a person without the role is refused with the roles that may', async () => {
    await client.call('user.add', { name: '王芳', roles: ['clerk'], password: 'another-horse-8' });
    await client.call('station.lock', {});
    await client.call('station.unlock', { user: '王芳', password: 'another-horse-8' });
    expect(await codeOf(() => client.call('user.add', { name: '赵六', roles: ['clerk'], password }))).toBe(
      'not-allowed',
    );
  });

  test('admin and security auditor are never one person, and the last admin stays', async () => {
    expect(
      await codeOf(() => client.call('user.add', { name: '孙七', roles: ['admin', 'securityAuditor'], password })),
    ).toBe('role-conflict');
    const [first] = (await client.call('user.list', {})).users;
    expect(await codeOf(() => client.call('user.disable', { id: first?.id ?? '', disabled: true }))).toBe('last-admin');
  });

  test('a person taken out of use cannot open the station any more', async () => {
    const { id } = await client.call('user.add', { name: '王芳', roles: ['clerk'], password: 'another-horse-8' });
    await client.call('user.disable', { id, disabled: true });
    expect(await codeOf(() => client.call('user.setPassword', { id, password: 'another-horse-8' }))).toBe(
      'user-missing',
    );
    await client.call('station.lock', {});
    expect(await codeOf(() => client.call('station.unlock', { user: '王芳', password: 'another-horse-8' }))).toBe(
      'wrong-password',
    );
  });
});

describe('locking', () => {
  test('an idle station hides its pages, and a job that runs goes on to its end', async () => {
    const heard: string[] = [];
    core.listen((event) => heard.push(event));
    let finish: () => void = () => {};
    const job = core.context.job('long', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return 'done';
    });
    const { station } = core.context;
    vi.useFakeTimers();
    core.context.session.idleMinutes = 5;
    vi.advanceTimersByTime(5 * 60_000 + 1);
    vi.useRealTimers();
    expect(heard).toContain('locked');
    expect(() => core.context.station).toThrow(/station-locked/);
    expect(station.db.open).toBe(true);
    finish();
    expect(await job).toBe('done');
    expect(station.db.open).toBe(false);
  });

  test('the recovery code gives a person a new password, and the old one opens nothing', async () => {
    const code = (await client.call('station.newRecoveryCode', {})).recoveryCode;
    await client.call('station.lock', {});
    await client.call('station.recover', { code: code.toLowerCase(), user: '李敏', password: 'brand-new-horse-7' });
    await client.call('station.lock', {});
    expect(await codeOf(() => client.call('station.unlock', { user: '李敏', password }))).toBe('wrong-password');
    await client.call('station.unlock', { user: '李敏', password: 'brand-new-horse-7' });
  });

  test('a recovery with a weak password opens nothing', async () => {
    const code = (await client.call('station.newRecoveryCode', {})).recoveryCode;
    await client.call('station.lock', {});
    const recovered = () => client.call('station.recover', { code, user: '李敏', password: 'aaaaaaaaaaaa' });
    expect(await codeOf(recovered)).toBe('weak-password');
    expect((await client.call('station.status', {})).state).toBe('locked');
  });

  test('a disk that takes no audit line does not keep the page open', () => {
    const { station, session } = core.context;
    station.db.pragma('query_only = ON');
    session.lock('idle');
    expect(session.current).toBeNull();
    expect(station.db.open).toBe(false);
  });

  test('a call under way goes on over a lock, in the name of who made it, though somebody else signs in', async () => {
    await client.call('user.add', { name: '王芳', roles: ['clerk'], password: 'another-horse-8' });
    const added = client.call('user.add', { name: '赵六', roles: ['clerk'], password: 'third-horse-77' });
    const again = client.call('user.add', { name: '孙七', roles: ['clerk'], password: 'fourth-horse-6' });
    await client.call('station.lock', {});
    await client.call('station.unlock', { user: '王芳', password: 'another-horse-8' });
    await Promise.all([added, again]);
    const { db } = core.context.station;
    expect(db.prepare("SELECT DISTINCT user FROM audit WHERE action = 'user.add'").pluck().all()).toEqual(['李敏']);
    await client.call('station.unlock', { user: '孙七', password: 'fourth-horse-6' });
    const last = db.prepare('SELECT user FROM audit ORDER BY seq DESC LIMIT 1').pluck();
    expect(last.get()).toBe('孙七');
  });

  test('a second program on the same station is told that it is in use', async () => {
    const second = createCore({ dir: core.context.session.dir });
    const other = createClient<Methods>(directTransport(second));
    expect(await codeOf(() => other.call('station.unlock', { user: '李敏', password }))).toBe('station-in-use');
    await second.close();
  });
});

test('a cancelled job ends as cancelled', async () => {
  const work = core.context.job(
    'slow',
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  expect(await client.call('job.cancel', { job: 'slow' })).toEqual({ cancelled: true });
  expect(await codeOf(() => work)).toBe('cancelled');
  expect(await client.call('job.cancel', { job: 'slow' })).toEqual({ cancelled: false });
});
