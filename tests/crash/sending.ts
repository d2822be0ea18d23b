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
import { openCopy } from '../exchange/desks.ts';
import { enrol, makeStation, password } from '../journey/stations.ts';
import { runAndKill } from './kill.ts';

/** What a run is doing when it is killed, by the word that it says before. */
const moments = ['saving', 'packing', 'writing'] as const;
type Moment = (typeof moments)[number];

/** Longest wait after that word, ms; less after a kill that came too late. */
const patience: Record<Moment, number> = { saving: 600, packing: 400, writing: 200 };

const samples = new URL('../../resources/samples/catalogs/market-regulation.json', import.meta.url);

/** Declares the test that a department which is killed so many times at random while it saves, packs and writes loses nothing and doubles nothing. */
export function killSending(wanted: Readonly<Record<Moment, number>>): void {
  const root = mkdtempSync(join(tmpdir(), 'yidi-crash-'));
  const dir = join(root, 'department');
  const media = join(root, 'media');
  const [template] = (JSON.parse(readFileSync(samples, 'utf8')) as { catalogs: unknown[] }).catalogs;
  const words = [dir, media, JSON.stringify(template)];
  let bureau = '';
  let key: Uint8Array;

  beforeAll(async () => {
    mkdirSync(media);
    const department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
    const there = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
    await enrol(department, there);
    await department.core.close();
    await there.core.close();
    bureau = there.dir;
    key = await keyByPassword(dir, '李敏', password, Date.now());
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const saved = new Map<string, number>();
  const packed = new Set<string>();
  const written = new Set<string>();
  const whole = new Set<string>();
  let severalVolumes = false;

  /** What it said to be done is done, and nothing half-done passes for it. */
  async function check(station: Station, when: string): Promise<void> {
    expect(verifyAudit(station.db)).toMatchObject({ ok: true });
    checkDatabase(station.db);
    for (const [id, revision] of saved)
      expect(station.records.get(id).revision, `${id} ${when}`).toBeGreaterThanOrEqual(revision);
    const ledger = Map.groupBy(volumesOf(station), (volume) => volume.package);
    for (const id of packed) expect(ledger.has(id), `package ${id} ${when}`).toBe(true);
    for (const [id, volumes] of ledger) {
      severalVolumes ||= volumes.length > 1;
      if (whole.has(id)) continue;
      const paths = volumes.map(({ file }) => join(dir, 'outbox', file));
      expect(await verifyPackage(paths), `sealed ${paths} ${when}`).toMatchObject({ ok: true });
      whole.add(id);
    }
    // What has its name on the medium is there to the last byte.
    const inLedger = new Map([...ledger.values()].flat().map((volume) => [volume.file, volume]));
    for (const name of readdirSync(media).filter((one) => one.endsWith('.ydp')))
      expect(toHex(sm3(readFileSync(join(media, name)))), `${name} ${when}`).toBe(inLedger.get(name)?.sm3);
    for (const id of written)
      for (const { file } of ledger.get(id)!) expect(readdirSync(media), `${file} ${when}`).toContain(file);
    const { twice, astray } = station.db
      .prepare(
        `SELECT (SELECT count(*) FROM (SELECT 1 FROM package_record GROUP BY record, revision HAVING count(*) > 1)) AS twice,
           (SELECT count(*) FROM record r WHERE (state = 'sent') <> EXISTS (SELECT 1 FROM package_record x WHERE x.record = r.id)) AS astray`,
      )
      .get() as { twice: number; astray: number };
    expect({ twice, astray }, when).toEqual({ twice: 0, astray: 0 });
  }

  const total = moments.reduce((sum, one) => sum + wanted[one], 0);
  test(`killed ${total} times while it saves, packs and writes, a department loses nothing and doubles nothing`, async () => {
    const hits: Record<Moment, number> = { saving: 0, packing: 0, writing: 0 };
    let runs = 0;
    const run = async (
      from: Moment,
      after: number | null,
      more: readonly string[] = [],
    ): Promise<readonly string[]> => {
      const { said } = await runAndKill('writer.ts', [...words, ...more], { after, from });
      for (const line of said) {
        const [word, id = '', detail = ''] = line.split(' ');
        if (word === 'saved') saved.set(id, Number(detail));
        if (word === 'packed') packed.add(id);
        if (word === 'written') written.add(id);
      }
      const station = openStation(dir, Uint8Array.from(key));
      try {
        await check(station, `after run ${runs}`);
      } finally {
        station.close();
      }
      return said;
    };
    const waits = { ...patience };
    for (const moment of moments)
      while (hits[moment] < wanted[moment]) {
        expect(++runs).toBeLessThan(10 * total);
        const said = await run(moment, Math.random() * waits[moment]);
        const last = said.findLast((line) => moments.some((one) => line.startsWith(one)))?.split(' ')[0];
        const hit = moments.find((one) => one === last);
        if (hit) hits[hit] += 1;
        if (hit !== moment) waits[moment] *= 0.9;
      }
    console.log(`kills: ${moments.map((one) => `${one} ${hits[one]}`).join(', ')}`);

    // The last run is let alone: it writes what was sealed, and sends what waits.
    await run('saving', null, ['finish']);
    const station = openStation(dir, Uint8Array.from(key));
    const inLedger = volumesOf(station).map(({ file }) => file);
    clearLeftovers(station);
    expect(readdirSync(join(dir, 'outbox')).sort()).toEqual([...inLedger].sort());
    const sent = station.records.counts('catalog').sent;
    const everything = station.db.prepare('SELECT id, revision FROM record ORDER BY id').raw().all();
    station.close();
    expect(
      readdirSync(media)
        .filter((name) => name.endsWith('.ydp'))
        .sort(),
    ).toEqual([...inLedger].sort());
    expect(readdirSync(media).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(sent).toBe(everything.length);
    expect(sent).toBeGreaterThanOrEqual(saved.size);
    const { client, core } = await openCopy(bureau);
    const { packages } = await client.call('intake.receive', { paths: [media] });
    expect(packages.filter(({ ok, rejected, missing }) => !ok || rejected.length > 0 || missing.length > 0)).toEqual(
      [],
    );
    expect(packages.reduce((sum, { received }) => sum + received, 0)).toBe(sent);
    const arrived = core.context.station.db.prepare('SELECT id, revision FROM record ORDER BY id').raw().all();
    await core.close();
    expect(arrived).toEqual(everything);
    expect(saved.size).toBeGreaterThan(total);
    expect(severalVolumes).toBe(true);
  }, 3_600_000);
}

interface Volume {
  readonly package: string;
  readonly file: string;
  readonly sm3: string;
}

function volumesOf({ db }: Station): Volume[] {
  return db.prepare('SELECT package, file, sm3 FROM volume ORDER BY package, number').all() as Volume[];
}
