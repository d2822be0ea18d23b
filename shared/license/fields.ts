import type { LicenseType } from './type.ts';

/** A value that the metadata need and the face of this type does not carry: typed beside the face. */
export interface BesideFace {
  /** Dotted path in the license. */
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'idKind';
  readonly required: boolean;
}

/** What is typed beside the face of this type, in the order of the form. */
export function besideFace(type: LicenseType): BesideFace[] {
  const out: BesideFace[] = [];
  type.holders.forEach((holder, index) => {
    if (holder.idNumber !== null) return;
    const which = type.holders.length > 1 ? String(index + 1) : '';
    out.push({ path: `holders.${index}.idNumber`, label: `持证主体代码${which}`, kind: 'text', required: false });
    out.push({ path: `holders.${index}.idKind`, label: `代码类型${which}`, kind: 'idKind', required: false });
  });
  if (type.roles.organ === null) out.push({ path: 'organ', label: '颁发机构', kind: 'text', required: true });
  if (type.roles.issued === null) out.push({ path: 'issued', label: '颁发日期', kind: 'date', required: true });
  return out;
}

/** The path of one part of a holder, from 0: a field of the face where the type has one for it. */
export function holderPath(type: LicenseType, index: number, part: 'name' | 'idNumber' | 'idKind'): string {
  const onFace = part === 'idKind' ? null : (type.holders[index]?.[part] ?? null);
  return onFace === null ? `holders.${index}.${part}` : `face.${onFace}`;
}

const holderParts: Readonly<Record<string, string>> = { name: '', idNumber: '代码', idKind: '代码类型' };

const fixed: Readonly<Record<string, string>> = {
  organCode: '颁发机构代码',
  'type.name': '证照类型',
  'type.code': '证照类型代码',
  identifier: '证照标识',
  status: '证照状态',
  'stock.kind': '存量/增量',
  'stock.basis': '录入依据',
  'clock.done': '办结日期',
  'clock.batch': '发证批次',
  'stock.archive': '档号',
  'stock.archive.box': '档号（箱）',
  'stock.archive.volume': '档号（卷）',
  'stock.archive.piece': '档号（件）',
  events: '事项',
  attachments: '附件',
  reasons: '提醒的理由',
  from: '录入方式',
  asOnPaper: '照面如此',
  review: '复录',
  'copies.count': '副本数',
  'copies.numbers': '副本号清单',
  pages: '扫描件',
  setAside: '待查原因',
  validFrom: '有效期自',
  validTo: '有效期至',
};

/** The label of a field by its path, the same in form, finding, remark and receipt. */
export function licenseLabel(type: LicenseType, path: string): string {
  if (path.startsWith('face.')) {
    const key = path.slice('face.'.length);
    return type.fields.find((field) => field.key === key)?.label ?? key;
  }
  const beside = besideFace(type).find((field) => field.path === path)?.label ?? fixed[path];
  const [, index, part = ''] = /^holders\.(\d+)\.(\w+)$/.exec(path) ?? [];
  return beside ?? (index === undefined ? path : `持证主体${Number(index) + 1}${holderParts[part] ?? ''}`);
}
