import { expect, test } from 'vitest';
import { fieldLines } from './field-lines.ts';

const line = (field: string, text: string) => ({ field, label: field, text });

test('changed fields come first, each group in the order of the form', () => {
  const before = [line('a', '1'), line('b', '2'), line('c', '3'), line('gone', '4')];
  const after = [line('a', '1'), line('b', '9'), line('new', '5'), line('c', '3')];
  expect(fieldLines(after, before).map(({ field, changed }) => `${field} ${changed}`)).toEqual([
    'b true',
    'new true',
    'gone true',
    'a false',
    'c false',
  ]);
});

test('a record that comes for the first time has nothing changed, and empty fields are left out', () => {
  expect(fieldLines([line('a', '1'), line('b', '')], undefined)).toEqual([
    { field: 'a', label: 'a', before: '', after: '1', changed: false },
  ]);
});
