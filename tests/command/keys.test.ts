import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-keys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (name: string): string => join(root, name);
const env = { ...process.env, YIDI_PASSWORD: 'correct-horse-9' };
const yidi = (...words: string[]) => {
  const { status, stdout } = spawnSync(join(programDir, 'bin', 'yidi'), [...words, '--json'], {
    encoding: 'utf8',
    env,
  });
  return { status, value: JSON.parse(stdout) };
};
const bureau = ['--dir', at('bureau')];

test('enrol spare makes, uses and drops a spare key; tell-again names a station that nobody knows', {
  timeout: 120_000,
}, () => {
  yidi(
    'station',
    'init',
    ...bureau,
    '--role',
    'bureau',
    '--name',
    '郑州市大数据管理局',
    '--uscc',
    '11410100MB1A236098',
  );
  expect(yidi('enrol', 'spare', ...bureau)).toMatchObject({ status: 0, value: { published: null, held: [] } });
  const made = yidi('enrol', 'spare', ...bureau, '--make', at('safe'));
  expect(made).toMatchObject({ status: 0, value: { ok: true, code: expect.stringMatching(/^(\w{5}-){7}\w{5}$/) } });
  const [file] = made.value.files;
  expect(yidi('enrol', 'spare', ...bureau, '--use', file).status).toBe(2);
  writeFileSync(at('wrong'), `${'0'.repeat(40)}\n`);
  expect(yidi('enrol', 'spare', ...bureau, '--use', file, '--code-file', at('wrong')).status).toBe(1);
  writeFileSync(at('code'), `${made.value.code}\n`);
  const used = yidi('enrol', 'spare', ...bureau, '--use', file, '--code-file', at('code'));
  expect(used).toMatchObject({ status: 0, value: { published: {}, held: [{}] } });
  expect(JSON.stringify(used.value)).not.toContain('privateKey');
  expect(yidi('enrol', 'spare', ...bureau, '--drop')).toMatchObject({ status: 0, value: { held: [] } });
  const stranger = yidi('tell-again', ...bureau, '--to', '0'.repeat(32), '--out', at('out'));
  expect(stranger).toMatchObject({ status: 1, value: { code: 'unknown-sender' } });
});
