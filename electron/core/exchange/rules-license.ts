import { checkLicense } from '../../../shared/license/check.ts';
import { besideFace, licenseLabel } from '../../../shared/license/fields.ts';
import { License } from '../../../shared/license/license.ts';
import { facesInOrder, LicenseType } from '../../../shared/license/type.ts';
import { knownTypes } from '../license/license.ts';
import type { Station } from '../store/station.ts';
import type { RecordRules } from './record-rules.ts';

/** Inner fields: how the values came in, and what follows from the face by rule. */
const inner = /^(from|entry|setAside|type\.version|holders\.\d+\.|number$|organ$|issued$|validFrom$|validTo$)/;

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
      if (!type)
        return [
          {
            field: 'type.name',
            level: 'error',
            code: 'unknown-license-type',
            message: `类型库里没有“${license.type.name}”`,
          },
        ];
      return checkLicense(type, license, { today: station.now().slice(0, 10) });
    },
    label(field, license) {
      if (field === 'type.name') return '证照类型';
      const type = typeOf(license);
      if (!type) return field;
      const beside = besideFace(type).find((one) => one.path === field);
      if (beside) return beside.label;
      return inner.test(field) ? '' : licenseLabel(type, field);
    },
    order(license) {
      const type = typeOf(license);
      return [
        'type.name',
        ...(type ? facesInOrder(type).map((field) => `face.${field.key}`) : []),
        'holders',
        'organ',
        'issued',
        'validFrom',
        'validTo',
        'organCode',
        'identifier',
        'status',
        'stock',
        'pages',
      ];
    },
  };
}

/** A type that this department defined itself and sent along. */
function sentType(station: Station, origin: string, name: string): LicenseType | undefined {
  if (origin === '') return undefined;
  const record = station.records
    .list({ kind: 'licenseType', origin, limit: 500 })
    .rows.find((row) => row.name === name);
  return record && LicenseType.safeParse(record.body).data;
}
