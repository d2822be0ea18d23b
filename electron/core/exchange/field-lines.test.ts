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

test('what has a key of its own is found again where others come or go before it; what is gone keeps a field of its own', () => {
  const item = (place: number, name: string, text = name) => ({
    ...line(`items.${place}`, text),
    key: `items.gone.${name}`,
  });
  const before = [item(0, '姓名'), item(1, '电话'), item(2, '住址')];
  const after = [item(0, '证件'), item(1, '姓名'), item(2, '住址', '住址 C 200')];
  expect(fieldLines(after, before)).toEqual([
    { field: 'items.0', label: 'items.0', before: '', after: '证件', changed: true },
    { field: 'items.2', label: 'items.2', before: '住址', after: '住址 C 200', changed: true },
    { field: 'items.gone.电话', label: '上一版items.1', before: '电话', after: '', changed: true },
    { field: 'items.1', label: 'items.1', before: '姓名', after: '姓名', changed: false },
  ]);
});
