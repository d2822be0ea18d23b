import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { areBundlesFresh, isFresh } from '../bin/fresh.mjs';

const dir = mkdtempSync(join(tmpdir(), 'yidi-fresh-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('what was made is stale once a source was written after it, however deep', () => {
  const made = join(dir, 'made');
  const deep = join(dir, 'source', 'a', 'b');
  mkdirSync(deep, { recursive: true });
  const file = join(deep, 'x.ts');
  writeFileSync(file, '1');
  expect(isFresh(made, [join(dir, 'source')])).toBe(false);
  writeFileSync(made, '1');
  utimesSync(made, new Date(Date.now() + 1000), new Date(Date.now() + 1000));
  expect(isFresh(made, [join(dir, 'source'), join(dir, 'none')])).toBe(true);
  utimesSync(file, new Date(Date.now() + 5000), new Date(Date.now() + 5000));
  expect(isFresh(made, [join(dir, 'source')])).toBe(false);
});

test('bundles are passed over once a source of theirs was changed', () => {
  const root = join(dir, 'program');
  const source = join(root, 'shared', 'contract', 'x.ts');
  mkdirSync(join(root, 'shared', 'contract'), { recursive: true });
  mkdirSync(join(root, 'dist'));
  writeFileSync(source, '1');
  expect(areBundlesFresh(root)).toBe(false);
  writeFileSync(join(root, 'dist', 'bundled'), '');
  utimesSync(join(root, 'dist', 'bundled'), new Date(Date.now() + 1000), new Date(Date.now() + 1000));
  expect(areBundlesFresh(root)).toBe(true);
  utimesSync(source, new Date(Date.now() + 5000), new Date(Date.now() + 5000));
  expect(areBundlesFresh(root)).toBe(false);
});
