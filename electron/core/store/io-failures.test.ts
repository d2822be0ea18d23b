import { expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { ioFailure } from './io-failures.ts';

const thrown = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ['ENOSPC', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  ['EFBIG', 'too-big-for-medium'],
  ['EROFS', 'disk-read-only'],
  ['EIO', 'medium-failed'],
  ['ENOENT', 'file-missing'],
  ['ENODEV', 'file-missing'],
  ['SQLITE_NOTADB', 'station-damaged'],
])('%s is told as %s', (system, code) => {
  expect(ioFailure(thrown(system), '/media/courier')).toMatchObject({ failure: { code } });
});

test('a bug stays the error it is, and a refusal what it says', () => {
  const bug = new TypeError('undefined is not a function');
  expect(ioFailure(bug, '/')).toBe(bug);
  const refusal = new Refusal('cancelled', {});
  expect(ioFailure(refusal, '/')).toBe(refusal);
});
