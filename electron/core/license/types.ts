import { extname } from 'node:path';
import { isDate, localDay } from '../../../shared/china/dates.ts';
import { workingDaysBefore, workingDaysUntil } from '../../../shared/china/working-days.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { errorCount, type Finding } from '../../../shared/exchange/finding.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { changeDays, checkType } from '../../../shared/license/check-type.ts';
import { templateEndings, templateFileMb } from '../../../shared/license/template.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type {
  ChangeDeadline,
  licenseTypeMethods,
  OpenedType,
  TypeEntryRow,
} from '../../../shared/license/type-methods.ts';
import { asEarlier, blobsOfType, emptyType, normalizeType, TypeRecord } from '../../../shared/license/type-record.ts';
import { foundBy } from '../../../shared/search/pieces.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import type { Handlers } from '../context.ts';
import { isInHouse } from '../store/in-house.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { libraryTypes, licenseCounts, ownTypes } from './library.ts';

/** 证照目录: the type library as entries of this organ's own catalog, with versions. */
export const licenseTypeHandlers: Handlers<typeof licenseTypeMethods> = {
  'licenseType.list': (_, { station, now }) => ({ rows: entryRows(station, localDay(now())) }),

  'licenseType.get': ({ ref }, { station, now }) => openType(station, ref, localDay(now())),

  'licenseType.blank': (_, { station }) => {
    const type = emptyType(station.info());
    return { type, findings: findingsOf(station, bodyOf(type)) };
  },

  'licenseType.check': ({ id, type }, { station, now }) => {
    const record = id === undefined ? undefined : station.records.get(id, 'licenseType');
    const body = { ...nextBody(station, record, normalizeType(type)), name: type.name.trim() };
    return { findings: findingsOf(station, body, id), deadline: deadlineOf(station, body, localDay(now())) };
  },

  'licenseType.save': (input, { station, now, changed }) => {
    const record = saveType(station, input);
    changed('licenseType', 'license');
    return opened(station, record, localDay(now()));
  },

  'licenseType.remove': ({ id }, { station, changed }) => {
    const record = station.records.get(id, 'licenseType');
    const body = TypeRecord.parse(record.body);
    const typed = [body, ...body.earlier].find((type) => !type.library && isUsed(station, body.name, type.version));
    if (typed) refuse('type-in-use', { name: body.name, version: typed.version });
    station.records.remove(id);
    changed('licenseType');
    return {};
  },

  'licenseType.addFile': ({ name, bytes }, { station }) => {
    if (!templateEndings.includes(extname(name).toLowerCase()))
      refuse('file-type', { name, wanted: `模板原件（${templateEndings.join('、')}）` });
    if (bytes.length > templateFileMb * 1e6)
      refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: templateFileMb });
    const blob = station.blobs.put(bytes, name);
    return { blob: blob.id, name, bytes: blob.bytes, sm3: blob.sm3 };
  },

  'licenseType.addFace': async ({ name, bytes }, { station }) => {
    const { openScan } = await import('./picture.ts');
    const { statedSize } = await import('./paper.ts');
    const page = await (await openScan(bytes, name)).page(0);
    const blob = station.blobs.put(page.bytes, page.name);
    return {
      blob: blob.id,
      name: page.name,
      width: page.width,
      height: page.height,
      ...(await statedSize(page.bytes, page)),
    };
  },

  'licenseType.try': async ({ name, bytes }) => {
    const { openScan } = await import('./picture.ts');
    const { placeIn } = await import('./paper.ts');
    const page = await (await openScan(bytes, name)).page(0);
    return { place: { blob: '', rotation: 0, ...(await placeIn(page.bytes)) }, picture: page.bytes };
  },
};

interface TypeToSave {
  readonly id?: string | undefined;
  readonly base?: number | undefined;
  readonly type: LicenseType;
  readonly submit: boolean;
}

function saveType(station: Station, { id, base, type, submit }: TypeToSave): StoredRecord {
  return station.transaction(() => {
    const record = id === undefined ? undefined : station.records.get(id, 'licenseType');
    if (record && record.origin !== '') refuse('record-locked', { state: recordStateNames[record.state] });
    const body = nextBody(station, record, normalizeType(type));
    const findings = findingsOf(station, body, id);
    for (const blob of blobsOfType(body)) station.blobs.info(blob);
    return station.records.save({
      id,
      base,
      kind: 'licenseType',
      code: body.code,
      name: body.name,
      facet: body.name,
      body: submit ? { ...body, published: true } : body,
      blobs: blobsOfType(body),
      search: typeSearch(body),
      errors: errorCount(findings),
      state: submit ? 'pending' : 'draft',
    });
  });
}

/**
 * The body that a save makes: the first version, this version again while nobody has it, or the next version beside the one that stays. What only a
 * person who hands in or a package can set is kept from the store.
 */
function nextBody(station: Station, record: StoredRecord | undefined, type: LicenseType): TypeRecord {
  const typed: LicenseType = { ...type, library: false };
  if (!record) {
    const library = libraryTypes(station).find(({ name }) => name === type.name);
    return library && type.library
      ? bodyOf({ ...typed, version: library.version + 1 }, [...library.earlier, asEarlier(library)])
      : bodyOf({ ...typed, version: 1 });
  }
  const old = TypeRecord.parse(record.body);
  const same = { ...old, ...typed, version: old.version };
  if (JSON.stringify(same) === JSON.stringify(old)) return old;
  return isFrozen(station, record, old)
    ? bodyOf({ ...typed, version: old.version + 1 }, [...old.earlier, asEarlier(old)])
    : { ...same, published: false };
}

const bodyOf = (type: LicenseType, earlier: LicenseType[] = []): TypeRecord => ({ ...type, published: false, earlier });

/** Whether this version must stay as it is: it was handed over, or a license was typed against it. */
function isFrozen(station: Station, record: StoredRecord, body: TypeRecord): boolean {
  if (!body.published) return false;
  return !['draft', 'pending', 'returned'].includes(record.state) || isUsed(station, body.name, body.version);
}

function isUsed(station: Station, name: string, version: number): boolean {
  return (
    station.db
      .prepare(
        `SELECT 1 FROM record WHERE kind = 'license' AND origin = '' AND facet = ? AND json_extract(body, '$.type.version') = ?
         ORDER BY n DESC LIMIT 1`,
      )
      .get(name, version) !== undefined
  );
}

function findingsOf(station: Station, body: TypeRecord, id?: string): Finding[] {
  const own = ownTypes(station);
  const others = [
    ...own.filter(({ record }) => record.id !== id).map((one) => one.body),
    ...libraryTypes(station).filter(
      ({ name }) =>
        name !== body.earlier.find(({ library }) => library)?.name && own.every((one) => one.body.name !== name),
    ),
  ];
  return checkType(body, { others });
}

/** By when a change is owed, as long as it states a day on which it takes effect. */
export function deadlineOf(
  station: Station,
  { change }: Pick<LicenseType, 'change'>,
  today: string,
): ChangeDeadline | null {
  if (!isDate(change.effective)) return null;
  const due = workingDaysBefore(change.effective, changeDays, workingCalendar(station));
  const { days, provisional } = workingDaysUntil(today, due.date, workingCalendar(station));
  return { date: due.date, daysLeft: days, provisional: due.provisional || provisional };
}

function openType(station: Station, ref: string, today: string): OpenedType {
  if (/^[0-9a-f]{32}$/.test(ref)) return opened(station, station.records.get(ref, 'licenseType'), today);
  const record = station.records.list({ kind: 'licenseType', facet: ref, limit: 1 }).rows[0];
  if (record) return opened(station, record, today);
  const type = libraryTypes(station).find(({ name }) => name === ref) ?? refuse('unknown-license-type', { name: ref });
  const findings = findingsOf(station, bodyOf(type, [type]));
  return { record: null, type, findings, deadline: null, frozen: true, changes: false, earlier: [] };
}

function opened(station: Station, record: StoredRecord, today: string): OpenedType {
  const { body: _, blobs: _blobs, sent: _sent, ...row } = record;
  const body = TypeRecord.parse(record.body);
  return {
    record: row,
    type: body,
    findings: findingsOf(station, body, record.id),
    deadline: deadlineOf(station, body, today),
    frozen: isFrozen(station, record, body),
    changes: body.earlier.some(({ library }) => !library),
    earlier: body.earlier
      .map(({ version, fields, library }) => ({
        version,
        fields: fields.length,
        licenses: typedAgainst(station, body.name, version),
        library,
      }))
      .reverse(),
  };
}

function typedAgainst(station: Station, name: string, version: number): number {
  return station.db
    .prepare(
      `SELECT count(*) FROM record WHERE kind = 'license' AND origin = '' AND facet = ? AND json_extract(body, '$.type.version') = ?`,
    )
    .pluck()
    .get(name, version) as number;
}

function entryRows(station: Station, today: string): TypeEntryRow[] {
  const licenses = licenseCounts(station);
  const own = ownTypes(station);
  const names = new Set(own.map(({ body }) => body.name));
  const row = (type: LicenseType, record: StoredRecord | null): TypeEntryRow => ({
    id: record?.id ?? '',
    name: type.name,
    code: type.code,
    version: type.version,
    state: record?.state ?? 'library',
    errors: record?.errors ?? 0,
    remarks: record?.remarks.length ?? 0,
    definer: type.definer,
    organ: type.organ,
    holderKind: type.holderKind,
    category: type.category,
    matterKind: type.matterKind,
    fields: type.fields.length,
    zones: type.fields.filter(({ zone }) => zone !== null).length,
    files: type.template.files.length,
    unverified: type.unverified,
    licenses: licenses.get(type.name) ?? 0,
    deadline:
      record && ['draft', 'pending', 'returned'].includes(record.state) ? deadlineOf(station, type, today) : null,
    foundBy: foundBy([type.name, type.code, ...typeSearch(type)]),
  });
  return [
    ...own.map(({ record, body }) => row(body, record)),
    ...libraryTypes(station).flatMap((type) => (names.has(type.name) ? [] : [row(type, null)])),
  ];
}

/** What a type is found by besides its code and name. */
export function typeSearch(type: LicenseType): string[] {
  return [type.organ, type.definer, ...type.matters.flatMap(({ name, code }) => [name, code])];
}

/** The changed entries that are still owed, until they are handed over. */
export function changesDue(
  station: Station,
  today: string,
): { id: string; name: string; effective: string; date: string }[] {
  return station.records
    .list({ kind: 'licenseType', states: ['draft', 'pending', 'sent', 'returned'], limit: 500 })
    .rows.flatMap((record) => {
      if (record.state !== 'returned' && !isInHouse(station.db, record.id)) return [];
      const body = TypeRecord.parse(record.body);
      const deadline = deadlineOf(station, body, today);
      return deadline
        ? [{ id: record.id, name: body.name, effective: body.change.effective, date: deadline.date }]
        : [];
    });
}
