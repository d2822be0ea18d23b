import { expect, it } from 'vitest';
import type { Finding } from '../exchange/finding.ts';
import { License } from './license.ts';
import { keepReasons, reasonOf, unreasoned, withReason } from './reason.ts';

const license = License.parse({ type: { name: '营业执照', code: '', version: 1 }, face: { YYQXZ: '2020-01-01' } });
const expired: Finding = { field: 'face.YYQXZ', level: 'warning', code: 'expired', message: '期限已届满' };
const wrong: Finding = { field: 'face.MC', level: 'error', code: 'required', message: '必填' };

it('a warning is open until it has a reason; an error has none', () => {
  expect(unreasoned(license, [expired, wrong])).toEqual([expired]);
  for (const code of ['as-on-paper', 'holder-code-missing'])
    expect(unreasoned(license, [{ ...expired, code }])).toEqual([]);
  const reasoned = withReason(license, expired, ' 照面如此 ');
  expect(reasonOf(reasoned, expired)).toBe('照面如此');
  expect(unreasoned(reasoned, [expired, wrong])).toEqual([]);
});

it('a reason holds for the value it was given for, and for that alone', () => {
  const reasoned = withReason(license, expired, '照面如此');
  const changed = { ...reasoned, face: { YYQXZ: '2021-01-01' } };
  expect(unreasoned(changed, [expired])).toEqual([expired]);
  expect(unreasoned(withReason(changed, expired, '又核对过'), [expired])).toEqual([]);
  expect(withReason(changed, expired, '又核对过').reasons).toHaveLength(1);
  expect(withReason(reasoned, expired, '').reasons).toEqual([]);
});

it('reasons for what is no longer found are not kept', () => {
  const reasoned = withReason(license, expired, '照面如此');
  expect(keepReasons(reasoned, [expired])).toBe(reasoned);
  expect(keepReasons(reasoned, []).reasons).toEqual([]);
  expect(keepReasons({ ...reasoned, face: {} }, [expired]).reasons).toEqual([]);
});
