import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completionOf, type KnownValues, repeatedFields, withValues } from './known-values.ts';
import { parseLibrary } from './library.ts';

const library = parseLibrary(
  JSON.parse(readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8')),
);
const type = library.find(({ name }) => name === '营业执照')!;
const typed = (...faces: Record<string, string>[]): KnownValues =>
  faces.reduce<KnownValues>((known, face) => withValues(type, known, face), {});

describe('values of earlier licenses', () => {
  it('are kept of short texts, never of numbers, days, amounts or a business scope', () => {
    expect(repeatedFields(type)).toEqual(['FBH', 'MC', 'LX', 'FDDBR', 'ZS', 'DJJG']);
  });

  it('complete what is typed in Chinese or by initials, the commonest first, the later of two', () => {
    const known = typed(
      { ZS: '郑州市金水区花园路1号' },
      { ZS: '郑州市金水区花园路126号' },
      { ZS: '郑州市中原区建设西路9号' },
    );
    expect(completionOf(type, known, 'ZS', '郑州市金')).toBe('郑州市金水区花园路126号');
    expect(completionOf(type, known, 'ZS', 'zzszy')).toBe('郑州市中原区建设西路9号');
    const more = withValues(type, known, { ZS: '郑州市金水区花园路1号' });
    expect(completionOf(type, more, 'ZS', '郑')).toBe('郑州市金水区花园路1号');
    expect(completionOf(type, more, 'ZS', '郑州市二')).toBe('');
  });

  it('never lengthen a text that is whole by itself', () => {
    const known = typed({ ZS: '郑州市金水区花园路1号' }, { ZS: '郑州市金水区花园路1号院' });
    expect(completionOf(type, known, 'ZS', '郑州市金水区花园路1号')).toBe('');
  });

  it('offer themselves in an empty field only where most have the value, and never in a critical one', () => {
    const known = typed(
      ...Array.from({ length: 9 }, (_, at) => ({ FBH: at === 4 ? '2-1' : '1-1', DJJG: '郑州市市场监督管理局' })),
    );
    expect(completionOf(type, known, 'FBH', '')).toBe('1-1');
    expect(completionOf(type, known, 'DJJG', '')).toBe('');
    expect(completionOf(type, known, 'LX', '')).toBe('');
    expect(completionOf(type, typed({ FBH: '1-1' }), 'FBH', '')).toBe('');
  });
});
