// The lists of annex 1 of the notice that are certain. `code-tables.test.ts` holds them to resources/codes/.

export interface Named<C extends string> {
  readonly code: C;
  readonly name: string;
}

/** 数据类型 (table 1, 8.2). */
export const dataTypes = [
  { code: 'C', name: '字符型' },
  { code: 'N', name: '数值型' },
  { code: 'Y', name: '货币型' },
  { code: 'D', name: '日期型' },
  { code: 'T', name: '日期时间型' },
  { code: 'L', name: '逻辑型' },
  { code: 'M', name: '备注型' },
  { code: 'G', name: '通用型' },
  { code: 'B', name: '双精度型' },
  { code: 'I', name: '整型' },
  { code: 'F', name: '浮点型' },
] as const satisfies readonly Named<string>[];

export type DataType = (typeof dataTypes)[number]['code'];

/** Types that hold text and so state their character set and encoding. */
export const textTypes: readonly string[] = ['C', 'M'];

/** 字符集和编码方式 as table 1 recommends them, and the one that old systems have. */
export const charsets = ['UTF-8', 'UTF-16', 'GB18030', 'GBK'] as const;

/** 共享类型 (table 1, 9.1). */
export const shareTypes = [
  { code: '1', name: '无条件共享' },
  { code: '2', name: '有条件共享' },
  { code: '3', name: '不予共享' },
] as const satisfies readonly Named<string>[];

/** 是否向社会开放 (table 1, 10.1). */
export const openChoices = [
  { code: '1', name: '是' },
  { code: '0', name: '否' },
] as const satisfies readonly Named<string>[];

/** 使用要求 (table 1, 9.2), several. */
export const uses = ['行政依据', '工作参考', '数据校核', '业务协同'] as const;

/** 共享方式分类 and its types (table 1, 9.3). An empty list: the category has no types of its own. */
export const shareMethods = [
  { name: '共享平台方式', types: ['数据库', '文件', '服务接口'] },
  { name: '邮件', types: [] },
  { name: '拷盘', types: [] },
  { name: '介质交换', types: ['纸质报表', '电子文档'] },
] as const;

/** 更新周期 (table 1, 11), with the two that deployed systems add. */
export const cycles = ['实时', '每日', '每周', '每月', '每季度', '每半年', '每年', '其他'] as const;

/** 信息资源格式 (table 1, 7): categories with the types named there, 包括但不限于; paper and dwg exist too. */
export const formatCategories = [
  { name: '数据库', types: ['Dm', 'KingbaseES', 'access', 'dbf', 'dbase', 'sysbase', 'oracle', 'sqlserver', 'db2'] },
  { name: '电子表格', types: ['et', 'xls', 'xlsx'] },
  { name: '电子文件', types: ['OFD', 'wps', 'xml', 'txt', 'doc', 'docx', 'html', 'pdf', 'ppt'] },
  { name: '图形图像', types: ['jpg', 'gif', 'bmp', 'dwg'] },
  { name: '流媒体', types: ['swf', 'rm', 'mpg'] },
  { name: '自描述格式', types: [] },
  { name: '纸质', types: [] },
] as const;

/** Categories whose contents have columns: what is stored in them is a structured resource. */
export const structuredCategories: readonly string[] = ['数据库', '电子表格'];

/** The three classes with their fixed digit (2.1.2). */
export const resourceClasses = [
  { code: '1', name: '基础信息资源' },
  { code: '2', name: '主题信息资源' },
  { code: '3', name: '部门信息资源' },
] as const satisfies readonly Named<string>[];

/** Name of a code in one of the lists above; the code itself where the list does not know it. */
export function nameIn(list: readonly Named<string>[], code: string): string {
  return list.find((entry) => entry.code === code)?.name ?? code;
}
