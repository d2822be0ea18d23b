import { readFileSync, writeFileSync } from 'node:fs';
import { catalogRules } from '../shared/catalog/check.ts';
import { accessRules } from '../shared/catalog/rules/access.ts';
import { contentRules } from '../shared/catalog/rules/content.ts';
import { identityRules } from '../shared/catalog/rules/identity.ts';
import { itemRules } from '../shared/catalog/rules/items.ts';
import { lifeRules } from '../shared/catalog/rules/life.ts';
import type { Rule } from '../shared/catalog/rules/rule.ts';

// node build/rules-page.ts writes docs/rules.md; a test compares the two.

const groups: readonly (readonly [title: string, rules: readonly Rule[]])[] = [
  ['分类、名称、代码、提供方、摘要', identityRules],
  ['格式与普查', contentRules],
  ['信息项', itemRules],
  ['共享、开放、更新周期、发布日期、关联', accessRules],
  ['变更与停用', lifeRules],
];
const levels = { error: '不合格', warning: '提示', structured: '结构化资源不合格，其余提示' } as const;

const page = new URL('../docs/rules.md', import.meta.url);

/** docs/rules.md as the rules in shared/catalog/rules make it. */
export function rulesPage(): string {
  const shown = groups.reduce((sum, [, rules]) => sum + rules.length, 0);
  if (shown !== catalogRules.length) throw new Error(`${shown} of ${catalogRules.length} rules have a group`);
  return `# 目录校核规则

由 \`node build/rules-page.ts\` 从 \`shared/catalog/rules\` 生成，共 ${shown} 条。条款指郑州市通知附件 1（表 1、附 2 模板、正文各条）或所列国家标准。

- **不合格**：改好之前不能提交、上报。
- **提示**：可以提交，市局看得到。
- **结构化资源不合格，其余提示**：表 1 与模板要求不一致，数据库、电子表格从严，其他格式从宽。
${groups.map(([title, rules]) => section(title, rules)).join('')}`;
}

/** docs/rules.md as it lies there. */
export function keptRulesPage(): string {
  return readFileSync(page, 'utf8');
}

function section(title: string, rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ code, clause, level, message }) => `| \`${code}\` | ${clause} | ${levels[level]} | ${message} |\n`,
  );
  return `\n## ${title}\n\n| 规则 | 条款 | 级别 | 提示语 |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

if (import.meta.main) writeFileSync(page, rulesPage());
