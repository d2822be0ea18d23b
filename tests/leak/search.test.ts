import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodingsOf, filesToSearch, findLeaks } from './search.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-search-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a value is found in each encoding, in a folder below and in a deleted file that is still open', () => {
  const value = '金水区花园路126号';
  mkdirSync(join(root, 'below'));
  for (const { encoding, bytes } of encodingsOf(value))
    writeFileSync(join(root, 'below', encoding), Buffer.concat([Buffer.alloc(9), bytes]));
  expect(
    findLeaks([value], filesToSearch([root]))
      .map((leak) => leak.encoding)
      .sort(),
  ).toEqual(['GB18030', 'UTF-16', 'UTF-8']);
  rmSync(join(root, 'below'), { recursive: true });
  const path = join(root, 'gone');
  const handle = openSync(path, 'w+');
  writeSync(handle, value);
  unlinkSync(path);
  expect(findLeaks([value], filesToSearch([root], [process.pid]))).toHaveLength(1);
  closeSync(handle);
  expect(findLeaks([value], filesToSearch([root], [process.pid]))).toEqual([]);
});

test('GB18030 bytes are what the standard says', () => {
  expect(encodingsOf('郑州')[2]?.bytes.toString('hex')).toBe('d6a3d6dd');
});
