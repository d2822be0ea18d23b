import { refuse } from '../../../shared/contract/failures.ts';
import { errorCount, type Finding } from '../../../shared/exchange/finding.ts';
import { onlyUnconfirmed } from '../../../shared/license/as-on-paper.ts';
import { checkLicense } from '../../../shared/license/check.ts';
import { completeLicense } from '../../../shared/license/complete.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import { keepReasons, unreasoned } from '../../../shared/license/reason.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { prepared } from '../store/database.ts';
import type { SaveInput, StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { rememberBasis, withBasis } from './basis.ts';
import { typeNamed } from './library.ts';
import { noteLooks } from './second-look.ts';

export interface LicenseToSave {
  readonly id?: string | undefined;
  /** Revision that the editor saw. */
  readonly base?: number | undefined;
  readonly license: License;
  readonly state: 'draft' | 'pending';
}

export interface CheckedLicense {
  readonly type: LicenseType;
  readonly license: License;
  readonly findings: Finding[];
}

/** The day that it is at this machine, YYYY-MM-DD. */
export function localDay(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Completes the metadata of a license and checks it. Refuses `unknown-license-type`. */
export function checkedLicense(station: Station, license: License, now: Date, type?: LicenseType): CheckedLicense {
  const known = type ?? typeNamed(station, license.type.name, license.type.version);
  const today = localDay(now);
  const { name, uscc } = station.info();
  const completed = completeLicense(known, withBasis(station, known.name, license), { today, station: { name, uscc } });
  return { type: known, license: completed, findings: checkLicense(known, completed, { today }) };
}

/**
 * Writes a license into the record spine. `pending` is refused as `record-incomplete` while the check finds errors, as `warnings-unreasoned` while a
 * warning has no reason; where the errors are only 照面如此 that nobody has confirmed, it is kept as a draft and handed in by the confirmation. `hand`:
 * who types, or who looks second.
 */
export function saveChecked(
  station: Station,
  { license, findings, type }: CheckedLicense,
  { id, base, state: wanted }: Omit<LicenseToSave, 'license'>,
  hand: 'first' | 'second' = 'first',
): StoredRecord {
  // A page that is not in the store would keep everything else from being packed.
  for (const page of license.pages) station.blobs.info(page);
  const held = wanted === 'pending' && onlyUnconfirmed(findings);
  const state = held ? 'draft' : wanted;
  const errors = errorCount(findings);
  const open = unreasoned(license, findings);
  const [first] = open;
  if (wanted === 'pending' && (errors === 0 || held) && first)
    refuse('warnings-unreasoned', {
      warnings: open.length,
      first: `${licenseLabel(type, first.field)}：${first.message}`,
    });
  const reasoned = keepReasons(license, findings);
  const body: License = wanted === 'pending' ? { ...reasoned, setAside: '' } : reasoned;
  const input: SaveInput = {
    id,
    base,
    kind: 'license',
    code: license.number.slice(0, 200),
    name: license.holders
      .map((holder) => holder.name)
      .filter(Boolean)
      .join('、')
      .slice(0, 400),
    facet: type.name,
    body,
    blobs: filesOf(license),
    search: searched(license),
    errors,
    state,
  };
  const write = (): StoredRecord => {
    const record = station.records.save(input);
    rememberWarnings(station, record.id, open, id === undefined);
    rememberBasis(station, type.name, body);
    noteLooks(station, record, type, body, { hand, held, fresh: id === undefined });
    return record;
  };
  // A savepoint for each row of a bulk import would make the search index write itself out each time.
  return station.db.inTransaction ? write() : station.transaction(write);
}

/** The scan, the pictures that 照面如此 rests on, documents of events, attachments. */
function filesOf(license: License): string[] {
  const crops = Object.values(license.asOnPaper ?? {}).map(({ crop }) => crop);
  const papers = [...license.events, ...license.attachments].map(({ file }) => file).filter(Boolean);
  return [...new Set([...license.pages, ...crops, ...papers])];
}

/** Keeps what is still to be reasoned, for the list of warnings that are alike. */
function rememberWarnings(station: Station, id: string, open: readonly Finding[], fresh: boolean): void {
  if (!fresh) prepared(station.db, 'DELETE FROM license_warning WHERE record = ?').run(id);
  const keep = prepared(
    station.db,
    'INSERT OR IGNORE INTO license_warning (record, field, code, message) VALUES (?, ?, ?, ?)',
  );
  for (const { field, code, message } of open) keep.run(id, field, code, message);
}

/** What a license is found by besides number and holder. */
function searched(license: License): string[] {
  return [
    ...license.holders.map((holder) => holder.idNumber),
    // The record's own name is cut where it is long.
    ...license.holders.map((holder) => holder.name),
    archiveText(license.stock.archive),
    license.organ,
    license.identifier,
    license.setAside,
  ];
}
