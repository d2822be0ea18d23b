import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../electron/core/store/audit.ts';
import { keyByPassword } from '../../electron/core/store/credentials.ts';
import { checkDatabase } from '../../electron/core/store/database.ts';
import { openStation } from '../../electron/core/store/station.ts';
import { writeLicensePackages } from '../fixtures/license-packages.ts';
import { type Desk, enrol, makeStation, password } from '../journey/stations.ts';
import { runAndKill } from './kill.ts';

const packages = 8;
const each = 200;
const root = mkdtempSync(join(tmpdir(), 'yidi-crash-'));
const [media, receipts] = [join(root, 'media'), join(root, 'receipts')];
const dir = join(root, 'bureau');
let department: Desk;
let key: Uint8Array;

beforeAll(async () => {
  for (const folder of [media, receipts]) mkdirSync(folder);
  department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await bureau.core.close();
  await writeLicensePackages(department.core.context.station, media, packages, each);
  key = await keyByPassword(dir, '李敏', password, Date.now());
}, 60_000);
afterAll(async () => {
  await department.core.close();
  rmSync(root, { recursive: true, force: true });
});

const receiptFiles = (): Map<string, string> =>
  new Map(readdirSync(receipts).map((name) => [name, readFileSync(join(receipts, name), 'base64')]));

test('killed again and again while it receives, a bureau takes every record once and gives the receipt that it gave before', async () => {
  const said = new Set<string>();
  let given = new Map<string, string>();
  let kills = 0;
  // As long as the machine needs for about one package: more after a run that took none in, less after one that did.
  let patience = 200;
  for (let ended = false; !ended; ) {
    const before = said.size;
    const run = await runAndKill('receiver.ts', [dir, media, receipts], Math.random() * patience);
    ended = run.ended;
    if (!ended) kills++;
    for (const line of run.said) {
      const [word, id = '', received] = line.split(' ');
      if (word !== 'received') continue;
      expect(Number(received)).toBe(each);
      said.add(id);
    }
    patience *= said.size > before ? 0.6 : 1.4;
    const station = openStation(dir, Uint8Array.from(key));
    try {
      expect(verifyAudit(station.db)).toMatchObject({ ok: true });
      checkDatabase(station.db);
      const ledger = station.db.prepare('SELECT id, received FROM intake').all() as { id: string; received: number }[];
      expect(ledger.every(({ received }) => received === each)).toBe(true);
      for (const id of said) expect(ledger.map((one) => one.id)).toContain(id);
    } finally {
      station.close();
    }
    const now = receiptFiles();
    for (const [name, bytes] of given) expect(now.get(name), name).toBe(bytes);
    given = now;
    expect(kills).toBeLessThan(200);
  }
  expect(kills).toBeGreaterThan(3);
  expect(said.size).toBe(packages);
  const station = openStation(dir, Uint8Array.from(key));
  const count = (sql: string): unknown => station.db.prepare(sql).pluck().get();
  expect(count("SELECT count(*) FROM record WHERE kind = 'license'")).toBe(packages * each);
  expect(count('SELECT count(*) FROM version')).toBe(packages * each);
  expect(count('SELECT count(*) FROM intake_record')).toBe(packages * each);
  expect(count("SELECT count(*) FROM audit WHERE action = 'license.intake'")).toBe(packages * each);
  expect(count("SELECT count(*) FROM audit WHERE action = 'intake.receive'")).toBe(packages);
  expect(count('SELECT count(*) FROM record_search')).toBe(packages * each);
  station.close();
  expect(given.size).toBe(packages);
}, 600_000);
