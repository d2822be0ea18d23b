import type { Finding } from '../../../shared/exchange/finding.ts';
import { checkLicense } from '../../../shared/license/check.ts';
import { besideFace, licenseLabel } from '../../../shared/license/fields.ts';
import { archiveText, License } from '../../../shared/license/license.ts';
import { facesInOrder, LicenseType } from '../../../shared/license/type.ts';
import { knownTypes } from '../license/license.ts';
import type { Station } from '../store/station.ts';
import type { RecordLine, RecordRules } from './record-rules.ts';

export function licenseRules(station: Station, origin: string): RecordRules<License> {
  const known = new Map<string, LicenseType | undefined>();
  const typeOf = (license: License): LicenseType | undefined => {
    const { name } = license.type;
    if (!known.has(name))
      known.set(
        name,
        sentType(station, origin, name) ?? knownTypes(station).find(({ type }) => type.name === name)?.type,
      );
    return known.get(name);
  };
  return {
    schema: License,
    check(license) {
      const type = typeOf(license);
      return type
        ? checkLicense(type, license, { today: station.now().slice(0, 10) })
        : [unknownType(license.type.name)];
    },
    label(field, license) {
      if (field === '') return '整条';
      if (field === 'type.name') return '证照类型';
      const type = typeOf(license);
      return type ? licenseLabel(type, field) : field;
    },
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
        line('status', '证照状态', license.status),
        line('stock.kind', '存量/增量', license.stock.kind),
        line('stock.basis', '录入依据', license.stock.basis),
        line('stock.archive', '档号', archiveText(license.stock.archive)),
        line('pages', '扫描件', license.pages.length > 0 ? `${license.pages.length} 页` : ''),
      ];
    },
  };
}

/** 证照目录: the entry of a type that a department defined itself. */
export function licenseTypeRules(): RecordRules<LicenseType> {
  const labels: Readonly<Record<string, string>> = {
    name: '证照名称',
    code: '证照类型代码',
    definer: '证照定义机构',
    definerCode: '定义机构代码',
    holderKind: '持证主体类别',
    category: '证照类别',
    validity: '有效期限范围',
    numberExample: '编号样例',
  };
  return {
    schema: LicenseType,
    check: () => [],
    label: (field) => labels[field] ?? (field === '' ? '整条' : '照面字段'),
    lines: (type) => [
      ...Object.entries(labels).map(([field, label]) => ({
        field,
        label,
        text: String(type[field as keyof LicenseType] ?? ''),
      })),
      ...facesInOrder(type).map((field, at) => ({
        field: `fields.${at}`,
        label: `照面字段 ${at + 1}`,
        text: `${field.label}${field.required ? ' · 必填' : ''}`,
      })),
    ],
  };
}

function unknownType(name: string): Finding {
  return { field: 'type.name', level: 'error', code: 'unknown-license-type', message: `类型库里没有“${name}”` };
}

function valueAt(license: License, path: string): string {
  let value: unknown = license;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return typeof value === 'string' ? value : '';
}

/** A type that this department defined itself and sent along. */
function sentType(station: Station, origin: string, name: string): LicenseType | undefined {
  if (origin === '') return undefined;
  const record = station.records
    .list({ kind: 'licenseType', origin, limit: 500 })
    .rows.find((row) => row.name === name);
  return record && LicenseType.safeParse(record.body).data;
}
