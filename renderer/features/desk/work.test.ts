import { describe, expect, it } from 'vitest';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import { workOf } from './work.ts';

const line = (over: Partial<ObligationLine>): ObligationLine => ({
  id: '1',
  code: '04-01',
  text: '营业执照信息（含变更信息）',
  kind: '数据',
  catalogs: [],
  licenseTypes: ['营业执照'],
  expected: 10,
  due: '',
  note: '',
  recordKind: 'license',
  entered: 0,
  drafts: 0,
  state: 'none',
  stateWord: '未开始',
  linked: null,
  daysLeft: null,
  ...over,
});
const all = (): boolean => true;

describe('the work of an obligation', () => {
  it('begins at the entry desk, and goes on there', () => {
    const path = '/entry';
    expect(workOf(line({}), all)).toEqual({ path, word: '开始录入', quiet: false });
    expect(workOf(line({ drafts: 2 }), all).word).toBe('继续录入');
    expect(workOf(line({ state: 'running', entered: 3 }), all)).toEqual({ path, word: '继续录入', quiet: false });
  });
  it('leads to the returned records once something came back', () => {
    const work = workOf(line({ state: 'returned', entered: 3 }), all);
    expect(work.word).toBe('改正');
    expect(work.path).toContain('/license?');
    expect(work.path).toContain('state=returned');
  });
  it('is only looked at once everything is stored', () => {
    expect(workOf(line({ state: 'stored', entered: 10 }), all)).toMatchObject({ word: '查看', quiet: true });
  });
  it('is filled in at the line itself where there is no page for it', () => {
    expect(workOf(line({ recordKind: 'dataset' }), () => false)).toEqual({ path: '', word: '登记', quiet: false });
  });
  it('of a duty is nothing to enter', () => {
    expect(workOf(line({ kind: '职责', recordKind: null, state: 'duty' }), all)).toMatchObject({
      path: '',
      quiet: true,
    });
  });
});
