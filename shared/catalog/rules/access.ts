import { isDate } from '../../china/dates.ts';
import { cycles, openChoices, shareMethods, shareTypes } from '../code-tables.ts';
import { codeForm } from '../resource-code.ts';
import { type Rule, rule, when } from './rule.ts';

const platform = shareMethods[0].name;
const methodOf = (category: string) => shareMethods.find(({ name }) => name === category);

/** 9 共享 to 13 关联. */
export const accessRules: readonly Rule[] = [
  rule('share-type-missing', 'error', '表1 9.1', '共享类型未选', (c) => when(c.share.type === '', 'share.type')),
  rule('share-type-unknown', 'error', '表1 9.1', '共享类型应为 1、2、3 之一', (c) =>
    when(c.share.type !== '' && !shareTypes.some(({ code }) => code === c.share.type), 'share.type'),
  ),
  rule('share-uses-missing', 'error', '表1 9.2', '须标明使用要求：行政依据、工作参考、数据校核、业务协同', (c) =>
    when(
      (c.share.type === '1' || c.share.type === '2') && c.share.uses.length === 0,
      'share.uses',
      `第 ${c.share.type} 类须标明使用要求`,
    ),
  ),
  rule('share-condition-missing', 'error', '表1 9.2', '共享条件未填', (c) =>
    when(c.share.type === '2' && c.share.condition === '', 'share.condition'),
  ),
  rule('share-scope-missing', 'error', '表1 9.2', '共享范围未填', (c) =>
    when(c.share.type === '2' && c.share.scope === '', 'share.scope'),
  ),
  rule('share-law-missing', 'error', '表1 9.2', '法律、行政法规或党中央、国务院政策依据未填', (c) =>
    when(c.share.type === '3' && c.share.law === '', 'share.law'),
  ),
  rule('share-category-missing', 'error', '表1 9.3', '共享方式未选', (c) =>
    when(c.share.category === '', 'share.category'),
  ),
  rule('share-category-unknown', 'warning', '表1 9.3', '共享方式不在指南列出的方式之内', (c) =>
    when(
      c.share.category !== '' && !methodOf(c.share.category),
      'share.category',
      `共享方式“${c.share.category}”不在指南列出的方式之内`,
    ),
  ),
  rule('share-method-missing', 'error', '附2 模板', '共享方式类型未选', (c) =>
    when(c.share.method === '' && (methodOf(c.share.category)?.types.length ?? 0) > 0, 'share.method'),
  ),
  rule('share-method-unknown', 'warning', '附2 模板', '共享方式类型不属于所选的共享方式', (c) => {
    const types: readonly string[] = methodOf(c.share.category)?.types ?? [];
    return when(c.share.method !== '' && types.length > 0 && !types.includes(c.share.method), 'share.method');
  }),
  rule('share-not-platform', 'warning', '表1 9.3', '原则上应通过共享平台方式，确因条件所限才用其他方式', (c) =>
    when(
      c.share.type !== '3' && methodOf(c.share.category) !== undefined && c.share.category !== platform,
      'share.category',
    ),
  ),

  rule('open-missing', 'error', '表1 10.1', '是否向社会开放未选', (c) => when(c.open.open === '', 'open.open')),
  rule('open-unknown', 'error', '表1 10.1', '是否向社会开放应为 1 是、0 否', (c) =>
    when(c.open.open !== '' && !openChoices.some(({ code }) => code === c.open.open), 'open.open'),
  ),
  rule('open-condition-missing', 'warning', '表1 10.2', '向社会开放的资源宜描述开放条件', (c) =>
    when(c.open.open === '1' && c.open.condition === '', 'open.condition'),
  ),
  rule('open-not-shared', 'warning', '表1 9.1、10.1', '不予共享的资源一般不向社会开放，请核对', (c) =>
    when(c.open.open === '1' && c.share.type === '3', 'open.open'),
  ),

  rule('cycle-missing', 'error', '表1 第11项', '更新周期未选', (c) => when(c.cycle === '', 'cycle')),
  rule('cycle-unknown', 'warning', '表1 第11项', '更新周期不在所列之内', (c) =>
    when(
      c.cycle !== '' && !(cycles as readonly string[]).includes(c.cycle),
      'cycle',
      `更新周期“${c.cycle}”不在所列之内`,
    ),
  ),

  rule('release-missing', 'structured', '表1 第12项', '发布日期未填', (c) => when(c.releaseDate === '', 'releaseDate')),
  rule('release-form', 'error', '表1 第12项', '发布日期应为存在的日期，格式 2026-11-23', (c) =>
    when(c.releaseDate !== '' && !isDate(c.releaseDate), 'releaseDate'),
  ),

  rule('related-form', 'error', '表1 第13项', '关联资源代码不是信息资源代码', (c) =>
    c.related.flatMap(({ code }, index) =>
      when(
        !codeForm.test(code),
        `related.${index}.code`,
        code === '' ? '关联资源代码未填' : `关联资源代码“${code}”不成形`,
      ),
    ),
  ),
  rule('related-self', 'error', '表1 第13项', '关联的是本资源自己', (c) =>
    c.related.flatMap(({ code }, index) => when(code !== '' && code === c.code, `related.${index}.code`)),
  ),
  rule(
    'related-unknown',
    'warning',
    '表1 第13项',
    '关联资源代码在本单位目录中没有，又没有标明是外单位的',
    (c, { hasCode }) =>
      c.related.flatMap(({ code, external }, index) =>
        when(
          hasCode !== undefined && external === '' && codeForm.test(code) && code !== c.code && !hasCode(code),
          `related.${index}.code`,
          `本单位没有代码为 ${code} 的目录；是外单位的资源，请标明“外单位”`,
        ),
      ),
  ),
  rule('related-twice', 'warning', '表1 第13项', '同一关联代码写了两次', (c) =>
    c.related.flatMap(({ code }, index) =>
      when(code !== '' && c.related.findIndex((entry) => entry.code === code) < index, `related.${index}.code`),
    ),
  ),
];
