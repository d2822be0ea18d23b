import { describe, expect, it } from 'vitest';
import { auditChanges, auditSummary } from './audit-values.ts';

describe('an audit line in words', () => {
  it('names what changed and leaves out what did not', () => {
    const old = JSON.stringify({ name: '张敏', roles: ['clerk'], disabled: false });
    const next = JSON.stringify({ name: '张敏', roles: ['clerk', 'reviewer'], disabled: false });
    expect(auditChanges('user.update', old, next)).toEqual([
      { label: '角色', before: '填报员', after: '填报员、复核员' },
    ]);
  });
  it('calls a catalog field as its form does', () => {
    const next = JSON.stringify({ 'items.3.length': '18', state: 'pending', revision: 2 });
    expect(auditSummary('catalog.save', JSON.stringify({ state: 'draft', revision: 2 }), next)).toBe(
      '信息项 4 · 数据长度 18；状态 待签批',
    );
  });
  it("never takes a person's own text for a word of ours", () => {
    expect(auditSummary('user.add', '', JSON.stringify({ name: 'draft' }))).toBe('名称 draft');
  });
  it('shows what is no JSON, or no object, as it stands', () => {
    expect(auditSummary('settings.set', '15', '20')).toBe('20');
    expect(auditChanges('x.y', '', 'not json')).toEqual([{ label: '', before: '', after: 'not json' }]);
    expect(auditChanges('x.y', '', '')).toEqual([]);
  });
});
