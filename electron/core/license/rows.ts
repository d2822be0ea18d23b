import type { z } from 'zod';
import { isPersonal, maskNumber } from '../../../shared/license/holder.ts';
import { archiveText, License } from '../../../shared/license/license.ts';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** Licenses that this station looks after: its own, or at a bureau what departments sent. */
export const originOf = (station: Station): string => (station.role === 'bureau' ? '*' : '');

/** The body of a license record. A body that is none is a bug of whoever stored it. */
export function licenseOf(record: StoredRecord): License {
  return License.parse(record.body);
}

/** The code of a record as lists show it: that of a license may be a person's identity number. */
export function shownCode(record: StoredRecord): string {
  return record.kind === 'license' ? rowOf(record).code : record.code;
}

/** What of a license lists show: a page of them is not checked to the last field of the face. */
const Shown = License.pick({
  type: true,
  number: true,
  holders: true,
  organ: true,
  issued: true,
  validTo: true,
  status: true,
  stock: true,
  pages: true,
  setAside: true,
  entry: true,
});

/** A license as lists show it. A person's identity number is masked, also where it is the license's own number. */
export function rowOf(record: StoredRecord, license: z.infer<typeof Shown> = Shown.parse(record.body)): LicenseRow {
  const personal = license.holders.filter((holder) => isPersonal(holder.idKind)).map((holder) => holder.idNumber);
  const shown = (number: string) => (personal.includes(number) ? maskNumber(number) : number);
  return {
    id: record.id,
    origin: record.origin,
    code: shown(license.number),
    name: record.name,
    type: license.type.name,
    state: record.state,
    revision: record.revision,
    errors: record.errors,
    remarks: record.remarks.length,
    archive: archiveText(license.stock.archive),
    holderId: license.holders
      .map((holder) => shown(holder.idNumber))
      .filter(Boolean)
      .join('、'),
    organ: license.organ,
    issued: license.issued,
    validTo: license.validTo,
    status: license.status,
    setAside: license.setAside,
    pages: license.pages.length,
    seconds: license.entry.seconds,
    keys: license.entry.keys,
    updatedBy: record.updatedBy,
    updatedAt: record.updatedAt,
  };
}
