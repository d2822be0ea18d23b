import type { PreparedReport } from '../../../shared/exchange/dispatch.ts';
import { checkType } from '../../../shared/license/check-type.ts';
import { LibraryType } from '../../../shared/license/library.ts';
import { LicenseType } from '../../../shared/license/type.ts';
import { ownTypes } from '../license/license.ts';
import type { Station } from '../store/station.ts';

// License types for all departments: a library as json, or what departments sent of their own catalogs.

interface ReadTypes {
  readonly body: LibraryType[];
  readonly rejected: PreparedReport['rejected'];
}

/** Types out of `{ types: [...] }`, as the shipped table writes them; one that is not sound stays out, its place counted from 1. */
export function readTypes(given: readonly unknown[]): ReadTypes {
  const body: LibraryType[] = [];
  const rejected: PreparedReport['rejected'] = [];
  for (const [at, value] of given.entries()) {
    const read = LibraryType.safeParse(value);
    const wrong = read.success ? whyNot(read.data, body) : `${read.error.issues[0]?.path.join('.')}的写法不对`;
    if (read.success && wrong === undefined) body.push(read.data);
    else rejected.push({ row: at + 1, message: `${read.success ? `“${read.data.name}”` : ''}${wrong}` });
  }
  return { body, rejected };
}

function whyNot(type: LibraryType, before: readonly LibraryType[]): string | undefined {
  if (before.some(({ name }) => name === type.name)) return '重复';
  const checked = checkType({ ...type, library: true, earlier: [] }, { others: [] });
  return checked.find(({ level }) => level === 'error')?.message;
}

/** The accepted entries of all departments. Of a name that two departments have none is taken: people choose, by a file. */
export function acceptedTypes(station: Station): ReadTypes {
  const found = new Map<string, LibraryType[]>();
  for (const { body } of ownTypes(station, { origin: '*', states: ['accepted', 'stored'] })) {
    const type = LibraryType.safeParse(body);
    if (type.success) found.set(body.name, [...(found.get(body.name) ?? []), type.data]);
  }
  const twice = [...found].filter(([, types]) => types.length > 1);
  return {
    body: [...found.values()].flatMap((types) => (types.length === 1 ? types : [])),
    rejected: twice.map(([name, types]) => ({
      row: 0,
      message: `“${name}”有 ${types.length} 个单位各报了一份，请把要用的一份从文件收进`,
    })),
  };
}

/**
 * What was read over what is prepared. A type that the library has otherwise becomes its next version and keeps the ones before, for licenses were typed
 * against them; `library` is all types that departments know now.
 */
export function mergeTypes(
  known: readonly LibraryType[],
  read: readonly LibraryType[],
  library: readonly LibraryType[],
): LibraryType[] {
  const merged = new Map(known.map((type) => [type.name, type]));
  for (const type of read) {
    const fresh = bare(type);
    const before = library.find(({ name }) => name === type.name);
    merged.set(type.name, before ? after(before, fresh) : fresh);
  }
  return [...merged.values()];
}

function after(before: LibraryType, next: LibraryType): LibraryType {
  const said = (type: LibraryType): string => JSON.stringify({ ...bare(type), version: 0, earlier: [] });
  if (said(before) === said(next)) return bare(before);
  const version = Math.max(next.version, before.version + 1);
  const kept = bare(before);
  const between = next.earlier.filter((one) => one.version > before.version && one.version < version);
  return { ...next, version, earlier: [...kept.earlier, plain(kept), ...between] };
}

/** Without the files and pictures, which a dispatch does not carry. */
function bare(type: LibraryType): LibraryType {
  return { ...plain(type), earlier: type.earlier.map(plain) };
}

const plain = (type: LicenseType): LicenseType =>
  LicenseType.parse({ ...type, library: true, template: { files: [], face: null, seals: [] } });
