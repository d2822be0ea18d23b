import type { RecordKind } from '../exchange/record.ts';
import type { StationRole } from './roles.ts';

const departmentPaths: Record<RecordKind, (id: string) => string> = {
  catalog: (id) => `/catalog/${id}`,
  confirmation: (id) => `/catalog-list/${id}`,
  licenseType: (id) => `/license-type/${id}`,
  license: (id) => `/license/${id}`,
  sheet: (id) => `/scan/${id}`,
  imprint: (id) => `/seal/${id}`,
  dataset: (id) => `/dataset/${id}`,
  request: (id) => `/request/${id}`,
};

/** Where a record is worked on; `field` leads to one field of it. A bureau reviews every kind on one page. */
export function recordPath(kind: RecordKind, id: string, role: StationRole, field = ''): string {
  const path = role === 'bureau' ? `/review/${id}` : departmentPaths[kind](id);
  return field === '' ? path : `${path}?field=${encodeURIComponent(field)}`;
}
