import { checkUscc } from '../../china/uscc.ts';
import { className, namesOf, sameName } from '../classification.ts';
import { resourceClasses } from '../code-tables.ts';
import { codeForm, isCode, prefixOf, splitCode } from '../resource-code.ts';
import { charsIn, type Rule, rule, when } from './rule.ts';

export const limits = { name: 64, abstract: 9999 } as const;

const levels = ['class', 'item', 'subItem'] as const;
const levelWord = { class: '类', item: '项', subItem: '目' } as const;

/** 1 分类 to 6 摘要. */
export const identityRules: readonly Rule[] = [
  rule('classification-missing', 'structured', '表1 第1项；2.1.1(1)', '资源分类未选', (c) => {
    const gaps = levels.filter((level) => c.classification[level] === '');
    if (gaps.length === levels.length) return [{ field: 'classification.class' }];
    return gaps.map((level) => ({ field: `classification.${level}`, message: `资源分类的“${levelWord[level]}”未选` }));
  }),
  rule('classification-class', 'error', '2.1.2 一(1)', '“类”只有基础、主题、部门三类信息资源', (c) =>
    when(
      c.classification.class !== '' && !resourceClasses.some(({ name }) => name === className(c.classification.class)),
      'classification.class',
    ),
  ),
  rule('classification-code', 'error', '2.1.2', '资源代码的第一位与所选的“类”不一致', (c) => {
    const { class: digit } = splitCode(c.code);
    const named = resourceClasses.find(({ name }) => name === className(c.classification.class));
    return when(named !== undefined && digit !== '' && codeForm.test(c.code) && named.code !== digit, 'code');
  }),
  rule('classification-table', 'warning', '2.1.2', '分类名称与分类表不一致', (c, { classification }) => {
    if (!classification || !codeForm.test(c.code)) return [];
    const known = namesOf(prefixOf(c.code), classification);
    return (['item', 'subItem'] as const)
      .filter(
        (level) =>
          known[level] !== '' && c.classification[level] !== '' && !sameName(known[level], c.classification[level]),
      )
      .map((level) => ({
        field: `classification.${level}`,
        message: `代码中的“${levelWord[level]}”在分类表里是“${known[level]}”，这里写的是“${c.classification[level]}”`,
      }));
  }),

  rule('name-missing', 'error', '表1 第2项', '资源名称未填', (c) => when(c.name === '', 'name')),
  rule('name-long', 'error', '表1 第2项', '资源名称过长', (c) =>
    when(charsIn(c.name) > limits.name, 'name', `资源名称最多 ${limits.name} 字，现为 ${charsIn(c.name)} 字`),
  ),

  rule('code-missing', 'structured', '表1 第3项；2.1.2', '资源代码未编', (c) => when(c.code === '', 'code')),
  rule('code-form', 'error', '2.1.2', '资源代码应为类 1 位、项 2 位、目 3 位、细目，“/”，再接顺序码', (c) =>
    when(c.code !== '' && !codeForm.test(c.code), 'code', /\/$/.test(c.code) ? '资源代码还没有顺序码' : undefined),
  ),
  rule('code-sequence', 'error', '2.1.2 二', '顺序码从 1 开始', (c) =>
    when(codeForm.test(c.code) && !isCode(c.code), 'code'),
  ),

  rule('provider-missing', 'error', '表1 第4项', '提供方未填', (c) => when(c.provider === '', 'provider')),
  rule('provider-code-missing', 'error', '表1 第5项', '提供方代码未填', (c) =>
    when(c.providerCode === '', 'providerCode'),
  ),
  rule('provider-code-wrong', 'error', '表1 第5项；GB 32100', '提供方代码不是统一社会信用代码', (c) => {
    const found = c.providerCode === '' ? null : checkUscc(c.providerCode);
    return found?.level === 'error' ? [{ field: 'providerCode', message: `提供方代码${found.reason}` }] : [];
  }),
  rule('provider-code-doubtful', 'warning', 'GB 32100；GB 11714', '提供方代码有疑', (c) => {
    const found = c.providerCode === '' ? null : checkUscc(c.providerCode);
    return found?.level === 'warning' ? [{ field: 'providerCode', message: `提供方代码${found.reason}` }] : [];
  }),
  rule(
    'provider-code-other',
    'warning',
    '表1 第5项',
    '提供方代码不是本单位的统一社会信用代码',
    (c, { stationUscc = '' }) =>
      when(
        stationUscc !== '' &&
          c.providerCode !== '' &&
          c.providerCode !== stationUscc &&
          checkUscc(c.providerCode)?.level !== 'error',
        'providerCode',
      ),
  ),

  rule('abstract-missing', 'error', '表1 第6项', '资源摘要未填', (c) => when(c.abstract === '', 'abstract')),
  rule('abstract-long', 'error', '表1 第6项', '资源摘要过长', (c) =>
    when(
      charsIn(c.abstract) > limits.abstract,
      'abstract',
      `资源摘要最多 ${limits.abstract} 字，现为 ${charsIn(c.abstract)} 字`,
    ),
  ),
];
