import type { Db } from '../database.ts';

/**
 * `classification`: each version of the station's classification table (shared/catalog/classification.ts) since the one that ships, which is version 0.
 * `catalog_sequence`: the highest sequence number that a prefix ever had here, so that the number of a removed catalog is not given again. Numbers of
 * more than 15 digits are none of ours.
 */
export function up0583(db: Db): void {
  db.exec(`
    CREATE TABLE classification (
      version INTEGER PRIMARY KEY,
      body    TEXT NOT NULL,
      note    TEXT NOT NULL,
      at      TEXT NOT NULL,
      by      TEXT NOT NULL
    ) STRICT;
    CREATE TABLE catalog_sequence (
      prefix TEXT PRIMARY KEY,
      last   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO catalog_sequence (prefix, last)
      SELECT facet, max(CAST(substr(code, length(facet) + 2) AS INTEGER)) FROM record
      WHERE kind = 'catalog' AND origin = '' AND facet <> '' AND length(ltrim(substr(code, length(facet) + 2), '0')) BETWEEN 1 AND 15
      GROUP BY facet;
  `);
}
