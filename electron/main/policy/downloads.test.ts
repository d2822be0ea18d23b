import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { guardDownloads } from './downloads.ts';

test.each([
  [['app://yidi/blob/1'], true],
  [['blob:app://yidi/3f1c'], true],
  [['https://example.org/a.exe'], false],
  [['app://yidi/blob/1', 'https://example.org/'], false],
  [[], false],
])('a download by way of %j: %s', (chain, allowed) => {
  const session = new EventEmitter();
  guardDownloads(session as unknown as Session);
  let prevented = false;
  let asked = false;
  session.emit(
    'will-download',
    { preventDefault: () => (prevented = true) },
    { getURLChain: () => chain, getFilename: () => '目录.xlsx', setSaveDialogOptions: () => (asked = true) },
  );
  expect(prevented).toBe(!allowed);
  expect(asked).toBe(allowed);
});
