import { refuse } from '../../../shared/contract/failures.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import { listLicenses } from './register.ts';
import { licenseOf, rowOf } from './rows.ts';
import { checkedLicense } from './save.ts';

export interface CheckedRow {
  id: string;
  code: string;
  name: string;
  type: string;
  state: RecordState;
  findings: Finding[];
}

/** Checks every license of the station by today's rules and names those with findings. */
export async function checkAll(
  station: Station,
  now: Date,
  job: Job,
): Promise<{ checked: number; rows: CheckedRow[] }> {
  const rows: CheckedRow[] = [];
  const types = new Map<string, LicenseType>();
  let checked = 0;
  let after: string | undefined;
  do {
    if (job.signal.aborted) refuse('cancelled');
    const page = listLicenses(station, { order: 'code', limit: 500, after });
    for (const record of page.records) {
      const license = licenseOf(record);
      const version = `${license.type.name} ${license.type.version}`;
      const known = types.get(version) ?? typeNamed(station, license.type.name, license.type.version);
      types.set(version, known);
      const { findings } = checkedLicense(station, license, now, known);
      const { id, code, name, type, state } = rowOf(record, license);
      if (findings.length > 0) rows.push({ id, code, name, type, state, findings });
    }
    checked += page.records.length;
    job.progress('检查', checked, page.total, 'items');
    after = page.next ?? undefined;
    await new Promise((resume) => setImmediate(resume));
  } while (after !== undefined);
  return { checked, rows };
}
