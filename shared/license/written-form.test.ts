import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writtenForm } from './written-form.ts';

it.each([
  ['郑州(宇通)客车', '郑州（宇通）客车'],
  ['郑州 (集团) 有限公司', '郑州（集团）有限公司'],
  ['ＡＢＣ１２３公司', 'ABC123公司'],
  ['张　三', '张三'],
  ['二0一九年', '二〇一九年'],
  ['二○一O年', '二〇一〇年'],
  ['张三\u200b', '张三'],
  ['John  Smith', 'John Smith'],
])('%s is proposed as %s', (text, form) => expect(writtenForm(text)).toBe(form));

it.each([
  '宇通客车股份有限公司',
  '𠮷野家（北京）',
  '㐂多屋',
  '神羽',
  'f(x)',
  'John Smith',
  '二〇一九年',
  '2019年10月',
  '',
])('%s stands as it should', (text) => expect(writtenForm(text)).toBe(''));

it('a proposed form is final, and touches no character of a name', () => {
  const unit = fc.constantFrom(...'张𠮷㐂一〇○0O9(（)） \u3000\u200bＡa\n');
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      const form = writtenForm(text) || text;
      expect(writtenForm(form)).toBe('');
      expect(form.match(/[张𠮷㐂一9]/gu)).toEqual(text.match(/[张𠮷㐂一9]/gu));
    }),
    { numRuns: 1000 },
  );
});
