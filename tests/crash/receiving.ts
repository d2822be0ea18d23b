import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/**
 * Declares the test that a bureau which is killed so many times at random while it receives takes every record once and gives the receipts that it gave
 * before. Once all packages are in, a bureau that has none begins anew.
 */
export function killReceiving(wanted: number): void {
  const root = mkdtempSync(join(tmpdir(), 'yidi-crash-'));
  const media = join(root, 'media');
  let department: Desk;
  let empty = '';
  let key: Uint8Array;

  beforeAll(async () => {
    mkdirSync(media);
    department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
    await enrol(department, bureau);
    await bureau.core.close();
    empty = bureau.dir;
    await writeLicensePackages(department.core.context.station, media, packages, each);
    key = await keyByPassword(empty, '李敏', password, Date.now());
  }, 60_000);
  afterAll(async () => {
    await department.core.close();
    rmSync(root, { recursive: true, force: true });
  });

  test(`killed ${wanted} times while it receives, a bureau takes every record once and gives the receipt that it gave before`, async () => {
    let kills = 0;
    for (let round = 0; kills < wanted; round++) {
      const dir = join(root, `bureau-${round}`);
      const receipts = join(root, `receipts-${round}`);
      cpSync(empty, dir, { recursive: true });
      mkdirSync(receipts);
      kills += await untilAllAreIn(dir, receipts, () => Uint8Array.from(key), media, wanted - kills);
      rmSync(dir, { recursive: true });
    }
    expect(kills).toBe(wanted);
  }, 3_600_000);
}

/** Receives until all packages are in, killed `most` times at most. Gives how often it was. */
async function untilAllAreIn(
  dir: string,
  receipts: string,
  key: () => Uint8Array,
  media: string,
  most: number,
): Promise<number> {
  // One that was being written when the bureau was killed has not got its name yet, and is written again.
  const receiptFiles = (): Map<string, string> => {
    const names = readdirSync(receipts).filter((name) => name.endsWith('.ydp'));
    return new Map(names.map((name) => [name, readFileSync(join(receipts, name), 'base64')]));
  };
  const said = new Set<string>();
  let given = new Map<string, string>();
  let kills = 0;
  // As long as the machine needs for about one package: more after a run that took none in, less after one that did.
  let patience = 200;
  for (let ended = false; !ended; ) {
    const before = said.size;
    const after = kills < most ? Math.random() * patience : null;
    const run = await runAndKill('receiver.ts', [dir, media, receipts], { after });
    ended = run.ended;
    if (!ended) kills++;
    for (const line of run.said) {
      const [word, id = '', received] = line.split(' ');
      if (word !== 'received') continue;
      expect(Number(received)).toBe(each);
      said.add(id);
    }
    patience *= said.size > before ? 0.6 : 1.4;
    const station = openStation(dir, key());
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
  }
  expect(said.size).toBe(packages);
  expect(given.size).toBe(packages);
  expect(readdirSync(receipts)).toHaveLength(packages);
  const station = openStation(dir, key());
  const count = (sql: string): unknown => station.db.prepare(sql).pluck().get();
  expect(count("SELECT count(*) FROM record WHERE kind = 'license'")).toBe(packages * each);
  expect(count('SELECT count(*) FROM version')).toBe(packages * each);
  expect(count('SELECT count(*) FROM intake_record')).toBe(packages * each);
  expect(count("SELECT count(*) FROM audit WHERE action = 'license.intake'")).toBe(packages * each);
  expect(count("SELECT count(*) FROM audit WHERE action = 'intake.receive'")).toBe(packages);
  expect(count('SELECT count(*) FROM record_search')).toBe(packages * each);
  station.close();
  return kills;
}
