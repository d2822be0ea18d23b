import { piecesOf } from '../../../../shared/search/pieces.ts';
import type { Db } from '../database.ts';

/** What the register filters and sorts by, out of a record's own columns and its body (shared/license/license.ts). */
const facts = `r.n, r.origin = '', r.facet, r.state,
  coalesce(json_extract(r.body, '$.status'), ''),
  coalesce(json_extract(r.body, '$.stock.archive.box'), ''),
  coalesce(json_extract(r.body, '$.issued'), ''),
  coalesce(json_extract(r.body, '$.holders[0].idKind'), ''),
  coalesce(json_extract(r.body, '$.setAside'), '') <> '',
  r.errors > 0,
  CASE WHEN instr(json_extract(r.body, '$.from'), '"导入"') > 0 THEN '导入'
       WHEN instr(json_extract(r.body, '$.from'), '"识读"') > 0 THEN '识读' ELSE '键入' END,
  r.code, r.name, r.updated_at, r.found_by`;

const columns =
  'n, own, type, state, status, box, issued, id_kind, aside, wrong, way, code, name, updated_at, found_by';

const keep = `INSERT OR REPLACE INTO license_row (${columns}) SELECT ${facts} FROM record r WHERE r.n = new.n;`;

/**
 * The register of licenses (electron/core/license/register.ts): one narrow row a license, kept by triggers, so that a list of 200 000 is filtered,
 * counted and sorted without reading a single body. `license_row_facts` holds all that is counted. Runs of Latin letters and digits are searched
 * by three characters now (shared/search/pieces.ts): two of them are in every tenth number.
 */
export function up0560(db: Db): void {
  db.exec(`
    CREATE TABLE license_row (
      n          INTEGER PRIMARY KEY REFERENCES record (n) ON DELETE CASCADE,
      own        INTEGER NOT NULL,
      type       TEXT NOT NULL,
      state      TEXT NOT NULL,
      status     TEXT NOT NULL,
      box        TEXT NOT NULL,
      issued     TEXT NOT NULL,
      id_kind    TEXT NOT NULL,
      aside      INTEGER NOT NULL,
      wrong      INTEGER NOT NULL,
      way        TEXT NOT NULL,
      code       TEXT NOT NULL,
      name       TEXT NOT NULL,
      updated_at TEXT NOT NULL,
      found_by   TEXT NOT NULL
    ) STRICT;
    INSERT INTO license_row (${columns}) SELECT ${facts} FROM record r WHERE r.kind = 'license';
    CREATE INDEX license_row_facts ON license_row (own, type, state, status, box, issued, id_kind, aside, wrong, way);
    CREATE INDEX license_row_by_updated ON license_row (own, updated_at, n);
    CREATE INDEX license_row_by_code ON license_row (own, code, n);
    CREATE INDEX license_row_by_name ON license_row (own, name, n);
    CREATE INDEX license_row_by_issued ON license_row (own, issued, n);
    CREATE INDEX license_row_by_type ON license_row (own, type, updated_at, n);
    CREATE INDEX license_row_by_state ON license_row (own, state, updated_at, n);
    CREATE INDEX license_row_by_box ON license_row (own, box, updated_at, n);

    CREATE TRIGGER license_row_of_new AFTER INSERT ON record WHEN new.kind = 'license' BEGIN ${keep} END;
    CREATE TRIGGER license_row_of_changed
      AFTER UPDATE OF code, name, facet, state, body, errors, updated_at, found_by ON record
      WHEN new.kind = 'license' BEGIN ${keep} END;

    INSERT INTO record_search (record_search) VALUES ('delete-all');
  `);
  const put = db.prepare('INSERT INTO record_search (rowid, pieces) VALUES (?, ?)');
  const index = (rows: readonly { n: number; found_by: string }[]): void => {
    for (const { n, found_by } of rows) put.run(n, piecesOf(found_by).join(' '));
  };
  index(db.prepare("SELECT n, found_by FROM record WHERE kind < 'license' OR kind > 'license'").all() as never);
  // The narrow rows, some at a time: bodies of 200 000 licenses are not read a second time.
  const next = db.prepare('SELECT n, found_by FROM license_row WHERE n > ? ORDER BY n LIMIT 1000');
  for (let last = 0; ; ) {
    const rows = next.all(last) as { n: number; found_by: string }[];
    if (rows.length === 0) return;
    index(rows);
    last = rows.at(-1)!.n;
  }
}
