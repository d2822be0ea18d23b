import { isDate } from '../../china/dates.ts';
import { changeReasons } from '../catalog.ts';
import { type Rule, rule, when } from './rule.ts';

const sameChange = (a: object | undefined, b: object | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Maintenance of what was published (2.3): why it changes, since when, and why it is withdrawn. */
export const lifeRules: readonly Rule[] = [
  rule('change-missing', 'error', '2.3', '变更原因未选', (c, { published }) =>
    when(
      published !== undefined && !c.retired && !changeReasons.some(({ code }) => code === c.change?.reason),
      'change.reason',
    ),
  ),
  rule('change-date-missing', 'error', '2.3', '起算日期未填', (c, { published }) =>
    when(published !== undefined && !c.retired && (c.change?.date ?? '') === '', 'change.date'),
  ),
  rule('change-date', 'error', '2.3', '起算日期应为存在的日期，格式 2026-11-23', (c) =>
    when(c.change !== undefined && c.change.date !== '' && !isDate(c.change.date), 'change.date'),
  ),
  rule('change-note-missing', 'error', '2.3', '变更说明未填：依据的法规、调整的职能或更正的内容', (c, { published }) =>
    when(published !== undefined && !c.retired && (c.change?.note ?? '') === '', 'change.note'),
  ),
  rule(
    'change-repeated',
    'error',
    '2.3',
    '变更原因、日期和说明与上一次变更完全相同，请写这一次的',
    (c, { published }) =>
      when(published?.change !== undefined && !c.retired && sameChange(c.change, published.change), 'change.note'),
  ),
  rule('retired-reason-missing', 'error', '2.3', '停用原因未填', (c) =>
    when(c.retired !== undefined && c.retired.reason === '', 'retired.reason'),
  ),
  rule('retired-date', 'error', '2.3', '停用日期应为存在的日期，格式 2026-11-23', (c) =>
    when(c.retired !== undefined && !isDate(c.retired.date), 'retired.date'),
  ),
];
