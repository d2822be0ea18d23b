import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

const before = migrations.filter((step) => step.version < 410);
const upTo410 = migrations.filter((step) => step.version <= 410);

test('packages of a station from before volumes are packages of one volume, written where they were written', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, before);
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
    VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
    INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, bytes, sm3, number, file,
      medium, written_at, courier, handed_at)
    VALUES ('p1', 7, 1, '', 'b', 't1', '李敏', '{"license":2}', 2, 4096, 'aa', 'bb', '0001-p1.ydp', '/media/usb', 't2', '孙晓东', 't3'),
           ('p2', 7, 2, 'p1', 'b', 't4', '李敏', '{"license":1}', 1, 2048, 'cc', 'dd', '0002-p2.ydp', '', '', '', '');
    INSERT INTO package_record (package, record, revision, kind, change, code, name, state)
    VALUES ('p1', 'r1', 1, 'license', 'new', '', '营业执照', 'sent');
  `);
  migrate(db, upTo410);
  expect(db.prepare('SELECT * FROM volume ORDER BY package').all()).toEqual([
    {
      package: 'p1',
      number: 1,
      file: '0001-p1.ydp',
      bytes: 4096,
      sm3: 'aa',
      digest: 'bb',
      medium: '/media/usb',
      written_at: 't2',
    },
    { package: 'p2', number: 1, file: '0002-p2.ydp', bytes: 2048, sm3: 'cc', digest: 'dd', medium: '', written_at: '' },
  ]);
  expect(db.prepare('SELECT * FROM package ORDER BY sequence').all()).toEqual([
    expect.objectContaining({
      id: 'p1',
      records: 2,
      counts: '{"license":2}',
      courier: '孙晓东',
      handed_at: 't3',
      recovery: 0,
    }),
    expect.objectContaining({ id: 'p2', previous: 'p1', handed_at: '', recovery: 0 }),
  ]);
  expect(db.prepare('SELECT package FROM package_record').pluck().all()).toEqual(['p1']);
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

test('no two volumes share a file, and none belongs to a package that is not in the ledger', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db);
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
    VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
    INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records)
    VALUES ('p1', 7, 1, '', 'b', '', '', '{}', 1);
  `);
  const put = db.prepare("INSERT INTO volume (package, number, file, bytes, sm3, digest) VALUES (?, ?, ?, 1, '', '')");
  put.run('p1', 1, '0001-p1.001.ydp');
  put.run('p1', 2, '0001-p1.002.ydp');
  expect(() => put.run('p1', 3, '0001-p1.002.ydp')).toThrow(/UNIQUE/);
  expect(() => put.run('p1', 2, '0001-p1.003.ydp')).toThrow(/UNIQUE/);
  expect(() => put.run('p2', 1, '0002-p2.ydp')).toThrow(/FOREIGN KEY/);
});

test('the volumes of a package are found by its key', () => {
  const db = new Database(':memory:');
  migrate(db);
  const plan = db.prepare('EXPLAIN QUERY PLAN SELECT file FROM volume WHERE package = ? ORDER BY number').all('p') as {
    detail: string;
  }[];
  expect(plan.map((step) => step.detail).join('; ')).toMatch(/^SEARCH volume USING PRIMARY KEY \(package=\?\)$/);
});
