import { describe, expect, it } from 'vitest';
import type { Progress } from './obligation.ts';
import { isSubsequence, matchOrgan, obligationState, obligationStateWord } from './obligation.ts';

const organs = ['市公安局', '市民政局', '市市场监管局', '市财政局', '市自然资源和规划局', '市建设局'];
const progress = (over: Partial<Progress>): Progress => ({
  entered: 0,
  returned: 0,
  away: 0,
  accepted: 0,
  stored: 0,
  ...over,
});

describe('the organ of the obligations table', () => {
  it('is found by the characters of its short name in their order', () => {
    expect(matchOrgan('郑州市民政局', organs)).toBe('市民政局');
    expect(matchOrgan('郑州市市场监督管理局', organs)).toBe('市市场监管局');
    expect(matchOrgan('郑州市自然资源和规划局', organs)).toBe('市自然资源和规划局');
  });
  it('is the longest that fits', () => {
    expect(matchOrgan('郑州市城乡建设局', ['市建设局', '市局'])).toBe('市建设局');
  });
  it('is none for an organ that the notice does not name', () => {
    expect(matchOrgan('郑州市气象局', organs)).toBe('');
    expect(matchOrgan('', organs)).toBe('');
  });
  it('never matches by an empty name', () => {
    expect(isSubsequence('', '郑州市民政局')).toBe(false);
  });
});

describe('where a line stands', () => {
  it('is not begun while nothing is entered, drafts or not', () => {
    expect(obligationState('数据', 100, progress({}))).toBe('none');
  });
  it('is running until as many are entered as are owed, also when all of them are stored', () => {
    expect(obligationState('数据', 100, progress({ entered: 99, stored: 99 }))).toBe('running');
    expect(obligationState('数据', null, progress({ entered: 99, stored: 99 }))).toBe('running');
  });
  it('is returned as soon as one record came back', () => {
    const p = progress({ entered: 100, stored: 98, returned: 2 });
    expect(obligationState('印模', 100, p)).toBe('returned');
    expect(obligationStateWord('印模', 'returned', p)).toBe('退回 2');
  });
  it('follows the slowest of its records once it is complete', () => {
    expect(obligationState('数据', 3, progress({ entered: 3, stored: 3 }))).toBe('stored');
    expect(obligationState('数据', 3, progress({ entered: 3, stored: 2, accepted: 1 }))).toBe('accepted');
    expect(obligationState('数据', 3, progress({ entered: 3, stored: 1, accepted: 1, away: 1 }))).toBe('sent');
    expect(obligationState('数据', 3, progress({ entered: 3, stored: 2 }))).toBe('running');
  });
  it('is a duty, never counted, for 职责', () => {
    expect(obligationState('职责', null, progress({ entered: 5, returned: 1 }))).toBe('duty');
  });
});
