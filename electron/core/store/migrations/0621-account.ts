import type { Db } from '../database.ts';

/** What a bureau decided about a department's applications for accounts (notice, annex 2): `account` is '' for one that was refused, `reason` is why. A later line about the same person holds. */
export function up0621(db: Db): void {
  db.exec(`
    CREATE TABLE account (
      n       INTEGER PRIMARY KEY,
      partner TEXT NOT NULL REFERENCES partner (id),
      person  TEXT NOT NULL,
      duty    TEXT NOT NULL,
      account TEXT NOT NULL,
      reason  TEXT NOT NULL,
      applied TEXT NOT NULL,
      at      TEXT NOT NULL,
      by      TEXT NOT NULL
    ) STRICT;
    CREATE INDEX account_by_partner ON account (partner, n);
  `);
}
