import { expect, test } from 'vitest';
import { cleanFingerprint, fingerprintGroups } from './partner.ts';

test('a fingerprint typed from paper is the same with blanks, colons, capitals and full-width digits', () => {
  const hex = '0123456789abcdef'.repeat(4);
  const typed = fingerprintGroups(hex).join(' ').toUpperCase();
  expect(cleanFingerprint(` ${typed}\n`)).toBe(hex);
  expect(cleanFingerprint('０１２３:4567')).toBe('01234567');
  expect(fingerprintGroups(hex)).toHaveLength(16);
});
