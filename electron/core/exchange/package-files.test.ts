import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { entry, temporaryFolder, writeSample } from '../../../tests/fixtures/packages.ts';
import { utf8 } from '../crypto/bytes.ts';
import { packagesIn } from './package-files.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

it('of copies of a volume in one tree a whole one is taken, wherever it lies', async () => {
  await writeSample(dir, 'p', [entry('a', utf8('a'.repeat(5000)))]);
  const copy = (folder: string): string => {
    const to = join(dir, 'tree', folder, 'p.ydp');
    mkdirSync(join(dir, 'tree', folder), { recursive: true });
    copyFileSync(join(dir, 'p.ydp'), to);
    return to;
  };
  const [first, second, third] = ['1', '2', '3'].map(copy) as [string, string, string];
  const taken = async (): Promise<readonly string[]> => {
    const found = await packagesIn([join(dir, 'tree')]);
    expect(found).toHaveLength(1);
    expect(found[0]!.bytes).toBe(readFileSync(found[0]!.paths[0]!).length);
    return found[0]!.paths;
  };
  expect(await taken()).toEqual([first]);
  const bytes = readFileSync(first);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(first, bytes);
  truncateSync(second, bytes.length - 200);
  expect(await taken()).toEqual([third]);
  truncateSync(third, bytes.length - 100);
  expect(await taken()).toEqual([first]);
});
