import { catalogFieldLabel } from '../catalog/fields.ts';
import { recordKindNames, recordStateNames } from '../exchange/record.ts';
import { roleNames } from './roles.ts';

/** One value of an audit line beside the one before it, in words; '' = there was none. */
export interface AuditChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const labels: Readonly<Record<string, string>> = {
  state: '状态',
  revision: '版次',
  name: '名称',
  code: '编号',
  text: '内容',
  kind: '种类',
  roles: '角色',
  role: '类型',
  disabled: '停用',
  organ: '责任单位',
  lines: '行数',
  expected: '应录数',
  due: '截止日期',
  catalogs: '资源目录',
  licenseTypes: '证照类型',
  note: '备注',
  uscc: '统一社会信用代码',
  division: '行政区划',
  level: '层级',
  address: '地址',
  leader: '分管领导',
  office: '责任处室',
  contact: '联络员',
  phone: '联系电话',
  total: '命中',
  ok: '结果',
  bad: '有问题',
  bytes: '字节',
  files: '文件',
  epoch: '纪元',
  backup: '备份时间',
  reason: '原因',
  origin: '来源',
  sequence: '包序',
  packageId: '包号',
  package: '包号',
  records: '记录',
  remarks: '意见',
  remark: '意见',
  field: '字段',
  answer: '答复序号',
  sent: '送出',
  medium: '介质',
  courier: '交接人',
  path: '路径',
  to: '写到',
  type: '类型',
  person: '签批人',
  date: '日期',
  covered: '覆盖记录',
  fingerprint: '指纹',
  accepted: '通过',
  returned: '退回',
  received: '签收',
  rejected: '隔离',
  missing: '缺包',
  imported: '导入',
  drafts: '草稿',
  purpose: '用途',
  format: '格式',
  id: '标识',
  counts: '件数',
  catalog: '资源目录',
  license: '证照',
  imprint: '印模',
  sheet: '采集表',
  sm3: '摘要',
  scanSm3: '原扫描摘要',
  recipient: '收件站',
  sender: '发件站',
  partner: '对方站',
  decisions: '结论数',
  way: '方式',
  created: '新建',
  updated: '更新',
  unchanged: '未变',
  file: '文件',
  inReplyTo: '答复对象',
  face: '照面',
  from: '来历',
  number: '编号',
  holders: '持证主体',
  idNumber: '证件号码',
  idKind: '证件类型',
  organCode: '机构代码',
  issued: '核发日期',
  validFrom: '有效期自',
  validTo: '有效期至',
  identifier: '证照标识',
  status: '证照状态',
  stock: '存量',
  archive: '档号',
  box: '箱',
  volume: '卷',
  piece: '件',
  pages: '页',
  page: '页',
  entry: '录入',
  seconds: '用时（秒）',
  keys: '击键',
  acceptedBecause: '可用说明',
  finding: '检测',
  shape: '形状',
  verdict: '结论',
  reasons: '理由',
  measures: '量值',
  message: '说明',
  place: '位置',
  centerMm: '中心',
  widthMm: '宽（毫米）',
  heightMm: '高（毫米）',
  angleDeg: '角度',
  rotationDeg: '扶正角度',
  cutMm: '裁切',
  rangeMm: '范围',
  noteMm: '注记位置',
  furtherMm: '再下方的字',
  formTypes: '采集表所印证照',
  typesFrom: '证照来源',
  form: '采集表',
  printScale: '打印比例',
  turnDoubtDeg: '疑似转向',
  unclear: '疑似印章处',
  x: '横',
  y: '纵',
  width: '宽',
  height: '高',
  ring: '环线',
  evenness: '均匀',
  density: '浓度',
  dpi: '分辨率',
  dpiFrom: '分辨率来源',
  index: '页序',
  edgesSeen: '见纸边',
  colour: '彩色',
  clean: '净图',
  marked: '核对图',
  crop: '局部图',
  preview: '预览',
  scan: '扫描件',
  scanBytes: '扫描件字节',
  source: '来源文件',
  found: '检出',
  dropped: '剔除',
  again: '重复采集',
};

const words: Readonly<Record<string, string>> = {
  ...recordStateNames,
  ...roleNames,
  ...recordKindNames,
  department: '填报单位',
  bureau: '数据主管部门',
  user: '手动',
  idle: '无人操作',
  closed: '程序关闭',
  true: '是',
  false: '否',
  null: '无',
  paper: '纸质',
  program: '本机签批',
  receipt: '签收回执',
  decision: '审核结果',
  verified: '已核对',
  unverified: '未核对',
  revoked: '已撤销',
  circle: '圆',
  ellipse: '椭圆',
  rectangle: '方',
  pass: '通过',
  warn: '留意',
  reject: '不合格',
};
/** Members whose values are words of ours; all others are people's own text. */
const coded = new Set([
  'state',
  'roles',
  'role',
  'kind',
  'reason',
  'disabled',
  'ok',
  'expected',
  'way',
  'shape',
  'verdict',
  'edgesSeen',
  'colour',
]);

/** What an audit line changed, member by member: those that differ, in their order. Values that are no JSON stand as they are. */
export function auditChanges(action: string, old: string, next: string): AuditChange[] {
  const before = flatten(parse(old));
  const after = flatten(parse(next));
  const paths = [...new Set([...after.keys(), ...before.keys()])];
  return paths
    .map((path) => ({
      label: labelOf(action, path),
      before: before.get(path) ?? '',
      after: after.get(path) ?? '',
    }))
    .filter((change) => change.before !== change.after);
}

/** The new values of a line in one line of text. */
export function auditSummary(action: string, old: string, next: string): string {
  return auditChanges(action, old, next)
    .map(({ label, before, after }) => `${label} ${after === '' ? `去掉“${before}”` : after}`.trim())
    .join('；');
}

function labelOf(action: string, path: string): string {
  if (path === '') return '';
  if (action.startsWith('catalog.') && path.includes('.')) {
    const field = path.replace(/\.\d+$/, '');
    const label = catalogFieldLabel(field);
    if (label !== field) return label;
  }
  const [first = '', ...rest] = path.split('.');
  const own = labels[path] ?? (rest.length === 0 ? undefined : labels[first]);
  if (own) return rest.length > 0 && labels[rest.at(-1) ?? ''] ? `${own} · ${labels[rest.at(-1) ?? '']}` : own;
  return path.split('.').map(segmentWord).join(' · ');
}

/** One step of a path: 照面, 信息项 4; keys that people chose, such as those of a face, stand as they are. */
function segmentWord(segment: string): string {
  return /^\d+$/.test(segment) ? String(Number(segment) + 1) : (labels[segment] ?? segment);
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return into;
  const plain = Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
  if (value !== null && typeof value === 'object' && !plain) {
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, into);
  } else {
    const named = path.split('.').filter((segment) => !/^\d+$/.test(segment));
    const last = named.at(-1) ?? '';
    const shown = (item: unknown): string =>
      coded.has(last) ? (words[String(item)] ?? String(item)) : String(item ?? '无');
    into.set(path, plain ? (value as unknown[]).map(shown).join('、') : shown(value));
  }
  return into;
}
