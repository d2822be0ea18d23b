import type { Finding } from '../../../shared/exchange/finding.ts';
import { checkLicense } from '../../../shared/license/check.ts';
import { eventText, statusText } from '../../../shared/license/event.ts';
import { besideFace, licenseLabel } from '../../../shared/license/fields.ts';
import { archiveText, License, provenances } from '../../../shared/license/license.ts';
import { licenseSearch } from '../../../shared/license/search.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { RecordLine, RecordRules } from './record-rules.ts';

// Nothing of this asks the store: a worker checks the licenses of a long package.

/** Rules of licenses by their types. `today`: YYYY-MM-DD. */
export function licenseRules(
  typeNamed: (name: string, version: number) => LicenseType | undefined,
  today: () => string,
): RecordRules<License> {
  const typeOf = ({ type: { name, version } }: License): LicenseType | undefined => typeNamed(name, version);
  return {
    schema: License,
    check(license) {
      const type = typeOf(license);
      if (!type) return [unknownType(license.type.name)];
      if (type.version !== license.type.version) return [otherVersion(license)];
      return checkLicense(type, license, { today: today() });
    },
    label(field, license) {
      if (field === '') return '整条';
      if (field === 'type.name') return '证照类型';
      const type = typeOf(license);
      return type ? licenseLabel(type, field) : field;
    },
    search: licenseSearch,
    pieces: (license) => Object.entries(license.asOnPaper ?? {}).map(([field, { crop }]) => ({ field, blob: crop })),
    lines(license) {
      const type = typeOf(license);
      const line = (field: string, label: string, text: string): RecordLine => ({ field, label, text });
      return [
        line('type.name', '证照类型', license.type.name),
        ...(type ? facesInOrder(type) : []).map(({ key, label }) =>
          line(`face.${key}`, label, license.face[key] ?? ''),
        ),
        ...(type ? besideFace(type) : []).map(({ path, label }) => line(path, label, valueAt(license, path))),
        line('organCode', '颁发机构代码', license.organCode),
        line('identifier', '证照标识', license.identifier),
        line('status', '证照状态', statusText(license)),
        line('copies.count', '副本数', license.copies?.count ?? ''),
        line('copies.numbers', '副本号清单', license.copies?.numbers ?? ''),
        line('events', '事项', license.events.map(eventText).join('；')),
        line('attachments', '附件', license.attachments.map(({ name }) => name).join('、')),
        line('stock.kind', '存量/增量', license.stock.kind),
        line('stock.basis', '录入依据', license.stock.basis),
        line('stock.archive', '档号', archiveText(license.stock.archive)),
        line(
          'reasons',
          '提醒的理由',
          license.reasons
            .map(({ field, reason }) => `${type ? licenseLabel(type, field) : field}：${reason}`)
            .join('；'),
        ),
        line('from', '录入方式', entryText(license)),
        line('asOnPaper', '照面如此', type ? asOnPaperText(type, license) : ''),
        line('review', '复录', reviewText(license)),
        line('pages', '扫描件', license.pages.length > 0 ? `${license.pages.length} 页` : ''),
      ];
    },
  };
}

/** Where the values of the face came from: 键入 9 项，识别 2 项; '' where it is not known. */
function entryText({ from }: License): string {
  const ways = Object.values(from);
  return provenances
    .map((way) => ({ way, fields: ways.filter((one) => one === way).length }))
    .filter(({ fields }) => fields > 0)
    .map(({ way, fields }) => `${way} ${fields} 项`)
    .join('，');
}

/** Values that fail their check and stand on the paper, each with the two persons who vouch for it; '' where there is none. */
function asOnPaperText(type: LicenseType, { asOnPaper = {} }: License): string {
  const said = Object.entries(asOnPaper).map(
    ([path, { by, confirmedBy }]) => `${licenseLabel(type, path)}（${by}声明，${confirmedBy}核对）`,
  );
  return said.length === 0 ? '' : `${said.length} 项：${said.join('；')}`;
}

/** How a license was keyed a second time, and read, in one line. */
function reviewText({ review = {}, readings = {} }: License): string {
  const fields = Object.values(review);
  const read = Object.keys(readings).filter((path) => review[path] === undefined).length;
  const alone = read > 0 ? [`读图一致 ${read} 项`] : [];
  if (fields.length === 0) return alone[0] ?? '没有复录';
  const names = (pick: 'by' | 'decidedBy') => [...new Set(fields.map((one) => one[pick]).filter(Boolean))].join('、');
  const decided = fields.filter(({ decidedBy }) => decidedBy !== '').length;
  return [
    `${fields.some(({ own }) => own) ? '同人复录' : '复录'} ${fields.length} 项（${names('by')}）`,
    ...(decided > 0 ? [`其中 ${decided} 项经裁定（${names('decidedBy')}）`] : []),
    ...alone,
  ].join('，');
}

function unknownType(name: string): Finding {
  return { field: 'type.name', level: 'error', code: 'unknown-license-type', message: `类型库里没有“${name}”` };
}

function valueAt(license: License, path: string): string {
  let value: unknown = license;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return typeof value === 'string' ? value : '';
}

/** A license that was typed against a version that has not come yet goes in; its fields are not held to those of another version. */
function otherVersion({ type }: License): Finding {
  return {
    field: 'type.name',
    level: 'warning',
    code: 'unknown-type-version',
    message: `按“${type.name}”第 ${type.version} 版录入，本站还没有这一版，未逐项核对`,
  };
}
