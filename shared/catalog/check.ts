import type { Finding } from '../exchange/finding.ts';
import { type Catalog, isStructured } from './catalog.ts';
import { accessRules } from './rules/access.ts';
import { contentRules } from './rules/content.ts';
import { identityRules } from './rules/identity.ts';
import { itemRules } from './rules/items.ts';
import { lifeRules } from './rules/life.ts';
import type { CatalogContext, Rule } from './rules/rule.ts';

export type { CatalogContext, Rule } from './rules/rule.ts';

/** All rules, in the order of the form. */
export const catalogRules: readonly Rule[] = [
  ...identityRules,
  ...contentRules,
  ...itemRules,
  ...accessRules,
  ...lifeRules,
];

/**
 * What is wrong with a catalog by annex 1 of the notice, in the order of the form. Where table 1 and the template contradict each
 * other, the stricter holds for structured resources and the looser for the others. Of one that is withdrawn only the withdrawal is looked at: rules that
 * have come since do not keep it in use.
 */
export function checkCatalog(catalog: Catalog, context: CatalogContext): Finding[] {
  const findings: Finding[] = [];
  const structured = isStructured(catalog);
  for (const { code, level, message, find } of catalog.retired ? lifeRules : catalogRules) {
    const weight = level === 'structured' ? (structured ? 'error' : 'warning') : level;
    for (const hit of find(catalog, context)) {
      const at = typeof hit === 'string' ? { field: hit } : hit;
      findings.push({ field: at.field, level: weight, code, message: at.message ?? message });
    }
  }
  return findings;
}
