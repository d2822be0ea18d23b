import { type Catalog, isStructured } from '../catalog.ts';
import { formatCategories } from '../code-tables.ts';
import { type Hit, type Rule, rule, when } from './rule.ts';

const amounts = ['total', 'shared', 'open'] as const;
const measures = ['storage', 'records'] as const;
const measureWord = { storage: '存储量', records: '记录数' } as const;
const amountWord = { total: '总量', shared: '已共享', open: '已开放' } as const;
const amountForm = /^\d{1,9}(\.\d{1,4})?$/;

/** 7 格式 and the census. */
export const contentRules: readonly Rule[] = [
  rule('format-missing', 'error', '表1 第7项', '资源格式未选', (c) => when(c.formats.length === 0, 'formats')),
  rule('format-category', 'error', '表1 第7项', '格式分类未选', (c) =>
    c.formats.flatMap((format, index) => when(format.category === '', `formats.${index}.category`)),
  ),
  rule('format-category-unknown', 'warning', '表1 第7项', '格式分类不在指南列出的分类之内', (c) =>
    c.formats.flatMap(({ category }, index) =>
      when(
        category !== '' && !formatCategories.some((known) => known.name === category),
        `formats.${index}.category`,
        `格式分类“${category}”不在指南列出的分类之内`,
      ),
    ),
  ),
  rule('format-type-missing', 'error', '附2 模板', '格式类型未填', (c) =>
    c.formats.flatMap(({ category, type }, index) =>
      when(
        type === '' && category !== '自描述格式' && category !== '纸质' && category !== '',
        `formats.${index}.type`,
        `“${category}”的格式类型未填`,
      ),
    ),
  ),
  rule('format-version', 'warning', '表1 第7项', '软件版本未写', (c) =>
    c.formats.flatMap(({ category, type, version }, index) =>
      when(
        category === '数据库' && type !== '' && version === '',
        `formats.${index}.version`,
        `${type} 未写软件版本，指南要求尽可能提供`,
      ),
    ),
  ),
  rule('format-note-missing', 'error', '表1 第7项', '自描述格式须在“其他类型资源格式描述”中说明', (c) =>
    when(c.formatNote === '' && c.formats.some(({ category }) => category === '自描述格式'), 'formatNote'),
  ),
  rule('format-other', 'warning', '附2 模板', '格式类型写“其他”时，宜在“其他类型资源格式描述”中说明', (c) =>
    when(c.formatNote === '' && c.formats.some(({ type }) => type === '其他'), 'formatNote'),
  ),
  rule('format-paper-only', 'warning', '表1 第7项', '只有纸质介质的，应尽量提供电子扫描格式', (c) =>
    when(c.formats.length > 0 && c.formats.every(({ category }) => category === '纸质'), 'formats'),
  ),

  rule('census-missing', 'error', '附2 模板', '普查数未填', (c) => {
    if (!isStructured(c)) return [];
    const gaps = eachAmount(c).filter(({ value }) => value === '');
    if (gaps.length === 6) return [{ field: 'census.storage.total', message: '普查的六个数未填' }];
    return gaps.map(({ field, word }) => ({ field, message: `${word}未填` }));
  }),
  rule('census-form', 'error', '附2 模板', '普查数应为数字', (c) =>
    eachAmount(c).flatMap(({ field, word, value }) =>
      when(value !== '' && !amountForm.test(value), field, `${word}应为数字，整数不超过 9 位，小数不超过 4 位`),
    ),
  ),
  rule('census-part', 'error', '附2 模板', '已共享、已开放不能大于总量', (c) =>
    eachAmount(c).flatMap(({ field, word, value, measure, amount }) => {
      const { total } = c.census[measure];
      const both = amount !== 'total' && amountForm.test(value) && amountForm.test(total);
      return when(both && Number(value) > Number(total), field, `${word} ${value} 大于总量 ${total}`);
    }),
  ),
  rule('census-empty', 'warning', '附2 模板', '结构化资源的记录总数为 0', (c) =>
    when(c.formats.length > 0 && isStructured(c) && isZero(c.census.records.total), 'census.records.total'),
  ),
  rule('census-not-shared', 'warning', '表1 第9项', '不予共享的资源，已共享的数应为 0', (c) =>
    measures.flatMap((measure) =>
      when(c.share.type === '3' && isPositive(c.census[measure].shared), `census.${measure}.shared`),
    ),
  ),
  rule('census-not-open', 'warning', '表1 第10项', '不向社会开放的资源，已开放的数应为 0', (c) =>
    measures.flatMap((measure) =>
      when(c.open.open === '0' && isPositive(c.census[measure].open), `census.${measure}.open`),
    ),
  ),
];

interface Amount extends Hit {
  readonly measure: (typeof measures)[number];
  readonly amount: (typeof amounts)[number];
  readonly word: string;
  readonly value: string;
}

function eachAmount(c: Catalog): Amount[] {
  return measures.flatMap((measure) =>
    amounts.map((amount) => ({
      measure,
      amount,
      field: `census.${measure}.${amount}`,
      word: `${amountWord[amount]}${measureWord[measure]}`,
      value: c.census[measure][amount],
    })),
  );
}

const isZero = (text: string): boolean => amountForm.test(text) && Number(text) === 0;
const isPositive = (text: string): boolean => amountForm.test(text) && Number(text) > 0;
