import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BagPaths, bagPathProblem, manifestPath } from './bag-path.ts';

describe('a path in a bag', () => {
  it.each([
    'a',
    'records/catalog.jsonl',
    'datasets/行政许可 (2019)/100%.csv',
    "it's.txt",
    '…',
    'COM10',
    'con1',
    '.hidden',
    'x'.repeat(255),
  ])('%s is allowed', (path) => expect(bagPathProblem(path)).toBeUndefined());

  it.each([
    ['', '为空'],
    ['/a', '上级'],
    ['a/', '上级'],
    ['a//b', '上级'],
    ['.', '上级'],
    ['..', '上级'],
    ['a/../b', '上级'],
    ['a\\b', '字符'],
    ['a:b', '字符'],
    ['a*', '字符'],
    ['a?', '字符'],
    ['a"', '字符'],
    ['a<', '字符'],
    ['a|', '字符'],
    ['a\u0000', '字符'],
    ['a\u001b[31m', '字符'],
    ['a\u0085', '字符'],
    ['a\u2028', '字符'],
    ['a.', '点或空格'],
    ['a ', '点或空格'],
    ['b ./a', '点或空格'],
    ['nul', '设备名'],
    ['NUL.txt', '设备名'],
    ['x/Com1', '设备名'],
    ['lpt9.a.b', '设备名'],
    ['x'.repeat(256), '255'],
    ['长'.repeat(86), '255'],
    [`${'abcdefghi/'.repeat(102)}abcde`, '1024'],
    ['\ud800', '文字'],
  ])('%j is refused', (path, why) => expect(bagPathProblem(path)).toContain(why));
});

it('no two paths of a bag are one file on any system', () => {
  const paths = new BagPaths();
  for (const path of ['a/b', 'a/c', 'é']) expect(paths.add(path)).toBeUndefined();
  for (const path of ['a/b', 'A/B', 'a', 'a/b/c', 'e\u0301', 'É']) expect(paths.add(path), path).toContain('重名');
  expect(paths.count).toBe(3);
});

it('paths are told apart as by a list of all files and folders', () => {
  const part = fc.constantFrom('a', 'A', 'b', 'ab', 'é', 'e\u0301');
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(path, { maxLength: 40 }), (all) => {
      const paths = new BagPaths();
      const [files, folders] = [new Set<string>(), new Set<string>()];
      for (const one of all) {
        const key = one.normalize('NFC').toLowerCase();
        const above = key.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
        const taken = files.has(key) || folders.has(key) || above.some((folder) => files.has(folder));
        expect(paths.add(one) !== undefined, one).toBe(taken);
        if (taken) continue;
        files.add(key);
        for (const folder of above) folders.add(folder);
      }
      expect(paths.count).toBe(files.size);
    }),
  );
});

it('paths of as many folders as fit cost no more than their length', () => {
  const before = process.memoryUsage().heapUsed;
  const paths = new BagPaths();
  for (let i = 0; i < 10_000; i++) expect(paths.add(`${i}/${'a/'.repeat(505)}b`)).toBeUndefined();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 << 20);
});

it('manifests write a percent sign as RFC 8493 has it', () => {
  expect(manifestPath('data/100%.csv')).toBe('data/100%25.csv');
});
