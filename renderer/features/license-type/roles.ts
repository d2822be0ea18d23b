import type { LicenseType } from '../../../shared/license/type.ts';

/** What a face field stands for in the metadata: `number`, `organ`, `issued`, `validFrom`, `validTo`, `copy`, `holder.0`, `id.0` … */
export type FieldRole = string;

/** The roles that a type has, with their words; one holder more than it has now can always be named. */
export function rolesOf(type: LicenseType): { readonly role: FieldRole; readonly label: string }[] {
  const holders = type.holders.flatMap((_, at) => {
    const which = at === 0 ? '' : String(at + 1);
    return [
      { role: `holder.${at}`, label: `持证主体${which}` },
      { role: `id.${at}`, label: `持证主体代码${which}` },
    ];
  });
  const next = type.holders.length;
  return [
    { role: 'number', label: '证照编号' },
    ...holders,
    { role: `holder.${next}`, label: `持证主体${next === 0 ? '' : next + 1}` },
    { role: 'organ', label: '颁发机构' },
    { role: 'issued', label: '颁发日期' },
    { role: 'validFrom', label: '有效期起' },
    { role: 'validTo', label: '有效期止' },
    { role: 'copy', label: '副本号' },
  ];
}

/** The roles of one field. */
export function rolesOfField(type: LicenseType, key: string): FieldRole[] {
  if (key === '') return [];
  const { roles } = type;
  return [
    ...(['number', 'organ', 'issued', 'validFrom', 'validTo'] as const).filter((role) => roles[role] === key),
    ...type.holders.flatMap(({ name, idNumber }, at) => [
      ...(name === key ? [`holder.${at}`] : []),
      ...(idNumber === key ? [`id.${at}`] : []),
    ]),
    ...(type.copyNumber === key ? ['copy'] : []),
  ];
}

/** Gives a field exactly these roles; each role that it takes leaves the field that had it. A field that carries metadata becomes critical. */
export function withRoles(type: LicenseType, key: string, wanted: readonly FieldRole[]): LicenseType {
  const role = (name: 'organ' | 'issued' | 'validFrom' | 'validTo'): string | null =>
    wanted.includes(name) ? key : type.roles[name] === key ? null : type.roles[name];
  const known = [...type.holders];
  if (wanted.includes(`holder.${known.length}`)) known.push({ name: '', idNumber: null, idKind: '' });
  const holders = known
    .map((holder, at) => ({
      ...holder,
      name: wanted.includes(`holder.${at}`) ? key : holder.name === key ? '' : holder.name,
      idNumber: wanted.includes(`id.${at}`) ? key : holder.idNumber === key ? null : holder.idNumber,
    }))
    .filter(({ name, idNumber }, at) => at === 0 || name !== '' || idNumber !== null);
  const gained = wanted.some((one) => one !== 'copy' && !rolesOfField(type, key).includes(one));
  return {
    ...type,
    roles: {
      number: wanted.includes('number') ? key : type.roles.number === key ? '' : type.roles.number,
      organ: role('organ'),
      issued: role('issued'),
      validFrom: role('validFrom'),
      validTo: role('validTo'),
    },
    holders,
    copyNumber: wanted.includes('copy') ? key : type.copyNumber === key ? null : type.copyNumber,
    fields: gained
      ? type.fields.map((field) => (field.key === key ? { ...field, critical: true } : field))
      : type.fields,
  };
}

/** The type with the key of one field changed, wherever the type names it. */
export function withKey(type: LicenseType, before: string, key: string): LicenseType {
  const swap = <T extends string | null>(value: T): T => (value === before ? (key as T) : value);
  if (before === '') return type;
  return {
    ...type,
    roles: {
      number: swap(type.roles.number),
      organ: swap(type.roles.organ),
      issued: swap(type.roles.issued),
      validFrom: swap(type.roles.validFrom),
      validTo: swap(type.roles.validTo),
    },
    holders: type.holders.map((holder) => ({ ...holder, name: swap(holder.name), idNumber: swap(holder.idNumber) })),
    ranges: type.ranges.map((range) => ({ ...range, from: swap(range.from), to: swap(range.to) })),
    copyNumber: swap(type.copyNumber),
  };
}

/** The type without one field, and without every role that it had. */
export function withoutField(type: LicenseType, at: number): LicenseType {
  const key = type.fields[at]?.key ?? '';
  const left = withRoles(type, key, []);
  return {
    ...left,
    ranges: left.ranges.filter(({ from, to }) => from !== key && to !== key),
    fields: left.fields.filter((_, index) => index !== at).map((field, index) => ({ ...field, order: index + 1 })),
  };
}
