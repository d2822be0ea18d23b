import type { FaceField, LicenseType, Validator } from './type.ts';

export const faceKindNames: Readonly<Record<FaceField['kind'], string>> = {
  text: '文字',
  date: '日期',
  number: '数字',
  amount: '金额',
  code: '号码',
  enum: '选项',
};

export const ruleNames: Readonly<Record<Validator['rule'], string>> = {
  uscc: '统一社会信用代码',
  'resident-id': '公民身份号码',
  'person-id': '个人证件号码',
  'real-estate-unit': '不动产单元号',
  pattern: '按格式',
};

export const typeLabels = {
  name: '证照名称',
  code: '证照类型代码',
  definer: '证照定义机构',
  definerCode: '定义机构代码',
  organ: '颁发机构',
  holderKind: '持证主体类别',
  category: '证照目录类别',
  matterKind: '事项类别',
  matters: '关联事项',
  validity: '有效期限',
  numberExample: '编号样例',
  'roles.number': '证照编号',
  'roles.organ': '颁发机构栏',
  'roles.issued': '颁发日期',
  'roles.validFrom': '有效期起',
  'roles.validTo': '有效期止',
  holders: '持证主体',
  ranges: '起止栏',
  copyNumber: '副本号',
  'face.widthMm': '照面宽',
  'face.heightMm': '照面高',
  'template.face': '底图',
  'template.files': '模板原件',
  'template.seals': '盖章位置',
  unverified: '照面核实',
  'change.basis': '法律依据',
  'change.effective': '生效日期',
  'change.opinion': '主管部门审核意见',
  fields: '照面字段',
} as const satisfies Readonly<Record<string, string>>;

const columnLabels: Readonly<Record<string, string>> = {
  label: '名称',
  key: '标识',
  length: '长度',
  options: '选项',
  validator: '校验',
  zone: '区域',
  critical: '关键',
};

/** The label of a field of the type's form by its path, the same in form, finding, remark and receipt. */
export function typeFieldLabel(path: string, type: Pick<LicenseType, 'fields'>): string {
  if (path === '') return '整条';
  const [, at, column] = /^fields\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
  if (at !== undefined) {
    const name = type.fields[Number(at)]?.label || `第 ${Number(at) + 1} 项`;
    return column ? `${name} · ${columnLabels[column] ?? ''}` : name;
  }
  for (let stem = path; stem !== ''; stem = stem.slice(0, Math.max(0, stem.lastIndexOf('.')))) {
    const label = typeLabels[stem as keyof typeof typeLabels];
    if (label) return label;
  }
  return '整条';
}

/** One field of an entry as people read it. */
export interface TypeLine {
  readonly field: string;
  readonly label: string;
  readonly text: string;
}

/** An entry line by line, as a reviewer compares it with the version before. */
export function typeLines(type: LicenseType): TypeLine[] {
  const line = (field: string, text: string): TypeLine => ({ field, label: typeFieldLabel(field, type), text });
  const label = (key: string | null) =>
    key === null ? '' : (type.fields.find((one) => one.key === key)?.label ?? key);
  return [
    line('name', type.name),
    { field: 'version', label: '版次', text: `第 ${type.version} 版` },
    line('code', type.code),
    line('definer', type.definer),
    line('definerCode', type.definerCode),
    line('organ', type.organ),
    line('holderKind', type.holderKind),
    line('category', type.category),
    line('matterKind', type.matterKind),
    line('matters', type.matters.map(({ name, code }) => (code ? `${name}（${code}）` : name)).join('、')),
    line('validity', type.validity.replaceAll('^', '、')),
    line('numberExample', type.numberExample),
    line('change.basis', type.change.basis),
    line('change.effective', type.change.effective),
    line('change.opinion', type.change.opinion),
    line('unverified', type.unverified ? '未对照实物核实' : '已核实'),
    line('roles.number', label(type.roles.number)),
    line(
      'holders',
      type.holders.map(({ name, idNumber }) => [label(name), label(idNumber)].filter(Boolean).join(' / ')).join('、'),
    ),
    line('roles.issued', label(type.roles.issued)),
    line('face.widthMm', `${type.face.widthMm} × ${type.face.heightMm} 毫米`),
    line('template.face', type.template.face?.name ?? ''),
    line(
      'template.files',
      type.template.files.map(({ name, bytes, sm3 }) => `${name}（${bytes} 字节，SM3 ${sm3}）`).join('；'),
    ),
    line('template.seals', type.template.seals.map(({ zone }) => zoneText(zone)).join('；')),
    ...type.fields.map((field, at) => ({
      field: `fields.${at}`,
      label: `照面字段 ${at + 1}`,
      text: fieldText(field),
    })),
  ];
}

function fieldText(field: FaceField): string {
  return [
    field.label,
    `${faceKindNames[field.kind]} ${field.length} 字`,
    field.required ? '必填' : '',
    field.critical ? '关键' : '',
    field.validator ? ruleNames[field.validator.rule] : '',
    field.options.join('、'),
    field.zone ? zoneText(field.zone) : '',
    field.font ? `${field.font.name} ${field.font.pt} 磅` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A zone in mm as people read it: 左 25 上 36 宽 56 高 10. */
export function zoneText({ x, y, width, height }: NonNullable<FaceField['zone']>): string {
  return `左 ${x} 上 ${y} 宽 ${width} 高 ${height}`;
}
