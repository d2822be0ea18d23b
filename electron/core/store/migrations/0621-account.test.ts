import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('departments that were enrolled before have no accounts; those of one are found by its index', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 621),
  );
  db.exec(`INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
    VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '')`);
  migrate(db);
  expect(db.prepare('SELECT count(*) FROM account').pluck().get()).toBe(0);
  db.exec(
    "INSERT INTO account (partner, person, duty, account, reason, applied, at, by) VALUES ('d', '李敏', '', 'mzj-01', '', '', '', '')",
  );
  const plan = db.prepare("EXPLAIN QUERY PLAN SELECT n FROM account WHERE partner = 'd' ORDER BY n").all();
  expect(JSON.stringify(plan)).toContain('account_by_partner');
});
