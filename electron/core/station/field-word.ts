import { rulesOf } from '../exchange/exchange.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** The label of a record's field as its form shows it; 整条 for the record as a whole or an inner field. */
export function fieldWord(station: Station, record: StoredRecord, field: string): string {
  if (field === '') return '整条';
  const rules = rulesOf(station, record.kind, record.origin);
  const body = rules?.schema.safeParse(record.body);
  return (body?.success && rules?.label(field, body.data)) || '整条';
}
