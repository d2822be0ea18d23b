import { checkCatalog } from '../../../shared/catalog/check.ts';
import { errorCount, type Finding } from '../../../shared/exchange/finding.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import type { Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import { changedSince } from './life.ts';
import { contextOf } from './save.ts';
import { walkRecords } from './walk.ts';

export interface CheckedCatalog {
  id: string;
  code: string;
  name: string;
  state: RecordState;
  findings: Finding[];
}

export interface CheckedCatalogs {
  checked: number;
  errors: number;
  warnings: number;
  rows: CheckedCatalog[];
}

/** Checks every own catalog by today's rules and names the first `most` of those with findings. */
export async function checkAll(station: Station, most: number, job: Job): Promise<CheckedCatalogs> {
  const context = contextOf(station);
  const all: CheckedCatalogs = { checked: 0, errors: 0, warnings: 0, rows: [] };
  for await (const { record, catalog } of walkRecords(station, {}, '检查', job)) {
    const changing = record.state === 'draft' || record.state === 'pending';
    const published = changing ? changedSince(station, record, catalog) : undefined;
    const findings = checkCatalog(catalog, { ...context, published });
    const errors = errorCount(findings);
    all.checked++;
    all.errors += errors;
    all.warnings += findings.length - errors;
    const { id, code, name, state } = record;
    if (findings.length > 0 && all.rows.length < most) all.rows.push({ id, code, name, state, findings });
  }
  return all;
}
