import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toHex } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { verifyPackage } from '../../electron/core/exchange/format/format.ts';
import { clearLeftovers } from '../../electron/core/exchange/sealed-file.ts';
import { verifyAudit } from '../../electron/core/store/audit.ts';
import { keyByPassword } from '../../electron/core/store/credentials.ts';
import { checkDatabase } from '../../electron/core/store/database.ts';
import { openStation, type Station } from '../../electron/core/store/station.ts';
import { enrol, makeStation, password } from '../journey/stations.ts';
import { runAndKill } from './kill.ts';

const kills = 50;
const root = mkdtempSync(join(tmpdir(), 'yidi-crash-'));
const dir = join(root, 'department');
const media = join(root, 'media');
const samples = new URL('../../resources/samples/catalogs/market-regulation.json', import.meta.url);
const [template] = (JSON.parse(readFileSync(samples, 'utf8')) as { catalogs: unknown[] }).catalogs;
let key: Uint8Array;

beforeAll(async () => {
  mkdirSync(media);
  const department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await department.core.close();
  await bureau.core.close();
  key = await keyByPassword(dir, '李敏', password, Date.now());
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Volume {
  readonly package: string;
  readonly file: string;
  readonly sm3: string;
}

function volumesOf({ db }: Station): Volume[] {
  return db.prepare('SELECT package, file, sm3 FROM volume ORDER BY package, number').all() as Volume[];
}

test(`killed ${kills} times: no saved record is missing, no half package passes for a whole one, the audit chain holds`, async () => {
  const saved = new Map<string, number>();
  const packed = new Set<string>();
  let severalVolumes = false;
  for (let kill = 0; kill < kills; kill++) {
    for (const line of (await runAndKill('writer.ts', [dir, media, JSON.stringify(template)], Math.random() * 1200))
      .said) {
      const [word, id = '', detail = ''] = line.split(' ');
      if (word === 'saved') saved.set(id, Number(detail));
      if (word === 'packed') packed.add(id);
    }
    const station = openStation(dir, Uint8Array.from(key));
    try {
      for (const [id, revision] of saved)
        expect(station.records.get(id).revision, `kill ${kill}`).toBeGreaterThanOrEqual(revision);
      expect(verifyAudit(station.db)).toMatchObject({ ok: true });
      checkDatabase(station.db);
      const ledger = Map.groupBy(volumesOf(station), (volume) => volume.package);
      for (const id of packed) expect(ledger.has(id), `package ${id} after kill ${kill}`).toBe(true);
      for (const volumes of ledger.values()) {
        const paths = volumes.map(({ file }) => join(dir, 'outbox', file));
        expect(await verifyPackage(paths), `sealed ${paths}`).toMatchObject({ ok: true });
        severalVolumes ||= volumes.length > 1;
      }
    } finally {
      station.close();
    }
  }
  const station = openStation(dir, Uint8Array.from(key));
  const inLedger = new Map(volumesOf(station).map(({ file, sm3 }) => [file, sm3]));
  const written = readdirSync(media).filter((name) => name.endsWith('.ydp'));
  for (const name of written) expect(toHex(sm3(readFileSync(join(media, name)))), name).toBe(inLedger.get(name));
  clearLeftovers(station);
  expect(readdirSync(join(dir, 'outbox')).sort()).toEqual([...inLedger.keys()].sort());
  station.close();
  expect(saved.size).toBeGreaterThan(kills);
  expect(packed.size).toBeGreaterThan(5);
  expect(severalVolumes).toBe(true);
}, 600_000);
