import { expect, test } from 'vitest';
import { keptRulesPage, rulesPage } from './rules-page.ts';

test('docs/rules.md lists the rules as they are', () => {
  expect(keptRulesPage()).toBe(rulesPage());
});
