import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { piecesOf } from '../../../../shared/search/pieces.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('licenses of an older station stand in the register, and all records are found again', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 560),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, 'draft', 1, ?, 2, '[]', '', '[]', ?, '李敏', '', '李敏', '2026-11-01')`,
  );
  const body = {
    status: '有效',
    issued: '2018-05-17',
    holders: [{ name: '宇通', idKind: '001' }],
    stock: { archive: { box: '07' } },
    setAside: '看不清',
    from: { MC: '键入', ZS: '导入' },
  };
  put.run('1', 'license', '', '91410', '宇通', '营业执照', JSON.stringify(body), '91410\n宇通\nyt');
  put.run('2', 'license', 'bureau', 'x', '', '结婚证', '{}', 'x');
  put.run('3', 'catalog', '', '307', '婚姻登记', '', '{}', '婚姻登记\nhydj');
  db.prepare("INSERT INTO record_search (rowid, pieces) VALUES (1, '旧')").run();
  migrate(db);
  expect(db.prepare('SELECT * FROM license_row ORDER BY n').all()).toMatchObject([
    {
      n: 1,
      own: 1,
      type: '营业执照',
      status: '有效',
      box: '07',
      issued: '2018-05-17',
      id_kind: '001',
      aside: 1,
      wrong: 1,
      way: '导入',
    },
    { n: 2, own: 0, type: '结婚证', status: '', box: '', issued: '', id_kind: '', aside: 0, way: '键入' },
  ]);
  const found = (word: string) =>
    db.prepare('SELECT rowid FROM record_search WHERE record_search MATCH ?').pluck().all(`"${word}"`);
  expect([found('914'), found('婚姻'), found('旧')]).toEqual([[1], [3], []]);
  expect(piecesOf('914')).toContain('914');
  db.prepare('DELETE FROM record WHERE n = 1').run();
  expect(db.prepare('SELECT n FROM license_row').pluck().all()).toEqual([2]);
});
