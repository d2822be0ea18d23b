import { describe, expect, it } from 'vitest';
import { passwordWeakness } from './user.ts';

describe('a password', () => {
  it('of ten characters and two classes is taken', () => {
    expect(passwordWeakness('yidi-2026-ok', '李敏')).toBe('');
    expect(passwordWeakness('驿站传书二零二六1', '李敏')).toBe('至少 10 位，现为 9 位');
    expect(passwordWeakness('驿站传书二零二六年1', '李敏')).toBe('');
  });
  it('of one class, of few characters or equal to the name is refused with the reason', () => {
    expect(passwordWeakness('1234567890', '李敏')).toContain('同一类字符');
    expect(passwordWeakness('1a1a1a1a1a1a', '李敏')).toContain('重复');
    expect(passwordWeakness('Limin-20260101', 'limin-20260101')).toContain('用户名');
  });
});
