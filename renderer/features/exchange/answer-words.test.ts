import { expect, test } from 'vitest';
import { pageWords } from '../../../shared/exchange/answer-page.ts';
import { answerWords, pageWord } from './answer-words.ts';

test('counts in words leave out what is nought', () => {
  const none = { accepted: 0, returned: 0, stored: 0 };
  expect(answerWords({ ...none, accepted: 10, returned: 2 })).toBe('通过 10 件，退回 2 件');
  expect(answerWords({ ...none, kind: 'receipt', received: 12, rejected: 1 })).toBe('签收 12 项，隔离 1 条');
  expect(answerWords({ ...none, kind: 'receipt', received: 3, rejected: 0 })).toBe('签收 3 项');
});

test('a page says what was read on it, what again, and what not', () => {
  const page = { file: 'a.jpg', page: 1, of: 1, found: [], unread: 0, others: [], code: '', message: '' };
  const found = (codes: number, again: number) => [{ answer: '3F9A1C0712345678', page: 2, codes, again }];
  const of = (one: Partial<typeof page> | { found: ReturnType<typeof found> }) => {
    const whole = { ...page, ...one };
    return [pageWord(whole)[0], pageWords(whole)];
  };
  expect(of({ found: found(6, 0) })).toEqual(['已读', '编号 3F9A1C07 第 2 页，新读 6 个码']);
  expect(of({ found: found(0, 6) })).toEqual(['重复', '编号 3F9A1C07 第 2 页，6 个以前读过']);
  expect(of({ found: found(4, 1), unread: 1 } as never)).toEqual([
    '有码看不清',
    '编号 3F9A1C07 第 2 页，新读 4 个码，1 个以前读过（1 个码看不清）',
  ]);
  expect(of({ others: ['介质交接单'] } as never)).toEqual(['没有码', '没有回执的二维码（另有介质交接单的二维码）']);
  expect(of({ code: 'not-a-picture', message: '读不了' })).toEqual(['没读出', '读不了']);
});
