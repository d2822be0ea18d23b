import { expect, test } from 'vitest';
import template from '../../resources/codes/catalog-template.json' with { type: 'json' };
import formats from '../../resources/codes/format-codes.json' with { type: 'json' };
import sharing from '../../resources/codes/sharing-codes.json' with { type: 'json' };
import cycleTable from '../../resources/codes/update-cycles.json' with { type: 'json' };
import { cycles, dataTypes, formatCategories, openChoices, shareMethods, shareTypes, uses } from './code-tables.ts';
import { fieldLabels } from './fields.ts';

test('the lists in the code are those of the shipped tables', () => {
  expect(dataTypes).toEqual(formats.dataTypes.map(({ letter, name }) => ({ code: letter, name })));
  expect(shareTypes).toEqual(sharing.shareType.map(({ code, name }) => ({ code: String(code), name })));
  expect(openChoices).toEqual(sharing.open.map(({ code, name }) => ({ code: String(code), name })));
  expect(uses).toEqual(sharing.usage);
  expect(cycles).toEqual(cycleTable.values);
  expect(shareMethods).toEqual(sharing.methodCategories.map(({ name, types }) => ({ name, types })));
  for (const { category, types } of formats.formats) {
    expect(formatCategories.find(({ name }) => name === category)?.types).toEqual(expect.arrayContaining(types));
  }
});

test('every column of the template is the label of a field', () => {
  const labels: readonly string[] = Object.values(fieldLabels);
  for (const { name } of template.columns) expect(labels).toContain(name.replace(/\(.*\)$/, ''));
});
