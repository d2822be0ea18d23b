import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { completeCatalog } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { dataset } from './write-dcat.ts';

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
}, 60_000);
afterAll(() => opened.close());

const exported = async () => {
  const { bytes, name } = await opened.client.call('catalog.export', { format: 'jsonld' });
  expect(name).toMatch(/\.jsonld$/);
  return JSON.parse(new TextDecoder().decode(bytes));
};

test('a station without catalogs gives a catalog without datasets', async () => {
  expect(await exported()).toMatchObject({
    '@type': 'dcat:Catalog',
    'dct:title': `${organ.name}信息资源目录`,
    'dct:publisher': { 'foaf:name': organ.name, 'dct:identifier': organ.uscc },
    'dcat:dataset': [],
  });
});

test('a complete catalog says in terms of DCAT what there is a term for, and the rest in words', async () => {
  await opened.client.call('catalog.save', { body: completeCatalog() });
  const { 'dcat:dataset': datasets, '@context': context } = await exported();
  expect(datasets).toHaveLength(1);
  expect(datasets[0]).toEqual({
    '@id': '#102001410101%2F000012',
    '@type': 'dcat:Dataset',
    'dct:identifier': '102001410101/000012',
    'dct:title': '企业法人登记基础信息',
    'dct:description': completeCatalog().abstract,
    'dct:publisher': {
      '@type': 'foaf:Organization',
      'foaf:name': '市市场监管局',
      'dct:identifier': '11100000000013338W',
    },
    'dcat:contactPoint': { '@type': 'vcard:Organization', 'vcard:organization-unit': '登记注册处' },
    'dcat:theme': {
      '@type': 'skos:Concept',
      'skos:notation': '102001410101',
      'skos:prefLabel': '基础信息资源/法人单位基础信息资源/基本信息/企业法人',
    },
    'dct:issued': { '@type': 'xsd:date', '@value': '2026-12-01' },
    'dct:accrualPeriodicity': { '@id': 'http://publications.europa.eu/resource/authority/frequency/DAILY' },
    'dct:accessRights': { '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC' },
    'dct:rights': {
      '@type': 'dct:RightsStatement',
      'rdfs:label':
        '有条件共享\n使用要求：行政依据、业务协同\n共享条件：经主管处室核准\n共享范围：市直各部门\n开放条件：隐去证件号码后开放',
    },
    'dcat:distribution': [
      {
        '@type': 'dcat:Distribution',
        'dct:format': { '@type': 'dct:MediaTypeOrExtent', 'rdfs:label': '数据库 · KingbaseES V8R6' },
      },
      {
        '@type': 'dcat:Distribution',
        'dct:format': { '@type': 'dct:MediaTypeOrExtent', 'rdfs:label': '电子表格 · xlsx' },
      },
    ],
    'dct:conformsTo': {
      '@type': 'csvw:Schema',
      'csvw:column': {
        '@list': [
          column('统一社会信用代码', 'tyshxydm', text(18)),
          column('企业名称', 'qymc', text(200)),
          { ...column('注册资本', 'zczb', { '@id': 'xsd:decimal' }), 'rdfs:comment': '长度 18,2' },
          { ...column('成立日期', 'clrq', { '@id': 'xsd:date' }), 'rdfs:comment': '长度 8' },
        ],
      },
    },
    'dct:relation': [
      { '@id': '#105003410101%2F000002', 'dct:identifier': '105003410101/000002', 'dct:title': '电子证照 · 营业执照' },
    ],
  });
  // Every term stands under a prefix that the file explains.
  for (const term of termsOf(datasets)) expect(Object.keys(context)).toContain(term.split(':')[0]);
});

test('what is not filled in is left out', () => {
  expect(dataset(emptyCatalog())).toEqual({ '@type': 'dcat:Dataset' });
  const closed = completeCatalog({ open: { open: '0', condition: '' }, cycle: '三年一次' });
  expect(dataset(closed)).toMatchObject({
    'dct:accessRights': { '@id': expect.stringMatching(/RESTRICTED$/) },
    'dct:accrualPeriodicity': { '@type': 'dct:Frequency', 'rdfs:label': '三年一次' },
  });
});

function column(title: string, name: string, datatype: unknown): Record<string, unknown> {
  return { '@type': 'csvw:Column', 'csvw:title': title, 'csvw:name': name, 'csvw:datatype': datatype };
}

function text(length: number): unknown {
  return { '@type': 'csvw:Datatype', 'csvw:base': 'string', 'csvw:maxLength': length };
}

function termsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(termsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(key.startsWith('@') ? [] : [key]),
    ...(key === '@type' ? [String(part)] : []),
    ...termsOf(part),
  ]);
}
