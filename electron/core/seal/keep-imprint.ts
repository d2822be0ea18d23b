import { errorCount } from '../../../shared/exchange/finding.ts';
import { checkImprint, type Imprint, type Sheet } from '../../../shared/seal/imprint.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

const blobsOf = ({ clean, marked, crop, note, further }: Imprint): string[] => [
  clean,
  marked,
  crop,
  ...[note, further].filter((blob) => blob !== null),
];

/** Writes an imprint; `record` is the one that it changes. */
export function keepImprint(
  { records }: Station,
  record: Pick<StoredRecord, 'code'> & Partial<Pick<StoredRecord, 'id'>>,
  body: Imprint,
  state: 'draft' | 'pending',
  base?: number,
): StoredRecord {
  return records.save({
    id: record.id,
    kind: 'imprint',
    code: record.code,
    name: body.name,
    facet: body.sheet,
    body,
    blobs: blobsOf(body),
    search: [...body.licenseTypes, body.entry.code, body.entry.keeper],
    errors: errorCount(checkImprint(body)),
    state,
    base,
  });
}

/** Writes a sheet that is there already. */
export function keepSheet(
  station: Station,
  sheet: StoredRecord,
  body: Sheet,
  state: 'draft' | 'pending',
): StoredRecord {
  return station.records.save({
    id: sheet.id,
    kind: 'sheet',
    code: sheet.code,
    name: sheet.name,
    body,
    blobs: [body.scan, body.preview],
    errors: 0,
    state,
  });
}

/** A record that is on its way or further goes again when it changes; one that was never handed in stays a draft. */
export const stateAfterChange = ({ state }: StoredRecord): 'draft' | 'pending' =>
  state === 'draft' || state === 'returned' ? 'draft' : 'pending';
