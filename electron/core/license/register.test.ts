import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { License } from '../../../shared/license/license.ts';
import type { LicenseFilter, LicenseOrder } from '../../../shared/license/methods.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { fillRegister } from '../../../tests/fixtures/register.ts';
import { Seeded } from '../../../tests/fixtures/seeded.ts';
import { duplicatesOf, nearDuplicates } from './duplicates.ts';
import { bounds, countLicenses, listLicenses } from './register.ts';

/** Enough that a page by type is walked, not gathered. */
const count = 3600;
/** Parts of the indexes that they are spread over. */
const parts = 4;

let at: Department;
let all: readonly Plain[];

/** A license as the table has it, read without any index. */
interface Plain {
  readonly n: number;
  readonly code: string;
  readonly name: string;
  readonly updated: string;
  readonly state: string;
  readonly facet: string;
  readonly found: string;
  readonly body: {
    readonly issued: string;
    readonly setAside: string;
    readonly holders: { readonly idKind: string }[];
    readonly stock: { readonly archive: { readonly box: string } };
  };
}

beforeAll(async () => {
  at = await openDepartment();
  for (let part = 0; part < parts; part++) {
    at.station.db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'record'").run(part * 32_768);
    fillRegister(at.station, count / parts, 1 + part, (part * count) / parts);
  }
  const rows = at.station.db
    .prepare('SELECT n, code, name, updated_at AS updated, state, facet, found_by AS found, body FROM record')
    .all() as (Omit<Plain, 'body'> & { body: string })[];
  all = rows.map((row) => ({ ...row, body: JSON.parse(row.body) }));
}, 60_000);
afterAll(() => at.close());

/** Every page of a list, one after another. */
function walk(filter: LicenseFilter & { order?: LicenseOrder }, limit = 300) {
  const found: string[] = [];
  let after: string | undefined;
  let total = 0;
  do {
    const page = listLicenses(at.station, { ...filter, after, limit });
    total = page.total;
    found.push(...page.records.map(({ code }) => code));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return { found, total };
}
const codes = (holds: (row: Plain) => boolean) => all.filter(holds).map(({ code }) => code);

/** One to eight characters out of what some license is found by. */
function wordFrom(random: Seeded): string {
  for (;;) {
    const chars = [...all[random.below(all.length)]!.found];
    const from = random.below(chars.length);
    const word = chars.slice(from, from + 1 + random.below(8)).join('');
    if (!/\s/.test(word)) return word;
  }
}

describe('the register', () => {
  const filters: readonly [string, LicenseFilter, (row: Plain) => boolean][] = [
    ['nothing', {}, () => true],
    ['type', { type: '结婚证' }, (row) => row.facet === '结婚证'],
    ['states', { states: ['draft', 'stored'] }, (row) => row.state === 'draft' || row.state === 'stored'],
    ['box', { box: '003' }, (row) => row.body.stock.archive.box === '003'],
    [
      'days of issue',
      { issuedFrom: '2010-02-01', issuedTo: '2015-12-31' },
      (row) => row.body.issued >= '2010-02-01' && row.body.issued <= '2015-12-31',
    ],
    ['kind of holder code', { idKind: '111' }, (row) => row.body.holders[0]?.idKind === '111'],
    ['待查', { aside: true }, (row) => row.body.setAside !== ''],
    ['errors', { wrong: true }, () => false],
    ['way of entry', { way: '导入' }, () => false],
    ['a word that is in most', { query: '郑' }, (row) => row.found.includes('郑')],
    ['a long word that is in most', { query: '有限公司' }, (row) => row.found.includes('有限公司')],
    ['a word that is in few', { query: '宏远' }, (row) => row.found.includes('宏远')],
    ['one digit', { query: '7' }, (row) => row.found.includes('7')],
    ['digits inside a number', { query: '010500' }, (row) => row.found.includes('010500')],
    ['initials', { query: 'zzj' }, (row) => row.found.includes('zzj')],
    ['档号', { query: '002-03-0' }, (row) => row.found.includes('002-03-0')],
    ['a sign', { query: '-' }, (row) => row.found.includes('-')],
    ['a rare character', { query: '𠮷' }, (row) => row.found.includes('𠮷')],
    ['nobody', { query: '查无此人' }, () => false],
    [
      'two words and a filter',
      { query: '郑州 物流', type: '营业执照' },
      (row) => row.facet === '营业执照' && row.found.includes('郑州') && row.found.includes('物流'),
    ],
    [
      'a filter that is rarer than the word',
      { query: '郑州', box: '001' },
      (row) => row.body.stock.archive.box === '001' && row.found.includes('郑州'),
    ],
  ];
  it.each(filters)('filtered by %s gives the same as looking at each license', (_, filter, holds) => {
    const wanted = codes(holds);
    const { found, total } = walk(filter);
    expect(found.toSorted()).toEqual(wanted.toSorted());
    const first = listLicenses(at.station, filter);
    if (!first.atLeast) expect(total).toBe(wanted.length);
    else expect(wanted.length).toBeGreaterThan(first.total);
    const counted = countLicenses(at.station, filter);
    if (first.atLeast) expect(counted).toBeNull();
    if (counted) expect(Object.values(counted).reduce((sum, one) => sum + one)).toBe(wanted.length);
  });

  it('is searched with all kinds of records: there too it is said where more were not counted', async () => {
    for (const [query, more] of [
      ['郑州', true],
      [all[7]!.code, false],
    ] as const) {
      const { total, atLeast } = await at.client.call('search.find', { query });
      expect(atLeast, query).toBe(more);
      expect(total, query).toBe(listLicenses(at.station, { query }).total);
    }
  });

  it.each(['updated', 'issued', 'code', 'name'] as const)(
    'sorted by %s goes page by page through all, each once',
    (order) => {
      const key = (row: Plain) =>
        ({ updated: row.updated, issued: row.body.issued, code: row.code, name: row.name })[order];
      const sign = order === 'updated' || order === 'issued' ? -1 : 1;
      const wanted = all
        .toSorted((a, b) => sign * (Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))) || a.n - b.n))
        .map(({ code }) => code);
      expect(walk({ order }, 97).found).toEqual(wanted);
      expect(walk({ order, query: '郑' }, 500).found).toEqual(wanted);
    },
  );

  it.each([
    ['as they are', {}],
    ['few, so that more is walked', { few: 60, some: 900, walked: 400, walkedInIndex: 700, scattered: 10 }],
    ['none, so that all walks end early', { few: 1, some: 3600, walked: 1, walkedInIndex: 1, scattered: 0 }],
    ['many, so that no walk ends', { few: 20, some: 0, walked: 9000, walkedInIndex: 9000, scattered: 0 }],
  ])('finds what looking at each license finds, page by page, with bounds %s', (_, change) => {
    const usual = { ...bounds };
    Object.assign(bounds, change);
    try {
      const random = new Seeded(3);
      const orders = ['updated', 'issued', 'code', 'name'] as const;
      for (let round = 0; round < 60; round++) {
        const words = Array.from({ length: 1 + random.below(2) }, () => wordFrom(random));
        const filter: LicenseFilter = {
          query: words.join(' '),
          ...(random.below(3) === 0 ? { type: all[random.below(all.length)]!.facet } : {}),
          ...(random.below(4) === 0 ? { states: ['pending' as const] } : {}),
          ...(random.below(6) === 0 ? { box: '004' } : {}),
        };
        const order = orders[random.below(3) && random.below(4)]!;
        const key = ({ updated, body, code, name }: Plain) => ({ updated, issued: body.issued, code, name })[order];
        const sign = order === 'updated' || order === 'issued' ? -1 : 1;
        const wanted = all
          .filter(
            (row) =>
              words.every((word) => row.found.includes(word)) &&
              (filter.type === undefined || row.facet === filter.type) &&
              (filter.states === undefined || row.state === 'pending') &&
              (filter.box === undefined || row.body.stock.archive.box === filter.box),
          )
          .toSorted((a, b) => sign * (Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))) || a.n - b.n))
          .map(({ code }) => code);
        const what = JSON.stringify({ ...filter, order });
        const { found, total } = walk({ ...filter, order }, 300);
        expect(found, what).toEqual(wanted);
        if (listLicenses(at.station, { ...filter, order, limit: 300 }).atLeast)
          expect(wanted.length, what).toBeGreaterThan(total);
        else expect(total, what).toBe(wanted.length);
      }
    } finally {
      Object.assign(bounds, usual);
    }
  });

  it('finds the licenses with a number, or a name and a day of issue, in whichever part they stand', async () => {
    for (const row of all.filter((_, at) => at % 900 === 5)) {
      const type = await at.client.call('license.type', { name: row.facet });
      const ids = duplicatesOf(at.station, type, { number: row.code, copy: '' }).map(({ code }) => code);
      expect(ids, row.code).toContain(row.code);
      const near = nearDuplicates(at.station, type, { ...(row.body as never as License), number: '' });
      expect(
        near.map(({ code }) => code),
        row.code,
      ).toContain(row.code);
    }
  });

  it('follows a license that is changed, stepped or taken away', () => {
    const of = (n: number) =>
      at.station.db.prepare('SELECT * FROM license_row WHERE n = ?').get(n) as {
        state: string;
        box: string;
        own: number;
      };
    const [row] = all.filter(({ state }) => state === 'pending');
    const record = at.station.records.find({ kind: 'license', code: row!.code })!;
    expect(of(row!.n)).toMatchObject({ own: 1, state: 'pending', box: '001' });
    at.station.records.step(record.id, { cause: 'withdraw' });
    expect(of(row!.n).state).toBe('draft');
    at.station.records.remove(record.id);
    expect(of(row!.n)).toBeUndefined();
  });
});

it.each([
  ['{}', {}, 'license_row_by_updated'],
  ['type', { type: '营业执照' }, 'license_row_by_type'],
  ['one state', { states: ['pending'] }, 'license_row_by_state'],
  ['code', { order: 'code' }, 'license_row_by_code'],
  ['name', { order: 'name' }, 'license_row_by_name'],
  ['issued', { order: 'issued' }, 'license_row_by_issued'],
] as const)('a page by %s is read in the order of its index, without sorting', (_, query, index) => {
  const plans: string[] = [];
  const { prepare } = at.station.db;
  at.station.db.prepare = ((sql: string) => {
    if (sql.includes('license_')) plans.push(planOf(prepare.bind(at.station.db)(`EXPLAIN QUERY PLAN ${sql}`)));
    return prepare.call(at.station.db, sql);
  }) as typeof prepare;
  try {
    listLicenses(at.station, query as never);
  } finally {
    at.station.db.prepare = prepare;
  }
  expect(plans.at(-1)).toContain(index);
  expect(plans.at(-1)).not.toContain('TEMP B-TREE');
  const divided = 'order' in query;
  const searches = plans.at(-1)?.split(`USING COVERING INDEX ${index} (own=?${divided ? ' AND <expr>=?' : ''}`);
  expect(searches).toHaveLength(1 + (divided ? parts : 1));
  expect(plans.join()).toContain('SEARCH r USING PRIMARY KEY (own=?');
});

function planOf(statement: ReturnType<Department['station']['db']['prepare']>): string {
  const names = [...statement.source.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]);
  return (statement.all(Object.fromEntries(names)) as { detail: string }[]).map(({ detail }) => detail).join('; ');
}
