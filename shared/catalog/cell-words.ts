import { className } from './classification.ts';
import { type cycles, dataTypes, formatCategories, openChoices, shareMethods, shareTypes } from './code-tables.ts';

// What departments write in cells, in the words that a catalog stores. A word that no table knows stays as it came, so that the
// check names it and nothing is lost.

/** A cell as one line: narrow blanks, and nothing where only a dash or slash keeps the place. */
export function plainCell(text: string | undefined): string {
  const plain = (text ?? '').replace(/[\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim();
  return /^[-—–/\\]+$/.test(plain) ? '' : plain;
}

const typeWords: readonly (readonly [RegExp, string])[] = [
  [/^(字符串?|文本|varchar2?|nvarchar2?|char|nchar|string|text)型?$/i, 'C'],
  [/^(数值|数字|number|numeric|decimal)型?$/i, 'N'],
  [/^(货币|金额|money|currency)型?$/i, 'Y'],
  [/^(日期|date)型?$/i, 'D'],
  [/^(日期时间|时间|datetime|timestamp)型?$/i, 'T'],
  [/^(逻辑|布尔|bool(ean)?|bit)型?$/i, 'L'],
  [/^(备注|大文本|长文本|memo|clob|longtext)型?$/i, 'M'],
  [/^(通用|二进制|general|blob|binary)型?$/i, 'G'],
  [/^(双精度|双精度浮点|double)型?$/i, 'B'],
  [/^(整|整数|int(eger)?|bigint|smallint|tinyint)型?$/i, 'I'],
  [/^(浮点|单精度|float|real)型?$/i, 'F'],
];

/** `字符串型C`, `C 字符型`, `varchar(200)` → the letter, and the length where the cell carries it. */
export function readDataType(text: string): { readonly type: string; readonly length: string } {
  const plain = plainCell(text).normalize('NFKC');
  const sized = /^(.*?)\s*\(\s*(\d+(?:\s*,\s*\d+)?)\s*\)$/.exec(plain);
  const word = (sized?.[1] ?? plain).trim();
  const length = (sized?.[2] ?? '').replace(/\s/g, '');
  const letter = dataTypes.find(({ code }) => code === word.toUpperCase())?.code;
  if (letter) return { type: letter, length };
  const known = (name: string): string | undefined => typeWords.find(([form]) => form.test(name))?.[1];
  const named =
    /^([\p{Script=Han}]+)[\s:：]*([A-Za-z])$/u.exec(word) ?? /^([A-Za-z])[\s:：.、-]*([\p{Script=Han}]+)$/u.exec(word);
  if (named) {
    const mark = (/^[A-Za-z]$/.test(named[1]!) ? named[1]! : named[2]!).toUpperCase();
    if (dataTypes.some(({ code }) => code === mark)) return { type: mark, length };
  }
  const type = known(word);
  return type === undefined ? { type: plainCell(text), length: '' } : { type, length };
}

/** `18位`, `18，2`, `200 字符`, `18.0` → `18`, `18,2`, `200`. */
export function readLength(text: string): string {
  const plain = plainCell(text).normalize('NFKC').replace(/\s/g, '');
  const match = /^(\d+)(?:\.0+)?(?:[,;](\d+))?(?:位|字符|字节|个字符|byte|bytes|char)?$/i.exec(plain);
  return match ? `${Number(match[1])}${match[2] === undefined ? '' : `,${Number(match[2])}`}` : plainCell(text);
}

/** `1`, `无条件共享`, `1.无条件`, `有条件共享类` → `1`, `2` or `3`. */
export function readShareType(text: string): string {
  const plain = plainCell(text).normalize('NFKC').replace(/\s/g, '');
  const digit = /^([123])(?:\.0)?(?:[.、:：-]?(?:无条件|有条件|不予).*)?$/.exec(plain)?.[1];
  if (digit) return digit;
  return (
    shareTypes.find(({ name }) => plain !== '' && new RegExp(`^${name.slice(0, -2)}(共享)?类?$`).test(plain))?.code ??
    plainCell(text)
  );
}

/** `是`, `1`, `开放`, `有条件开放` → `1`; `否`, `0`, `不开放` → `0`. */
export function readOpen(text: string): string {
  const plain = plainCell(text).normalize('NFKC').replace(/\s/g, '');
  const digit = /^([01])(?:\.0)?[.、:：-]?(是|否)?$/.exec(plain)?.[1];
  if (digit) return digit;
  if (/^(是|Y|YES|TRUE|开放|(有|无)条件开放)$/i.test(plain)) return openChoices[0].code;
  if (/^(否|N|NO|FALSE|不开放|不予开放)$/i.test(plain)) return openChoices[1].code;
  return plainCell(text);
}

const cycleWords: readonly (readonly [RegExp, (typeof cycles)[number]])[] = [
  [/^(实时|即时|real-?time|按需实时)$/i, '实时'],
  [/^[每按逐]?(日|天|1日|一日|一天)(更新)?$|^daily$/i, '每日'],
  [/^[每按逐]?(周|星期|一周)(更新)?$|^weekly$/i, '每周'],
  [/^[每按逐]?(月|个月|一个月|月度)(更新)?$|^monthly$/i, '每月'],
  [/^[每按逐]?(季|季度|一季度)(更新)?$|^quarterly$/i, '每季度'],
  [/^[每按逐]?(半年|半年度)(更新)?$|^(semi-?annual|half-?yearly)$/i, '每半年'],
  [/^[每按逐]?(年|年度|一年)(更新)?$|^(annual|yearly)$/i, '每年'],
  [/^(其他|其它|不定期|不定时|不确定|irregular)(更新)?$/i, '其他'],
];

export function readCycle(text: string): string {
  const plain = plainCell(text).normalize('NFKC').replace(/\s/g, '');
  return cycleWords.find(([form]) => form.test(plain))?.[1] ?? plainCell(text);
}

const categoryWords: Readonly<Record<string, string>> = {
  共享平台: '共享平台方式',
  平台方式: '共享平台方式',
  平台: '共享平台方式',
  邮件方式: '邮件',
  电子邮件: '邮件',
  拷盘方式: '拷盘',
  介质方式: '介质交换',
  介质: '介质交换',
  介质交换方式: '介质交换',
};
const methodWords: Readonly<Record<string, string>> = {
  接口: '服务接口',
  接口服务: '服务接口',
  'webservice服务/接口': '服务接口',
  文件下载: '文件',
  库表: '数据库',
  数据库表: '数据库',
  纸质报表: '纸质报表',
};

/** 共享方式分类 and 共享方式类型; the two may stand in one cell (`共享平台方式/文件`), and numbers are never taken: vendors differ. */
export function readShareMethod(
  category: string,
  method: string,
): { readonly category: string; readonly method: string } {
  let [first, second] = [plainCell(category), plainCell(method)];
  const joined = /^([^/（(]+)[/（(]([^）)]+)[）)]?$/.exec(first);
  if (joined && (second === '' || second === joined[2])) [first, second] = [joined[1]!.trim(), joined[2]!.trim()];
  const bare = first.replace(/[（(].*$/, '');
  const known = shareMethods.find(({ name }) => name === bare)?.name ?? categoryWords[bare] ?? first;
  return { category: known, method: methodWords[second] ?? second };
}

const formatWords: Readonly<Record<string, string>> = {
  数据库类: '数据库',
  库表: '数据库',
  电子表格类: '电子表格',
  表格: '电子表格',
  电子文档: '电子文件',
  电子文件类: '电子文件',
  文档: '电子文件',
  图形图像类: '图形图像',
  图像: '图形图像',
  图片: '图形图像',
  流媒体类: '流媒体',
  自描述: '自描述格式',
  自描述格式类: '自描述格式',
  纸质文件: '纸质',
  纸质介质: '纸质',
};

/** 信息资源格式分类 in the words of the guide. */
export function readFormatCategory(text: string): string {
  const plain = plainCell(text);
  return formatCategories.find(({ name }) => name === plain)?.name ?? formatWords[plain] ?? plain;
}

/** A format type as the guide spells it (`XLSX` → `xlsx`, `Oracle` → `oracle`). */
export function readFormatType(text: string): string {
  const plain = plainCell(text);
  const known = formatCategories.flatMap(({ types }): readonly string[] => types);
  return known.find((type) => type.toLowerCase() === plain.toLowerCase()) ?? plain;
}

export interface ReadAmount {
  readonly value: string;
  /** The cell had another unit than the column: what was made of it is worth a look. */
  readonly converted: boolean;
}

const factors: Readonly<Record<'storage' | 'records', readonly (readonly [RegExp, number])[]>> = {
  storage: [
    [/^(G|GB|吉)$/i, 1],
    [/^(M|MB|兆)$/i, 1 / 1024],
    [/^(K|KB)$/i, 1 / 1024 / 1024],
    [/^(T|TB)$/i, 1024],
  ],
  records: [
    [/^万(条|个|行)?$/, 1],
    [/^(条|个|行)$/, 1 / 10_000],
    [/^亿(条|个|行)?$/, 10_000],
  ],
};

/** A census number, in G or 万, without separators of thousands; a cell with its own unit is converted and rounded to four decimals. */
export function readAmount(text: string, measure: 'storage' | 'records'): ReadAmount {
  const plain = plainCell(text).normalize('NFKC').replace(/[\s,]/g, '');
  const match = /^(\d+(?:\.\d+)?)(\D*)$/.exec(plain);
  if (!match) return { value: plainCell(text), converted: false };
  const unit = match[2]!;
  const factor = unit === '' ? 1 : factors[measure].find(([form]) => form.test(unit))?.[1];
  if (factor === undefined) return { value: plainCell(text), converted: false };
  if (factor === 1) return { value: trimmedNumber(match[1]!), converted: false };
  return { value: trimmedNumber((Number(match[1]) * factor).toFixed(4)), converted: true };
}

/** `4.2600` → `4.26`, `007` → `7`; digits beyond are kept for the check to name. */
function trimmedNumber(text: string): string {
  const [whole = '0', decimals = ''] = text.split('.');
  const short = decimals.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${short === '' ? '' : `.${short}`}`;
}

/** 信息资源分类 – 类 in the words of the notice. */
export function readClass(text: string): string {
  return className(plainCell(text));
}
