import { refuse } from '../../../shared/contract/failures.ts';
import { type RecordState, recordStateNames } from '../../../shared/exchange/record.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { besideFace } from '../../../shared/license/fields.ts';
import { archiveText, type License } from '../../../shared/license/license.ts';
import { metadataOf } from '../../../shared/license/metadata.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { typeNamed } from './library.ts';
import { licenseOf, originOf } from './rows.ts';

export interface ExportWish {
  readonly format: 'xlsx' | 'csv' | 'json';
  readonly purpose: string;
  readonly type?: string | undefined;
  readonly states?: readonly RecordState[] | undefined;
  readonly query?: string | undefined;
}

interface Column {
  readonly title: string;
  readonly of: (license: License, record: StoredRecord) => string;
}

/**
 * Writes licenses out whole, identity numbers included: who exports states a purpose, and both are logged (notice, annex 3, 5.2 and 5.3). A table has
 * the titles that `license.import` reads; json has the names of GB/T 36903 with the face under `KZ_`.
 */
export async function exportLicenses(
  station: Station,
  wish: ExportWish,
  job: Job,
): Promise<{ name: string; bytes: Uint8Array; rows: number }> {
  const records = collect(station, wish, job);
  const licenses = records.map((record) => ({ record, license: licenseOf(record) }));
  const name = `证照${wish.type ? `-${wish.type}` : ''}-${station.now().slice(0, 10)}.${wish.format}`;
  const bytes =
    wish.format === 'json'
      ? jsonOf(licenses)
      : await writeTable(tableOf(columnsFor(station, licenses), licenses, wish.type ?? '证照'), wish.format);
  station.audit('license.export', wish.type ?? '', undefined, {
    purpose: wish.purpose,
    format: wish.format,
    rows: licenses.length,
    query: wish.query ?? '',
  });
  return { name, bytes, rows: licenses.length };
}

function collect(station: Station, wish: ExportWish, job: Job): StoredRecord[] {
  const records: StoredRecord[] = [];
  let after: string | undefined;
  do {
    if (job.signal.aborted) refuse('cancelled');
    const page = station.records.list({
      kind: 'license',
      origin: originOf(station),
      facet: wish.type,
      states: wish.states,
      query: wish.query,
      order: 'code',
      limit: 500,
      after,
    });
    records.push(...page.rows);
    job.progress('读出', records.length, page.total, 'items');
    after = page.next ?? undefined;
  } while (after !== undefined);
  return records;
}

/** Face labels of all types that occur, each once, between what every license has. */
function columnsFor(station: Station, licenses: readonly { license: License }[]): Column[] {
  const types = new Map<string, LicenseType>();
  for (const { license } of licenses)
    if (!types.has(versionKey(license.type)))
      types.set(versionKey(license.type), typeNamed(station, license.type.name, license.type.version));
  const face = new Map<string, Map<string, string>>();
  const note = (title: string, type: LicenseType, path: string) => {
    const paths = face.get(title) ?? new Map<string, string>();
    face.set(title, paths.set(versionKey(type), path));
  };
  for (const type of types.values()) {
    for (const field of facesInOrder(type)) note(field.label, type, `face.${field.key}`);
    for (const { label, path } of besideFace(type)) note(label, type, path);
  }
  const faceColumns = [...face].map(
    ([title, paths]): Column => ({
      title,
      of: (license) => valueAt(license, paths.get(versionKey(license.type)) ?? ''),
    }),
  );
  return [
    { title: '证照名称', of: (license) => license.type.name },
    { title: '证照类型代码', of: (license) => license.type.code },
    ...faceColumns,
    { title: '颁发机构代码', of: (license) => license.organCode },
    { title: '证照标识', of: (license) => license.identifier },
    { title: '证照状态', of: (license) => license.status },
    { title: '存量/增量', of: (license) => license.stock.kind },
    { title: '录入依据', of: (license) => license.stock.basis },
    { title: '档号', of: (license) => archiveText(license.stock.archive) },
    { title: '记录状态', of: (_, record) => recordStateNames[record.state] },
  ];
}

const versionKey = ({ name, version }: Pick<LicenseType, 'name' | 'version'>): string => `${name} ${version}`;

function tableOf(
  columns: readonly Column[],
  licenses: readonly { license: License; record: StoredRecord }[],
  name: string,
) {
  return {
    name: name.slice(0, 30),
    head: [columns.map((column) => column.title)],
    rows: licenses.map(({ license, record }) => columns.map((column) => column.of(license, record))),
  };
}

function jsonOf(licenses: readonly { license: License; record: StoredRecord }[]): Uint8Array {
  const list = licenses.map(({ license, record }) => ({
    id: record.id,
    state: record.state,
    revision: record.revision,
    status: license.status,
    stock: license.stock,
    ...metadataOf(license),
  }));
  return new TextEncoder().encode(`${JSON.stringify(list, null, 1)}\n`);
}
