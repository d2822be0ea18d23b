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

it('manifests write a percent sign as RFC 8493 has it', () => {
  expect(manifestPath('data/100%.csv')).toBe('data/100%25.csv');
});
