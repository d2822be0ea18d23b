import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingWords } from '../../../shared/exchange/answer-page.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import {
  type AnswerCode,
  codesOf,
  type GatheredAnswer,
  gather,
  joinCodes,
  missingOf,
  parseCode,
} from './answer-codes.ts';
import { decodeBase45, encodeBase45 } from './base45.ts';

const parsed = (text: string): AnswerCode => {
  const code = parseCode(text);
  if (typeof code !== 'object' || !('answer' in code)) throw new Error(`no code: ${JSON.stringify(code)}`);
  return code;
};
const gathered = (texts: readonly string[]): GatheredAnswer[] => {
  const answers = new Map<string, GatheredAnswer>();
  for (const text of texts) gather(answers, parsed(text));
  return [...answers.values()];
};

test('base45 is that of RFC 9285, and what no bytes give is refused', () => {
  expect(encodeBase45(Buffer.from('Hello!!'))).toBe('%69 VD92EX0');
  expect(encodeBase45(Buffer.from('ietf!'))).toBe('QED8WEX0');
  expect(Buffer.from(decodeBase45('QED8WEX0')!).toString()).toBe('ietf!');
  for (const wrong of ['A', 'GGW', ':::', '::', 'ab0', 'AB_']) expect(decodeBase45(wrong)).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
    }),
  );
});

test('codes in any order, some of them twice, give the file back; every page is full and no code too large', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12_000 }), fc.infiniteStream(fc.nat()), (bytes, random) => {
      const codes = codesOf(bytes);
      expect(codes.length % 6).toBe(0);
      for (const text of codes) expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{1,1451}$/);
      const order = (list: readonly string[]) =>
        [...list].map((text) => [random.next().value!, text] as const).sort(([a], [b]) => a - b);
      const [one, ...others] = gathered(order([...codes, ...codes.slice(0, 4)]).map(([, text]) => text));
      expect(others).toEqual([]);
      expect(missingOf(one!)).toEqual([]);
      expect(joinCodes(one!)).toEqual(bytes);
    }),
    { numRuns: 40 },
  );
});

test('what is missing is said by page and number', () => {
  const codes = codesOf(randomBytes(20_000));
  expect(codes).toHaveLength(24);
  const [one] = gathered(codes.filter((_, at) => at !== 1 && at !== 4 && !(at >= 6 && at < 12) && at !== 23));
  expect(missingWords(missingOf(one!))).toBe('第 1 页的 2、5 号，第 4 页的 24 号，第 2 页整页');
});

test('codes of two answers are kept apart', () => {
  const [first, second] = [randomBytes(3000), randomBytes(9000)];
  const [a, b] = [codesOf(first), codesOf(second)];
  const both = gathered([...b.slice(6), ...a, ...b.slice(0, 6)]);
  expect(both.map((one) => Buffer.from(joinCodes(one)!))).toEqual([second, first]);
});

test('a character that was read wrongly anywhere is noticed', () => {
  const [text = ''] = codesOf(randomBytes(600));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789ABCDEFXYZ $%*+-./:'), (at, character) => {
      fc.pre(text[at] !== character);
      const other = parseCode(text.slice(0, at) + character + text.slice(at + 1));
      expect(other === 'damaged' || other === 'newer' || (typeof other === 'object' && 'other' in other)).toBe(true);
    }),
  );
  expect(parseCode(text.slice(0, -2))).toBe('damaged');
});

test('codes of other papers and of a later version are named', () => {
  expect(parseCode(`YIDI-SP ${'A'.repeat(64)}`)).toEqual({ other: '上报审批单' });
  expect(parseCode('YIDI1 3F9A 0000')).toEqual({ other: '介质交接单' });
  expect(parseCode('YIDI-SEAL-1\n市民政局')).toEqual({ other: '印章采集表' });
  expect(parseCode('https://example.cn/')).toEqual({ other: '别的' });
  expect(parseCode('YIDI-ANSWER-2 0')).toBe('newer');
});

test('codes that were made to contradict their number give no file', () => {
  const [a, b] = [codesOf(randomBytes(500)), codesOf(randomBytes(500))];
  const [one] = gathered(a);
  one!.codes.set(3, { ...parsed(b[2]!), answer: one!.answer });
  expect(joinCodes(one!)).toBeNull();
});

test('forty pages are printed, more are not', async () => {
  expect(codesOf(randomBytes(40 * 6 * 934))).toHaveLength(240);
  expect(await codeOf(Promise.resolve().then(() => codesOf(randomBytes(40 * 6 * 934 + 1))))).toBe('answer-too-long');
});
