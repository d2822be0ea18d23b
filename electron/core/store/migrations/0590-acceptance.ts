import type { Db } from '../database.ts';

const good = "('accepted', 'stored')";
const newest = (record: string): string =>
  `coalesce((SELECT max(revision) FROM version WHERE record = ${record} AND state IN ${good}), 0)`;

/**
 * What stands accepted, kept by triggers. `acceptance` says from when to when a received revision was accepted (`until` '' = it still is), with the
 * facts that it had then: what was accepted on any day is counted without reading a body. `central` holds, for each record that was ever accepted,
 * its newest accepted revision (0 = none any more) and the one in the central database (0 = none, -1 = not known); they differ while it waits.
 * `problem` says why that revision cannot be loaded. Of before the migration only what is accepted now is known, since its first acceptance.
 */
export function up0590(db: Db): void {
  db.exec(`
    CREATE TABLE acceptance (
      record   INTEGER NOT NULL REFERENCES record (n) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      since    TEXT NOT NULL,
      until    TEXT NOT NULL DEFAULT '',
      kind     TEXT NOT NULL,
      origin   TEXT NOT NULL,
      code     TEXT NOT NULL,
      name     TEXT NOT NULL,
      facet    TEXT NOT NULL,
      PRIMARY KEY (record, revision, since)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO acceptance (record, revision, since, kind, origin, code, name, facet)
      SELECT v.record, v.revision,
        coalesce((SELECT min(d.at) FROM decision d WHERE d.record = r.id AND d.revision = v.revision AND d.outcome IN ${good}), v.at),
        r.kind, r.origin, r.code, r.name, r.facet
      FROM version v JOIN record r ON r.n = v.record WHERE r.origin <> '' AND v.state IN ${good};
    CREATE INDEX acceptance_by_kind ON acceptance (kind, origin, since, until, record);

    CREATE TABLE central (
      record   INTEGER PRIMARY KEY REFERENCES record (n) ON DELETE CASCADE,
      kind     TEXT NOT NULL,
      origin   TEXT NOT NULL,
      revision INTEGER NOT NULL,
      loaded   INTEGER NOT NULL DEFAULT 0,
      problem  TEXT NOT NULL DEFAULT ''
    ) STRICT;
    INSERT INTO central (record, kind, origin, revision) SELECT record, kind, origin, max(revision) FROM acceptance GROUP BY record;
    CREATE INDEX central_waiting ON central (record) WHERE revision <> loaded AND problem = '';
    CREATE INDEX central_by_kind ON central (kind, origin, record);

    CREATE TRIGGER version_accepted AFTER UPDATE OF state ON version
      WHEN new.state IN ${good} AND old.state NOT IN ${good} AND (SELECT origin FROM record WHERE n = new.record) <> ''
    BEGIN
      INSERT OR REPLACE INTO acceptance (record, revision, since, kind, origin, code, name, facet)
        SELECT n, new.revision, updated_at, kind, origin, code, name, facet FROM record WHERE n = new.record;
      INSERT INTO central (record, kind, origin, revision)
        SELECT n, kind, origin, ${newest('new.record')} FROM record WHERE n = new.record
        ON CONFLICT (record) DO UPDATE SET revision = excluded.revision, problem = '';
    END;
    CREATE TRIGGER version_unaccepted AFTER UPDATE OF state ON version
      WHEN old.state IN ${good} AND new.state NOT IN ${good}
    BEGIN
      UPDATE acceptance SET until = (SELECT updated_at FROM record WHERE n = new.record)
        WHERE record = new.record AND revision = new.revision AND until = '';
      UPDATE central SET revision = ${newest('new.record')}, problem = '' WHERE record = new.record;
    END;

    CREATE TABLE central_run (
      n        INTEGER PRIMARY KEY,
      at       TEXT NOT NULL,
      ended_at TEXT NOT NULL DEFAULT '',
      by       TEXT NOT NULL,
      server   TEXT NOT NULL,
      loaded   INTEGER NOT NULL DEFAULT 0,
      removed  INTEGER NOT NULL DEFAULT 0,
      unfit    INTEGER NOT NULL DEFAULT 0,
      there    INTEGER,
      code     TEXT NOT NULL DEFAULT '',
      message  TEXT NOT NULL DEFAULT ''
    ) STRICT;
  `);
}
