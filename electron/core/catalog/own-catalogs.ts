import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import type { Station } from '../store/station.ts';

/** What an import compares an entry with. */
export interface OwnCatalog {
  readonly id: string;
  code: string;
  readonly name: string;
  readonly provider: string;
  readonly source: string;
  readonly state: RecordState;
}

/**
 * The station's own catalogs by code, by source, and by name with provider. Each can be matched once in an import, so that two
 * descriptions of one name find their own records again.
 */
export class OwnCatalogs {
  private readonly byCode = new Map<string, OwnCatalog>();
  private readonly bySource = new Map<string, OwnCatalog>();
  private readonly byName = new Map<string, OwnCatalog[]>();
  private readonly matched = new Set<string>();

  constructor(station: Station) {
    const rows = station.db
      .prepare(
        `SELECT id, code, name, state, coalesce(body ->> '$.provider', '') AS provider, coalesce(body ->> '$.source', '') AS source
         FROM record WHERE kind = 'catalog' AND origin = '' ORDER BY n`,
      )
      .all() as OwnCatalog[];
    for (const row of rows) {
      if (row.code !== '') this.byCode.set(row.code, row);
      if (row.source !== '') this.bySource.set(row.source, row);
      const key = `${row.name}\n${row.provider}`;
      this.byName.set(key, [...(this.byName.get(key) ?? []), row]);
    }
  }

  /** The record that an entry describes, by code, else by source, else by name and provider; undefined for a new one. */
  match(entry: Catalog): OwnCatalog | undefined {
    const fits = (own: OwnCatalog | undefined): own is OwnCatalog =>
      own !== undefined &&
      !this.matched.has(own.id) &&
      (own.code === '' || entry.code === '' || own.code === entry.code) &&
      (own.source === '' || entry.source === '' || own.source === entry.source);
    const found = [
      this.byCode.get(entry.code),
      this.bySource.get(entry.source),
      ...(this.byName.get(`${entry.name}\n${entry.provider}`) ?? []),
    ].find(fits);
    if (found) this.matched.add(found.id);
    return found;
  }
}
