import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { classificationRows, levelNames, levelOf } from '../../../shared/catalog/classification.ts';
import { currentTable } from '../catalog/catalog.ts';
import { resourceFile } from '../places.ts';
import type { Station } from '../store/station.ts';
import type { HandlersOf } from './handlers-of.ts';

interface CodeTable {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly columns: string[];
  readonly rows: string[][];
}

export const codeHandlers: HandlersOf<'codes'> = {
  'codes.list': (_, { station }) => ({ tables: codeTables(station) }),
};

/** City and counties with the level that a station there has. */
export function divisionChoices(): { code: string; name: string; level: '市' | '县(市)区' }[] {
  const { city, counties } = divisionTable();
  return [
    { code: text(city.code), name: city.name, level: '市' },
    ...counties.map((one) => ({ code: text(one.code), name: one.name, level: '县(市)区' as const })),
  ];
}

const Coded = z.object({ code: z.union([z.string(), z.number()]), name: z.string() });

/** The code tables that ship with the program, and the station's classification, each as rows of text under Chinese heads. */
function codeTables(station: Station): CodeTable[] {
  const sharing = read(
    'sharing-codes',
    z.object({
      shareType: z.array(Coded.extend({ requires: z.string() })),
      open: z.array(Coded),
      methodCategories: z.array(z.object({ name: z.string(), types: z.array(z.string()) })),
    }),
  );
  const formats = read(
    'format-codes',
    z.object({
      formats: z.array(z.object({ no: z.number(), category: z.string(), types: z.array(z.string()) })),
      dataTypes: z.array(z.object({ letter: z.string(), name: z.string() })),
    }),
  );
  const divisions = divisionTable();
  const holders = read('id-types', z.object({ values: z.array(Coded.extend({ group: z.string() })) }));
  const cycles = read('update-cycles', z.object({ values: z.array(z.string()) }));
  const { version, table: classification } = currentTable(station);
  const notice = '郑政明电〔2019〕9号附件1';
  return [
    table(
      'catalog-classification',
      '资源分类',
      `${notice}；发改高技〔2017〕1272号${version === 0 ? '' : `；本站第 ${version} 版`}`,
      ['代码', '级别', '名称'],
      classificationRows(classification).map(({ prefix, name }) => [prefix, levelNames[levelOf(prefix) ?? 0], name]),
    ),
    table(
      'share-type',
      '共享属性',
      notice,
      ['代码', '名称'],
      [...sharing.shareType, ...sharing.open.map((one) => ({ code: one.code, name: `开放：${one.name}` }))].map(
        (one) => [text(one.code), one.name],
      ),
    ),
    table(
      'share-method',
      '共享方式',
      notice,
      ['分类', '类型'],
      sharing.methodCategories.map((one) => [one.name, one.types.join('、')]),
    ),
    table(
      'formats',
      '资源格式',
      notice,
      ['序号', '分类', '类型'],
      formats.formats.map((one) => [text(one.no), one.category, one.types.join('、')]),
    ),
    table(
      'data-types',
      '数据类型',
      notice,
      ['代码', '名称'],
      formats.dataTypes.map((one) => [one.letter, one.name]),
    ),
    table(
      'update-cycles',
      '更新周期',
      notice,
      ['名称'],
      cycles.values.map((one) => [one]),
    ),
    table(
      'holder-types',
      '持证主体代码类型',
      '国标 36903—2018 附录A',
      ['代码', '名称', '主体'],
      holders.values.map((one) => [text(one.code), one.name, one.group]),
    ),
    table(
      'divisions',
      '行政区划',
      '国标 2260；统计用区划代码',
      ['代码', '名称', '说明'],
      [
        [text(divisions.province.code), divisions.province.name, ''],
        [text(divisions.city.code), divisions.city.name, ''],
        ...divisions.counties.map((one) => [
          text(one.code),
          one.name,
          one.kind === 'statutory' ? '' : '统计用，不作校验',
        ]),
      ],
    ),
  ];
}

function divisionTable() {
  const County = Coded.extend({ kind: z.string() });
  return read('divisions-4101', z.object({ province: Coded, city: Coded, counties: z.array(County) }));
}

function table(name: string, title: string, source: string, columns: string[], rows: string[][]): CodeTable {
  return { name, title, source, columns, rows };
}

function text(value: string | number): string {
  return String(value);
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(resourceFile(`codes/${name}.json`), 'utf8')));
}
