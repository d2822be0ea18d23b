import { archiveText, type License } from './license.ts';

/** What a license is found by besides number and holder. */
export function licenseSearch(license: License): string[] {
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
