import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Socket, connect as socketTo } from 'node:net';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../electron/core/store/audit.ts';
import { newServer } from '../../shared/central/server.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from '../exchange/desks.ts';
import { addAccepted, addPartner } from '../fixtures/accepted.ts';
import { type Postgres, postgresDir, postgresPassword, startPostgres } from '../fixtures/postgres.ts';
import { codeOf } from '../fixtures/refusal.ts';

const office = makeOffice();
let postgres: Postgres;
let department: Desk;
let bureau: Desk;

const server = () => ({ ...newServer, host: '127.0.0.1', port: postgres.port, database: 'share', login: 'yidi' });
const load = (wish: { again?: boolean; store?: boolean } = {}) => bureau.client.call('central.load', wish);
const state = () => bureau.client.call('central.state', {});
const rowsThere = () =>
  postgres.ask<{ record_id: string; revision: number; code: string; body: object }>(
    'SELECT record_id, revision, code, body FROM yidi.accepted_record ORDER BY record_id',
  );

/** Hands in what is pending, and takes it in at the bureau. */
async function send(): Promise<void> {
  const { packageId } = await department.client.call('exchange.pack', { to: office.media, ...both });
  const { packages } = await bureau.client.call('intake.receive', { paths: [office.media], files: [] });
  expect(packages.find((one) => one.packageId === packageId)?.ok).toBe(true);
}

const decideAbout = async (id: string, outcome: 'accepted' | 'returned'): Promise<void> => {
  const { row } = await bureau.client.call('review.get', { id });
  const remarks = outcome === 'returned' ? [{ field: '', remark: '请更正' }] : [];
  await bureau.client.call('review.decide', { id, revision: row.revision, outcome, remarks });
};

describe.skipIf(!postgresDir())('the central database', () => {
  beforeAll(async () => {
    mkdirSync(office.media, { recursive: true });
    postgres = await startPostgres();
    department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
    await enrol(department, bureau);
  });
  afterAll(async () => {
    await office.close();
    await postgres.remove();
  });

  test('without a server there is nothing to load into, and a name, a wrong port or a server without password is refused', async () => {
    expect(await codeOf(load())).toBe('central-not-set');
    const set = (change: object, password?: string) =>
      codeOf(bureau.client.call('central.set', { server: { ...server(), ...change }, password }));
    expect(await set({ host: 'db.example.org' }, 'secret')).toBe('invalid-input');
    expect(await set({ host: '/var/run/postgresql' }, 'secret')).toBe('invalid-input');
    expect(await set({ port: 70_000 }, 'secret')).toBe('invalid-input');
    expect(await set({ tls: true }, 'secret')).toBe('invalid-input');
    expect(await set({})).toBe('central-password');
    expect(await codeOf(department.client.call('central.state', {}))).toBe('wrong-station');
  });

  test('a wrong password is named, the right one is kept and told to nobody', async () => {
    await bureau.client.call('central.set', { server: server(), password: 'Wrong-one-2026' });
    expect(await codeOf(bureau.client.call('central.try', {}))).toBe('central-login');
    await bureau.client.call('central.set', { server: server(), password: postgresPassword });
    await bureau.client.call('central.set', { server: server() });
    expect(await bureau.client.call('central.try', {})).toMatchObject({
      there: 0,
      version: expect.stringContaining('PostgreSQL'),
    });
    expect(await codeOf(bureau.client.call('central.set', { server: { ...server(), host: '127.0.0.2' } }))).toBe(
      'central-password',
    );
    const told = JSON.stringify([await state(), listAudit(bureau.core.context.station.db, { limit: 500 })]);
    expect(told).toContain('central.set');
    expect(told).not.toContain(postgresPassword);
  });

  let first = '';
  let second = '';
  test('only what is accepted goes in, body and files as they were handed over', async () => {
    first = await writeLicense(department, usccs[0]!);
    second = await writeLicense(department, usccs[1]!);
    await send();
    await decideAbout(first, 'accepted');
    expect((await state()).places).toEqual({ waiting: 1, loaded: 0, withdrawing: 0, unfit: 0 });
    expect(await load()).toMatchObject({ loaded: 1, removed: 0, unfit: 0, there: 1, code: '' });
    const [row, ...more] = await postgres.ask<Record<string, unknown>>('SELECT * FROM yidi.accepted_record');
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      ...{ record_id: first, kind: 'license', revision: 1, code: usccs[0], facet: '营业执照', files: [] },
      ...{ department_id: department.id, department_name: '郑州市市场监督管理局', bureau_id: bureau.id },
      accepted_at: expect.any(Date),
    });
    expect(row!['body']).toEqual(bureau.core.context.station.records.get(first).body);
    expect((await state()).places).toEqual({ waiting: 0, loaded: 1, withdrawing: 0, unfit: 0 });
  });

  test('a second run finds nothing to do; comparing anew puts back what was lost there and doubles nothing', async () => {
    expect(await load()).toMatchObject({ loaded: 0, there: 1 });
    await postgres.ask('DELETE FROM yidi.accepted_record');
    expect(await load()).toMatchObject({ loaded: 0, there: 0 });
    expect(await load({ again: true })).toMatchObject({ loaded: 1, there: 1 });
  });

  test('a newer revision waits for its own acceptance, then takes the place of the older; one taken back goes back to it', async () => {
    await writeLicense(department, usccs[0]!, { 法定代表人: '王敏' }, first);
    await send();
    expect(await load()).toMatchObject({ loaded: 0 });
    expect((await rowsThere())[0]).toMatchObject({ revision: 1 });
    await decideAbout(first, 'accepted');
    expect(await load()).toMatchObject({ loaded: 1, there: 1 });
    expect((await rowsThere())[0]).toMatchObject({ revision: 2 });
    await decideAbout(first, 'returned');
    expect(await load()).toMatchObject({ loaded: 1, there: 1 });
    expect((await rowsThere())[0]).toMatchObject({ revision: 1 });
    await decideAbout(second, 'accepted');
    await load();
    await decideAbout(second, 'returned');
    expect((await state()).places.withdrawing).toBe(1);
    expect(await load()).toMatchObject({ loaded: 0, removed: 1, there: 1 });
  });

  test('what is loaded can be marked 已入库 in the same run, and departments will hear of it', async () => {
    await decideAbout(second, 'accepted');
    const before = await state();
    expect(before.toStore).toBe(0);
    expect(await load({ store: true })).toMatchObject({ loaded: 1, stored: 1 });
    expect((await bureau.client.call('review.get', { id: second })).row.state).toBe('stored');
    const { waiting } = await bureau.client.call('review.waiting', {});
    expect(waiting).toEqual([expect.objectContaining({ partner: department.id, stored: 1 })]);
  });

  test('a row that a database cannot hold is named and stays out, all others go in', async () => {
    const { station } = bureau.core.context;
    addPartner(station, 'a'.repeat(32), '郑州市公安局');
    const ids = addAccepted(station, 'a'.repeat(32), 0, 2500);
    const spoil = (at: number, text: string): void => {
      station.db
        .prepare(
          "UPDATE version SET body = json_set(body, '$.number', ?) WHERE record = (SELECT n FROM record WHERE id = ?)",
        )
        .run(text, ids[at]);
    };
    station.db
      .prepare(`UPDATE version SET body = '{"a":"\\u0000"}' WHERE record = (SELECT n FROM record WHERE id = ?)`)
      .run(ids[7]);
    station.db
      .prepare(
        `UPDATE version SET body = '{"a":"\\\\u0000 is text"}' WHERE record = (SELECT n FROM record WHERE id = ?)`,
      )
      .run(ids[8]);
    spoil(2200, 'forbidden');
    await postgres.ask(
      "ALTER TABLE yidi.accepted_record ADD CONSTRAINT no_such CHECK (body ->> 'number' <> 'forbidden')",
    );
    expect(await load()).toMatchObject({ loaded: 2498, unfit: 2 });
    const { rows, total } = await bureau.client.call('central.list', { place: 'unfit' });
    expect(total).toBe(2);
    expect(rows.map(({ id, problem }) => [id, problem])).toEqual([
      [ids[7], expect.stringContaining('空字符')],
      [ids[2200], expect.stringContaining('no_such')],
    ]);
    await postgres.ask('ALTER TABLE yidi.accepted_record DROP CONSTRAINT no_such');
    expect(await load({ again: true })).toMatchObject({ unfit: 1, there: 2501 });
    const [kept] = await postgres.ask<{ body: object }>(
      `SELECT body FROM yidi.accepted_record WHERE record_id = '${ids[8]}'`,
    );
    expect(kept?.body).toEqual({ a: '\\u0000 is text' });
    const [odd] = await postgres.ask<{ body: object }>(
      `SELECT body FROM yidi.accepted_record WHERE record_id = '${ids[2400]}'`,
    );
    expect(odd?.body).toEqual(bureau.core.context.station.records.get(ids[2400]!).body);
  });

  test('a server that goes away in the middle is named; the next run goes on and doubles nothing', async () => {
    const { station } = bureau.core.context;
    addAccepted(station, 'a'.repeat(32), 10_000, 14_500);
    const cut = await cutAfter(3_000_000);
    try {
      await bureau.client.call('central.set', { server: { ...server(), port: cut.port } });
      expect(await codeOf(load())).toBe('central-lost');
      const left = (await state()).places.waiting;
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(4500);
      expect((await state()).runs[0]).toMatchObject({ code: 'central-lost', there: null });
      expect(4500 - (await state()).runs[0]!.loaded).toBe(left);
    } finally {
      cut.close();
    }
    await bureau.client.call('central.set', { server: server() });
    await postgres.kill();
    expect(await codeOf(load())).toBe('central-unreachable');
    await postgres.start();
    expect(await load()).toMatchObject({ there: 7001, code: '' });
    const [{ count } = { count: '' }] = await postgres.ask<{ count: string }>(
      'SELECT count(DISTINCT record_id) FROM yidi.accepted_record',
    );
    expect(count).toBe('7001');
  });

  test('another database gets everything, and the first one still knows its own', async () => {
    await postgres.ask('CREATE DATABASE other');
    await bureau.client.call('central.set', { server: { ...server(), database: 'other' } });
    expect(await load()).toMatchObject({ loaded: 7001, there: 7001 });
    await bureau.client.call('central.set', { server: server() });
    expect(await load()).toMatchObject({ there: 7001 });
  });

  test('tables of another version are left alone', async () => {
    await postgres.ask('UPDATE yidi.central SET version = 7');
    expect(await codeOf(load())).toBe('central-schema');
    await postgres.ask('UPDATE yidi.central SET version = 1');
  });

  test('a run that is cancelled keeps what it has loaded', async () => {
    addAccepted(bureau.core.context.station, 'a'.repeat(32), 30_000, 34_500);
    let heard = false;
    const stop = bureau.core.listen((event) => {
      if (event !== 'progress' || heard) return;
      heard = true;
      void bureau.client.call('job.cancel', { job: 'j1' });
    });
    expect(await codeOf(bureau.client.call('central.load', { job: 'j1' }))).toBe('cancelled');
    stop();
    const { places, runs } = await state();
    expect(runs[0]).toMatchObject({ code: 'cancelled' });
    expect(runs[0]!.loaded).toBeGreaterThan(0);
    expect(places.waiting).toBe(4500 - runs[0]!.loaded);
    expect(await load()).toMatchObject({ there: 11_501 });
  });

  test('export writes the same rows as csv and as Parquet, and logs what for', async () => {
    const there = await rowsThere();
    const out = (format: 'csv' | 'parquet') =>
      bureau.client.call('central.export', { format, purpose: '移交市库核对', to: office.root, as: `all.${format}` });
    const made = await out('parquet');
    expect(made.rows).toBe(11_502);
    const file = readFileSync(made.path);
    const rows = await parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) });
    const byId = new Map(rows.map((row) => [row['record_id'], row]));
    expect(byId.size).toBe(11_502);
    for (const row of there) {
      const { revision, code, body } = byId.get(row.record_id)!;
      expect({ revision, code, body: JSON.parse(body as string) }).toEqual({
        revision: row.revision,
        code: row.code,
        body: row.body,
      });
    }
    expect((await out('csv')).rows).toBe(11_502);
    const lines = readFileSync(join(office.root, 'all.csv'), 'utf8');
    expect(lines.startsWith('\ufeffrecord_id,kind,department_id')).toBe(true);
    expect(lines).toContain(usccs[0]);
    const logged = listAudit(bureau.core.context.station.db, { limit: 10, query: 'central.export' });
    expect(logged.map(({ new: next }) => JSON.parse(next).purpose)).toEqual(['移交市库核对', '移交市库核对']);
  });
});

/** A way to the server that breaks once so many bytes have gone to it. */
async function cutAfter(bytes: number): Promise<{ port: number; close: () => void }> {
  const sockets: Socket[] = [];
  const proxy = createServer((from) => {
    const to = socketTo(postgres.port, '127.0.0.1');
    sockets.push(from, to);
    let gone = 0;
    from.on('data', (piece) => {
      gone += piece.length;
      if (gone > bytes) {
        from.destroy();
        to.destroy();
      }
    });
    for (const one of [from, to]) one.on('error', () => {});
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  return {
    port: (proxy.address() as { port: number }).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
