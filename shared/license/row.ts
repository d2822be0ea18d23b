import type { ColumnTarget } from './columns.ts';
import { tidyCopyNumbers } from './copies.ts';
import { emptyLicense, type Holder, type License, licenseStatuses, stockKinds } from './license.ts';
import { normalizeValue } from './normalize.ts';
import { parseDateRange, parseShortDate } from './short-date.ts';
import { faceField, type LicenseType } from './type.ts';

/** A value of a row that fits nowhere; stands in the report under its field. */
export interface RowProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** One row of a spreadsheet as a license of the type, not yet completed. `problems` are values that could not be taken over at all. */
export function licenseFromRow(
  type: LicenseType,
  targets: readonly (ColumnTarget | null)[],
  cells: readonly string[],
  today: string,
): { license: License; problems: RowProblem[] } {
  const empty = emptyLicense(type);
  const face: Record<string, string> = {};
  const holder: Holder = { name: '', idKind: '', idNumber: '' };
  const license = { ...empty, face, holders: [holder], stock: { ...empty.stock, archive: { ...empty.stock.archive } } };
  const problems: RowProblem[] = [];
  targets.forEach((target, column) => {
    const text = cells[column]?.trim() ?? '';
    if (!target || target.kind === 'ignored' || text === '') return;
    if (target.kind === 'archive') {
      const [box = '', volume = '', ...piece] = text.split(/[-—]/);
      Object.assign(license.stock.archive, { box, volume, piece: piece.join('-') });
    } else if (target.kind === 'range') {
      const range = parseDateRange(text, { today });
      if (range) {
        setFace(target.from, range.from);
        setFace(target.to, range.to);
      } else
        problems.push({
          field: target.from,
          code: 'not-a-date',
          message: '起止日期无法识别，可写 2011-07-09至2021-07-08',
        });
    } else setPath(target.path, text);
  });

  function setFace(path: string, value: string): void {
    if (value !== '' && !face[path.slice('face.'.length)]) face[path.slice('face.'.length)] = value;
  }
  function setPath(path: string, text: string): void {
    if (path.startsWith('face.')) {
      const field = faceField(type, path.slice('face.'.length));
      setFace(path, normalizeValue(type, field, text, today));
    } else if (path === 'status') {
      const status = licenseStatuses.find((word) => word === text);
      if (status) license.status = status;
      else problems.push({ field: path, code: 'not-an-option', message: `应为：${licenseStatuses.join('、')}` });
    } else if (path === 'stock.kind') {
      const kind = stockKinds.find((word) => word === text);
      if (kind) license.stock.kind = kind;
      else problems.push({ field: path, code: 'not-an-option', message: '应为：存量、增量' });
    } else if (path === 'copies.count')
      license.copies = { count: text.slice(0, 20), numbers: license.copies?.numbers ?? '' };
    else if (path === 'copies.numbers')
      license.copies = { count: license.copies?.count ?? '', numbers: tidyCopyNumbers(text).slice(0, 4000) };
    else if (path === 'stock.basis') license.stock.basis = text.slice(0, 500);
    else if (path.startsWith('stock.archive.'))
      license.stock.archive[path.slice('stock.archive.'.length) as 'box'] = text.slice(0, 20);
    else if (path === 'holders.0.idNumber') holder.idNumber = text.slice(0, 60);
    else if (path === 'holders.0.idKind') holder.idKind = /^\d{3}$/.test(text) ? text : '';
    else if (path === 'organ' || path === 'organCode') license[path] = text;
    else if (path === 'issued' || path === 'validFrom' || path === 'validTo')
      license[path] = parseShortDate(text, { today, longTerm: path === 'validTo' }) ?? text;
  }
  license.from = Object.fromEntries(Object.keys(face).map((key) => [key, '导入' as const]));
  return { license, problems };
}
