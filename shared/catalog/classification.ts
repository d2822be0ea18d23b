import { z } from 'zod';
import { resourceClasses } from './code-tables.ts';
import { splitCode } from './resource-code.ts';

/** One entry of the classification table; `code` is its own part only (项 02), not the whole prefix. */
export interface ClassificationNode {
  readonly code: string;
  readonly name: string;
  readonly children: readonly ClassificationNode[];
}

export const ClassificationNode: z.ZodType<ClassificationNode> = z.lazy(() =>
  z.object({
    code: z.string().min(1).max(40),
    name: z.string().min(1).max(200),
    children: z.array(ClassificationNode).max(1000),
  }),
);
export const Classification = z.array(ClassificationNode).max(3);
export type Classification = z.infer<typeof Classification>;

/** Names of the four levels behind a prefix, as far as the table knows them. */
export interface ClassificationNames {
  readonly class: string;
  readonly item: string;
  readonly subItem: string;
  readonly detail: string;
}

export const levelNames = ['类', '项', '目', '细目'] as const;

const Shipped = z.object({
  classes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      items: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          children: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
        }),
      ),
      sampleChildren: z.record(z.string(), z.array(z.string())).optional(),
    }),
  ),
});

/** Reads `resources/codes/catalog-classification.json`. */
export function readClassification(json: unknown): Classification {
  return Shipped.parse(json).classes.map(({ code, name, items, sampleChildren }) => ({
    code,
    name,
    children: items.map((item) => ({
      code: item.code,
      name: item.name,
      children: (item.children ?? (sampleChildren?.[item.code] ?? []).map(fromLine)).map((child) => ({
        ...child,
        children: [],
      })),
    })),
  }));
}

function fromLine(line: string): { code: string; name: string } {
  const [code = '', name = ''] = line.split(' ');
  return { code, name };
}

/** The names of a prefix, '' where the table does not know the digits. */
export function namesOf(prefix: string, table: Classification): ClassificationNames {
  const { class: a, item: b, subItem: c, detail: d } = splitCode(prefix);
  const level1 = table.find((node) => node.code === a);
  const level2 = level1?.children.find((node) => node.code === b);
  const level3 = level2?.children.find((node) => node.code === c);
  const level4 = level3?.children.find((node) => node.code === d);
  return {
    class: level1?.name ?? '',
    item: level2?.name ?? '',
    subItem: level3?.name ?? '',
    detail: level4?.name ?? '',
  };
}

/** The prefix for four names, as far down as the table knows them: '' when not even the class is known. */
export function prefixFor(names: ClassificationNames, table: Classification): string {
  let prefix = '';
  let level: readonly ClassificationNode[] = table;
  for (const name of [names.class, names.item, names.subItem, names.detail]) {
    const node = name === '' ? undefined : level.find((entry) => sameName(entry.name, name));
    if (!node) return prefix;
    prefix += node.code;
    level = node.children;
  }
  return prefix;
}

/** Whether two classification names mean the same entry: sheets leave out 信息资源, 基础, 目录. */
export function sameName(a: string, b: string): boolean {
  return core(a) === core(b);
}

/** Name of a class as the notice has it, for what sheets call it (基础, 部门信息资源目录); the text itself when it is none. */
export function className(text: string): string {
  return resourceClasses.find((entry) => text === entry.code || sameName(entry.name, text))?.name ?? text;
}

function core(name: string): string {
  const short = name
    .replace(/[\s　]/g, '')
    .replace(/^\d+/, '')
    .replace(/(信息)?(资源)?(目录|库|类)?$/, '');
  return short.replace(/(基础)?信息$/, '') || name;
}

/** One entry with its whole prefix: 类 1 digit, 项 3, 目 6, 细目 more. */
export interface ClassificationRow {
  readonly prefix: string;
  readonly name: string;
}

/** Digits before each level. */
const levelStarts = [0, 1, 3, 6] as const;

/** The level of a prefix by its length, 0 = 类 to 3 = 细目; undefined where no level has that many digits. */
export function levelOf(prefix: string): 0 | 1 | 2 | 3 | undefined {
  return prefix.length > 6 ? 3 : ({ 1: 0, 3: 1, 6: 2 } as const)[prefix.length as 1 | 3 | 6];
}

/** The table as a list, each entry before those below it. */
export function classificationRows(table: readonly ClassificationNode[], above = ''): ClassificationRow[] {
  return table.flatMap(({ code, name, children }) => [
    { prefix: above + code, name },
    ...classificationRows(children, above + code),
  ]);
}

/** What is wrong with an entry of a list, in words; `prefix` is what it has for its code. */
export interface ClassificationProblem<R extends ClassificationRow> {
  readonly row: R;
  readonly message: string;
}

/** A table out of entries in any order, sorted by code; entries that do not fit are left out and named. */
export function classificationOf<R extends ClassificationRow>(
  rows: readonly R[],
): { readonly table: Classification; readonly problems: readonly ClassificationProblem<R>[] } {
  interface Growing {
    readonly code: string;
    readonly name: string;
    readonly children: Growing[];
  }
  const roots: Growing[] = [];
  const known = new Map<string, Growing>();
  const problems: ClassificationProblem<R>[] = [];
  // Those above first; of one length in their order, so that the second of a code is the one that is named.
  for (const row of [...rows].sort((a, b) => a.prefix.length - b.prefix.length)) {
    const { prefix, name } = row;
    const level = levelOf(prefix);
    const above = level ? prefix.slice(0, levelStarts[level]) : '';
    const wrong = (message: string): void => void problems.push({ row, message });
    if (level === undefined || !/^[123][0-9A-Za-z]*$/.test(prefix) || prefix.length > 46)
      wrong(`代码“${prefix}”应为类 1 位（1、2、3）、项 2 位、目 3 位，细目不限，只用数字和字母`);
    else if (name === '' || name.length > 200) wrong(`代码 ${prefix} 的名称应为 1 至 200 字`);
    else if (known.has(prefix)) wrong(`代码 ${prefix} 重复`);
    else if (level > 0 && !known.has(above)) wrong(`代码 ${prefix} 的上级 ${above} 不在表中`);
    else {
      const node = { code: prefix.slice(levelStarts[level]), name, children: [] };
      known.set(prefix, node);
      (level === 0 ? roots : known.get(above)!.children).push(node);
    }
  }
  return { table: sortedByCode(roots), problems };
}

function sortedByCode(nodes: readonly ClassificationNode[]): ClassificationNode[] {
  return nodes
    .map((node) => ({ ...node, children: sortedByCode(node.children) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
