import type { Db } from '../database.ts';

const facts = ['own', 'type', 'state', 'status', 'id_kind', 'aside', 'wrong', 'way'] as const;
const of = (row: string): string => facts.map((fact) => `${row}.${fact}`).join(', ');

/**
 * How many licenses of the register share the facts that have few values, kept by triggers: the number above a list is a sum of some dozens of rows,
 * however many licenses there are. A changed license is written anew, so that it is counted off and on.
 */
export function up0571(db: Db): void {
  const { sql } = db.prepare("SELECT sql FROM sqlite_master WHERE name = 'license_row_of_changed'").get() as {
    sql: string;
  };
  db.exec(`
    CREATE TABLE license_count (
      own     INTEGER NOT NULL,
      type    TEXT NOT NULL,
      state   TEXT NOT NULL,
      status  TEXT NOT NULL,
      id_kind TEXT NOT NULL,
      aside   INTEGER NOT NULL,
      wrong   INTEGER NOT NULL,
      way     TEXT NOT NULL,
      count   INTEGER NOT NULL,
      PRIMARY KEY (${facts.join(', ')})
    ) STRICT, WITHOUT ROWID;
    INSERT INTO license_count SELECT ${of('r')}, count(*) FROM license_row r GROUP BY ${of('r')};

    DROP TRIGGER license_row_of_changed;
    ${sql.replace(/\bBEGIN\b/, 'BEGIN DELETE FROM license_row WHERE n = new.n;')};
    CREATE TRIGGER license_row_counted AFTER INSERT ON license_row BEGIN
      INSERT INTO license_count VALUES (${of('new')}, 1) ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER license_row_uncounted AFTER DELETE ON license_row BEGIN
      UPDATE license_count SET count = count - 1 WHERE (${facts.join(', ')}) = (${of('old')});
    END;
  `);
}
