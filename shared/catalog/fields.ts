/** The 13 metadata in the order of the strip; 0 is the census, which the template has and table 1 does not number. */
export const sections = [
  { no: 1, key: 'classification', short: '分类', label: '信息资源分类' },
  { no: 2, key: 'name', short: '名称', label: '信息资源名称' },
  { no: 3, key: 'code', short: '代码', label: '信息资源代码' },
  { no: 4, key: 'provider', short: '提供方', label: '信息资源提供方' },
  { no: 5, key: 'providerCode', short: '方代码', label: '信息资源提供方代码' },
  { no: 6, key: 'abstract', short: '摘要', label: '信息资源摘要' },
  { no: 7, key: 'formats', short: '格式', label: '信息资源格式' },
  { no: 8, key: 'items', short: '信息项', label: '信息项信息' },
  { no: 0, key: 'census', short: '普查', label: '信息资源普查' },
  { no: 9, key: 'share', short: '共享', label: '共享属性' },
  { no: 10, key: 'open', short: '开放', label: '开放属性' },
  { no: 11, key: 'cycle', short: '周期', label: '更新周期' },
  { no: 12, key: 'releaseDate', short: '发布', label: '发布日期' },
  { no: 13, key: 'related', short: '关联', label: '关联资源代码' },
] as const;

export type SectionKey = (typeof sections)[number]['key'];

/** Label of every field, by its path with `*` for the number of a repeated part: used by form, findings, import, export and review. */
export const fieldLabels = {
  'classification.class': '信息资源分类-类',
  'classification.item': '信息资源分类-项',
  'classification.subItem': '信息资源分类-目',
  'classification.detail': '信息资源分类-细目',
  name: '信息资源名称',
  code: '信息资源代码',
  provider: '信息资源提供方',
  office: '提供方内部部门',
  providerCode: '资源提供方代码',
  abstract: '信息资源摘要',
  formats: '信息资源格式',
  'formats.*': '信息资源格式',
  'formats.*.category': '信息资源格式分类',
  'formats.*.type': '信息资源格式类型',
  'formats.*.version': '软件版本',
  formatNote: '其他类型资源格式描述',
  census: '信息资源普查',
  'census.storage.total': '数据存储总量',
  'census.records.total': '结构化信息记录总数',
  'census.storage.shared': '已共享的数据存储量',
  'census.records.shared': '已共享结构化记录数',
  'census.storage.open': '已开放的数据存储量',
  'census.records.open': '已开放结构化记录数',
  items: '信息项信息',
  'items.*': '信息项',
  'items.*.name': '信息项名称',
  'items.*.column': '字段名',
  'items.*.type': '数据类型',
  'items.*.length': '数据长度',
  'items.*.charset': '字符集',
  'items.*.share': '信息项共享类型',
  'items.*.open': '信息项是否开放',
  'items.*.note': '信息项说明',
  'share.type': '共享类型',
  'share.uses': '使用要求',
  'share.condition': '共享条件',
  'share.scope': '共享范围',
  'share.law': '法律依据',
  'share.category': '共享方式分类',
  'share.method': '共享方式类型',
  'open.open': '是否向社会开放',
  'open.condition': '开放条件',
  cycle: '更新周期',
  releaseDate: '发布日期',
  related: '关联资源代码',
  'related.*': '关联资源代码',
  'related.*.code': '关联资源代码',
  'related.*.name': '关联类目名称',
  source: '来源标识',
  'change.reason': '变更原因',
  'change.date': '变更起算日期',
  'change.note': '变更说明',
  'retired.date': '停用日期',
  'retired.reason': '停用原因',
} as const;

const goneItem = 'items.gone.';
const repeated: Readonly<Record<string, string>> = { items: '信息项', formats: '格式', related: '关联' };

/**
 * Label of a field for people: `items.3.length` is 信息项 4 · 数据长度, `items.gone.电话` an item that only the version before has. '' (the record as a whole)
 * is 整条.
 */
export function catalogFieldLabel(path: string): string {
  if (path === '') return '整条';
  if (path.startsWith(goneItem)) return `信息项 ${path.slice(goneItem.length)}（已删）`;
  const pattern = path.replace(/\.\d+(?=\.|$)/g, '.*');
  const label = fieldLabels[pattern as keyof typeof fieldLabels] ?? path;
  const match = /^(items|formats|related)\.(\d+)(\..+)?$/.exec(path);
  if (!match) return label;
  const place = `${repeated[match[1]!]} ${Number(match[2]) + 1}`;
  return match[3] === undefined ? place : `${place} · ${label}`;
}

/** The section in which a field stands; null for the record as a whole and for fields that no section shows. */
export function sectionOf(path: string): SectionKey | null {
  const first = path.split('.')[0] ?? '';
  if (first === 'office') return 'provider';
  if (first === 'formatNote') return 'formats';
  return sections.find((section) => section.key === first)?.key ?? null;
}

/** The number before a finding in one line of text: `8.5` for the fifth item, `9` for a field of section 9, 普 for the census. */
export function fieldNumber(path: string): string {
  const section = sections.find((entry) => entry.key === sectionOf(path));
  if (!section) return '';
  const place = /^items\.(\d+)/.exec(path);
  return place ? `8.${Number(place[1]) + 1}` : section.no === 0 ? '普' : String(section.no);
}
