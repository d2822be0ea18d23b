import { besideFace } from './fields.ts';
import { facesInOrder, type LicenseType } from './type.ts';

/** Where a column of a spreadsheet goes: a path of the license, two days at once, or the whole 档号. */
export type ColumnTarget =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  | { readonly kind: 'archive' }
  /** Told by our own export, and worked out again on the way in. */
  | { readonly kind: 'ignored' };

export interface ColumnMatch {
  /** Target by column, from 0; null where the title means nothing for this type. */
  readonly targets: readonly (ColumnTarget | null)[];
  /** Titles without a target. */
  readonly unknown: readonly string[];
  /** Labels of required fields that no column carries. */
  readonly missing: readonly string[];
}

/** Title of the column in which the report of an import says what became of a row. */
export const resultTitle = '导入结果';

const beside: readonly (readonly [readonly string[], ColumnTarget])[] = [
  [['档号', '档案号'], { kind: 'archive' }],
  [['箱', '箱号', '档号(箱)'], { kind: 'path', path: 'stock.archive.box' }],
  [['卷', '卷号', '档号(卷)'], { kind: 'path', path: 'stock.archive.volume' }],
  [['件', '件号', '档号(件)'], { kind: 'path', path: 'stock.archive.piece' }],
  [['副本数', '副本份数', '副本数量'], { kind: 'path', path: 'copies.count' }],
  [['副本号清单', '全部副本号'], { kind: 'path', path: 'copies.numbers' }],
  [['证照状态', '状态'], { kind: 'path', path: 'status' }],
  [['存量/增量', '存量增量'], { kind: 'path', path: 'stock.kind' }],
  [['录入依据', '依据'], { kind: 'path', path: 'stock.basis' }],
  [['颁发机构代码', '证照颁发机构代码', 'ZZBFJGDM'], { kind: 'path', path: 'organCode' }],
  [
    [
      ...['序号', '证照名称', '证照类型代码', '证照标识', '记录状态', '质押', '事项', '提醒的理由', '附件'],
      ...[resultTitle, 'ZZMC', 'ZZLXDM', 'ZZBS'],
    ],
    { kind: 'ignored' },
  ],
];

/** Column titles of GB/T 36903 and everyday words for the roles that a face field plays. */
const roleTitles = {
  number: ['证照编号', '证照号码', '证号', 'ZZBH'],
  organ: ['证照颁发机构', '颁发机构', '发证机关', 'ZZBFJG'],
  issued: ['证照颁发日期', '颁发日期', '发证日期', 'ZZBFRQ'],
  validFrom: ['证照有效期起始日期', '有效期起', '有效期自', 'ZZYXQQSRQ'],
  validTo: ['证照有效期截止日期', '有效期止', '有效期至', 'ZZYXQJZRQ'],
} as const;

/** Matches the titles of a spreadsheet to the fields of a type, by label, synonym, key and the names of GB/T 36903. The first column wins. */
export function matchColumns(type: LicenseType, titles: readonly string[]): ColumnMatch {
  const known = targetsOf(type);
  const taken = new Set<string>();
  const unknown: string[] = [];
  const targets = titles.map((title) => {
    if (title.trim() === '') return null;
    const target = known.get(titleKey(title)) ?? null;
    const name = target && targetWord(target);
    if (!target || (name && taken.has(name))) {
      unknown.push(title.trim());
      return null;
    }
    if (name) taken.add(name);
    return target;
  });
  return { targets, unknown, missing: missingIn(type, targets) };
}

/** The same by a person's hand: one word a column, as `targetWord` writes them. A word that this type does not know is not taken. */
export function matchByWords(type: LicenseType, words: readonly string[]): ColumnMatch {
  const known = new Map([...targetsOf(type).values()].map((target) => [targetWord(target), target]));
  const targets = words.map((word) => (word === '' ? null : (known.get(word) ?? null)));
  return { targets, unknown: [], missing: missingIn(type, targets) };
}

function missingIn(type: LicenseType, targets: ColumnMatch['targets']): string[] {
  const covered = new Set(
    targets.flatMap((target) => {
      if (target?.kind === 'path') return [target.path];
      return target?.kind === 'range' ? [target.from, target.to] : [];
    }),
  );
  return facesInOrder(type)
    .filter((field) => field.required && !covered.has(`face.${field.key}`))
    .map((field) => field.label);
}

/** A target as one word, in which a mapping is sent and kept; '' for a column that is not taken. */
export function targetWord(target: ColumnTarget | null): string {
  if (target?.kind === 'path') return target.path;
  if (target?.kind === 'range') return `${target.from}~${target.to}`;
  return target?.kind === 'archive' ? 'archive' : '';
}

/** Where a column of a table of this type can go, in the order of the form. */
export function columnChoices(type: LicenseType): { word: string; label: string }[] {
  const choices = new Map<string, string>();
  for (const [title, target] of titlesOf(type)) {
    const word = targetWord(target);
    if (word !== '' && !choices.has(word)) choices.set(word, title);
  }
  return [...choices].map(([word, label]) => ({ word, label }));
}

/** Titles count as the same when they differ only in width, blanks, letter case, a star for required fields or a word in brackets. */
export function titleKey(title: string): string {
  return title.normalize('NFKC').replace(/[\s*]/g, '').toLowerCase();
}

function targetsOf(type: LicenseType): Map<string, ColumnTarget> {
  const known = new Map<string, ColumnTarget>();
  for (const [title, target] of titlesOf(type)) {
    const key = titleKey(title);
    if (!known.has(key)) known.set(key, target);
  }
  return known;
}

/** Every title that is understood for a type; of two that are the same the first counts. */
function titlesOf(type: LicenseType): (readonly [title: string, target: ColumnTarget])[] {
  const known: (readonly [string, ColumnTarget])[] = [];
  const add = (title: string, target: ColumnTarget) => {
    known.push([title, target]);
  };
  const face = (key: string): ColumnTarget => ({ kind: 'path', path: `face.${key}` });
  for (const field of type.fields) add(field.label, face(field.key));
  for (const range of type.ranges) {
    const target: ColumnTarget = { kind: 'range', from: `face.${range.from}`, to: `face.${range.to}` };
    for (const title of [range.label, ...range.synonyms]) add(title, target);
  }
  for (const { path, label } of besideFace(type)) add(label, { kind: 'path', path });
  for (const field of type.fields) {
    for (const title of [...field.synonyms, field.key, `KZ_${field.key}`]) add(title, face(field.key));
  }
  for (const [titles, target] of beside) for (const title of titles) add(title, target);
  for (const [role, titles] of Object.entries(roleTitles)) {
    const key = type.roles[role as keyof typeof roleTitles];
    for (const title of titles) add(title, key === null ? { kind: 'path', path: role } : face(key));
  }
  const [holder] = type.holders;
  if (holder) {
    for (const title of ['持证主体', '持有人', 'CZZT']) add(title, face(holder.name));
    const id: ColumnTarget =
      holder.idNumber === null ? { kind: 'path', path: 'holders.0.idNumber' } : face(holder.idNumber);
    for (const title of ['持证主体代码', '证件号码', 'CZZTDM']) add(title, id);
  }
  return known;
}
