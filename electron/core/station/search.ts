import { type RecordRow, recordKinds } from '../../../shared/exchange/record.ts';
import type { stationMethods } from '../../../shared/station/methods.ts';
import type { Handlers } from '../context.ts';
import { listLicenses, shownCode } from '../license/license.ts';

type Part = Pick<typeof stationMethods, 'search.find'>;

/** Ctrl+K over all kinds of records. The search and its number of hits are logged (notice, annex 3, 5.2: access logs). */
export const searchHandlers: Handlers<Part> = {
  'search.find': ({ query, kinds = [...recordKinds], limit = 30 }, { station }) => {
    if (query.trim() === '') return { rows: [], total: 0, atLeast: false };
    const origin = station.role === 'bureau' ? '*' : '';
    const pages = kinds.map((kind) => {
      if (kind !== 'license') return station.records.list({ kind, origin, query, limit });
      const { records: rows, total, atLeast } = listLicenses(station, { query, limit });
      return { rows, total, atLeast };
    });
    const total = pages.reduce((sum, page) => sum + page.total, 0);
    const found = pages.flatMap((page) => page.rows).slice(0, limit);
    const rows: RecordRow[] = found.map((row) => ({ ...row, code: shownCode(row) }));
    station.audit('search.find', query, undefined, { total });
    return { rows, total, atLeast: pages.some(({ atLeast }) => atLeast) };
  },
};
