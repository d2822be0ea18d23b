import { checkImprint, Imprint, Sheet } from '../../../shared/seal/imprint.ts';
import type { ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { scannedBefore } from './scanned-before.ts';

/** More seals than this are on no page. */
export const MOST_PER_SHEET = 100;

export function imprintView(station: Station, record: StoredRecord): ImprintView {
  const body = Imprint.parse(record.body);
  return {
    id: record.id,
    origin: record.origin,
    code: record.code,
    name: body.name,
    state: record.state,
    revision: record.revision,
    errors: record.errors,
    remarks: [...record.remarks],
    sheet: body.sheet,
    number: body.number,
    licenseTypes: body.licenseTypes,
    acceptedBecause: body.acceptedBecause,
    finding: body.finding,
    findings: checkImprint(body),
    dpi: body.dpi,
    marked: body.marked,
    crop: body.crop,
    note: body.note,
    further: body.further,
    typesFrom: body.typesFrom,
    scanSm3: body.scanSm3,
    entry: body.entry,
    seal: body.seal || record.id,
    like: body.like && { ...body.like, code: codeOf(station, body.like.imprint) },
    updatedBy: record.updatedBy,
    updatedAt: record.updatedAt,
  };
}

/** The imprints of a sheet in the order of their numbers. */
export function imprintsOf(station: Station, sheet: StoredRecord): StoredRecord[] {
  const { rows } = station.records.list({
    kind: 'imprint',
    origin: sheet.origin,
    facet: sheet.id,
    order: 'code',
    limit: MOST_PER_SHEET,
  });
  return [...rows].sort((a, b) => (a.body as Imprint).number - (b.body as Imprint).number);
}

export function sheetView(station: Station, record: StoredRecord): SheetView {
  const body = Sheet.parse(record.body);
  return {
    id: record.id,
    origin: record.origin,
    code: record.code,
    name: record.name,
    state: record.state,
    revision: record.revision,
    page: body.page,
    preview: body.preview,
    scanSm3: body.scanSm3,
    scanBytes: body.scanBytes,
    found: body.found,
    paperKept: body.paperKept,
    imprints: imprintsOf(station, record).map((row) => imprintView(station, row)),
    before: scannedBefore(station, record, body),
    createdAt: record.createdAt,
  };
}

/** Code of another imprint; '' where it is gone, or never came along. */
function codeOf({ db }: Station, id: string): string {
  return (prepared(db, 'SELECT code FROM record WHERE id = ?').pluck().get(id) as string | undefined) ?? '';
}
