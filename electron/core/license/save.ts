import { localDay } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import type { CompletionContext } from '../../../shared/license/complete.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { License } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { basisOf, rememberBasis } from './basis.ts';
import { typeNamed } from './library.ts';
import { type CheckedLicense, completeAndCheck, licenseRecord } from './license-record.ts';
import { noteLooks } from './second-look.ts';

export interface LicenseToSave {
  readonly id?: string | undefined;
  /** Revision that the editor saw. */
  readonly base?: number | undefined;
  readonly license: License;
  readonly state: 'draft' | 'pending';
}

export function completionContext(station: Station, now: Date): CompletionContext {
  const { name, uscc } = station.info();
  return { today: localDay(now), station: { name, uscc } };
}

/** Completes the metadata of a license and checks it. Refuses `unknown-license-type`. */
export function checkedLicense(station: Station, license: License, now: Date, type?: LicenseType): CheckedLicense {
  const known = type ?? typeNamed(station, license.type.name, license.type.version);
  return completeAndCheck(known, license, { ...completionContext(station, now), basis: basisOf(station, known.name) });
}

/**
 * Writes a license into the record spine. `pending` is refused as `record-incomplete` while the check finds errors, as `warnings-unreasoned` while a
 * warning has no reason; where the errors are only 照面如此 that nobody has confirmed, it is kept as a draft and handed in by the confirmation. `hand`:
 * who types, or who looks second.
 */
export function saveChecked(
  station: Station,
  checked: CheckedLicense,
  { id, base, state: wanted }: Omit<LicenseToSave, 'license'>,
  hand: 'first' | 'second' = 'first',
): StoredRecord {
  const { type, license } = checked;
  // A page that is not in the store would keep everything else from being packed.
  for (const page of license.pages) station.blobs.info(page);
  const { contents, state, held, open } = licenseRecord(checked, wanted);
  const [first] = open;
  if (wanted === 'pending' && (contents.errors === 0 || held) && first)
    refuse('warnings-unreasoned', {
      warnings: open.length,
      first: `${licenseLabel(type, first.field)}：${first.message}`,
    });
  const write = (): StoredRecord => {
    const record = station.records.save({ ...contents, id, base, state });
    rememberWarnings(station, record.id, open, id === undefined);
    rememberBasis(station, type.name, contents.body.stock);
    noteLooks(station, record, type, contents.body, { hand, held, fresh: id === undefined });
    return record;
  };
  // A savepoint for each row of a bulk import would make the search index write itself out each time.
  return station.db.inTransaction ? write() : station.transaction(write);
}

/** Keeps what is still to be reasoned, for the list of warnings that are alike. */
export function rememberWarnings(station: Station, id: string, open: readonly Finding[], fresh: boolean): void {
  if (!fresh) prepared(station.db, 'DELETE FROM license_warning WHERE record = ?').run(id);
  const keep = prepared(
    station.db,
    'INSERT OR IGNORE INTO license_warning (record, field, code, message) VALUES (?, ?, ?, ?)',
  );
  for (const { field, code, message } of open) keep.run(id, field, code, message);
}
