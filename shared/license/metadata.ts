import { idKinds } from './holder.ts';
import type { License } from './license.ts';
import { longTerm } from './short-date.ts';

/** Field names of GB/T 36903 as the OFD of an electronic license and its exchange interfaces carry them. */
export const metadataNames = {
  ZZMC: '证照名称',
  ZZLXDM: '证照类型代码',
  ZZBH: '证照编号',
  ZZBS: '证照标识',
  ZZBFJG: '证照颁发机构',
  ZZBFJGDM: '证照颁发机构代码',
  ZZBFRQ: '证照颁发日期',
  CZZT: '持证主体',
  CZZTDM: '持证主体代码',
  CZZTDMLX: '持证主体代码类型',
  CZZTDMLXDM: '持证主体代码类型代码',
  ZZYXQQSRQ: '证照有效期起始日期',
  ZZYXQJZRQ: '证照有效期截止日期',
} as const;
export type MetadataName = keyof typeof metadataNames;

/** Several holders stand in one field, joined by this character. */
const between = '^';

/** A license as GB/T 36903 names its parts; face fields follow under `KZ_` and their key. */
export function metadataOf(license: License): Record<string, string> {
  const joined = (pick: (holder: License['holders'][number]) => string) =>
    license.holders.some((holder) => pick(holder) !== '') ? license.holders.map(pick).join(between) : '';
  const metadata: Record<MetadataName, string> = {
    ZZMC: license.type.name,
    ZZLXDM: license.type.code,
    ZZBH: license.number,
    ZZBS: license.identifier,
    ZZBFJG: license.organ,
    ZZBFJGDM: license.organCode,
    ZZBFRQ: license.issued,
    CZZT: joined((holder) => holder.name),
    CZZTDM: joined((holder) => holder.idNumber),
    CZZTDMLX: joined((holder) => idKinds[holder.idKind as keyof typeof idKinds] ?? ''),
    CZZTDMLXDM: joined((holder) => holder.idKind),
    ZZYXQQSRQ: license.validFrom,
    ZZYXQJZRQ: license.validTo === longTerm ? '9999-12-31' : license.validTo,
  };
  const face = Object.entries(license.face).map(([key, value]) => [`KZ_${key}`, value]);
  return { ...metadata, ...Object.fromEntries(face) };
}
