import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programDir, resourceFile } from '../../electron/core/places.ts';

// The words of the license commands are a contract: what scripts read is held here.

const root = mkdtempSync(join(tmpdir(), 'yidi-command-license-'));
const dir = join(root, 'station');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const env = { ...process.env, YIDI_PASSWORD: 'correct-horse-9', DISPLAY: '', WAYLAND_DISPLAY: '', NODE_OPTIONS: '' };
const run = (...words: string[]) => {
  const { status, stdout } = spawnSync(join(programDir, 'bin', 'yidi'), words, { encoding: 'utf8', env });
  return { status, stdout };
};
const license = (word: string, ...words: string[]) => run('license', word, '--dir', dir, ...words);
const json = (word: string, ...words: string[]) => {
  const { status, stdout } = license(word, ...words, '--json');
  return { status, value: JSON.parse(stdout) };
};

beforeAll(() => {
  const who = ['--role', 'department', '--name', '郑州市公安局', '--uscc', '11410100MB1A23748Y'];
  expect(run('station', 'init', '--dir', dir, ...who, '--json').status).toBe(0);
});

test('types lists every type of the library, as text a line each and as json with its total', () => {
  const { status, value } = json('types');
  expect(status).toBe(0);
  expect(value.total).toBe(value.rows.length);
  expect(value.rows.map((row: { name: string }) => row.name)).toEqual(
    expect.arrayContaining(['营业执照', '居民身份证', '普通护照']),
  );
  expect(value.rows[0]).toMatchObject({ code: expect.any(String), state: 'library', licenses: 0 });
  const lines = license('types').stdout.trim().split('\n');
  expect(lines).toHaveLength(value.total);
  expect(lines.find((line) => line.startsWith('普通护照\t'))).toMatch(/（未核实）\t0 条$/);
});

test('import names each row that stays out; list masks numbers of people; check finds nothing wrong in what went in', () => {
  const file = join(root, '身份证.csv');
  const head = '姓名,性别,民族,出生,住址,公民身份号码,签发机关,有效期限起,有效期限止';
  const row = (name: string, number: string) =>
    `${name},男,汉,1949-12-31,郑州市,${number},郑州市公安局,2010-01-01,长期`;
  writeFileSync(file, [head, row('张三', '11010519491231002X'), row('李四', '110105194912310021')].join('\r\n'));
  const { status, value } = json('import', '--type', '居民身份证', file);
  expect({ status, ...value }).toMatchObject({
    ...{ status: 0, accepted: 1 },
    rejected: [{ row: 3, field: expect.stringMatching(/^face\./), code: 'invalid-resident-id' }],
  });
  const list = json('list', '--query', '张三').value;
  expect(list).toMatchObject({ total: 1, rows: [{ name: '张三', code: '110105********002X', state: 'pending' }] });
  expect(license('list').stdout).not.toContain('11010519491231002X');
  expect(json('check')).toMatchObject({ status: 0, value: { ok: true, total: 1, errors: 0 } });
});

test('export needs a purpose, writes whole numbers and says how many', () => {
  const out = join(root, '证照.csv');
  expect(license('export', '--format', 'csv', '--out', out).status).toBe(2);
  const { status, value } = json('export', '--format', 'csv', '--out', out, '--purpose', '核对存量');
  expect({ status, ...value }).toMatchObject({ status: 0, ok: true, total: 1, files: [{ path: out }] });
  expect(readFileSync(out, 'utf8')).toContain('11010519491231002X');
});

test('import of a type that nobody knows and of a missing file end with status 1 and their code', () => {
  const table = resourceFile('samples/licenses/licenses.csv');
  expect(json('import', '--type', '没有的证', table)).toMatchObject({
    status: 1,
    value: { ok: false, code: 'unknown-license-type' },
  });
  expect(json('import', '--type', '营业执照', join(root, 'none.csv'))).toMatchObject({
    status: 1,
    value: { ok: false, code: 'file-missing' },
  });
});
