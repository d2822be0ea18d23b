import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-dispatch-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const env = { ...process.env, YIDI_PASSWORD: 'correct-horse-9' };
const yidi = (...words: string[]) => {
  const { status, stdout } = spawnSync(join(programDir, 'bin', 'yidi'), [...words, '--json'], {
    encoding: 'utf8',
    env,
  });
  return { status, value: JSON.parse(stdout) };
};
const at = (name: string): string => join(root, name);

test('dispatch and receive: files in, a signed package out, in force at the department; an older one is refused with exit 1', () => {
  const init = (role: string, name: string, uscc: string) =>
    yidi('station', 'init', '--dir', at(role), '--role', role, '--name', name, '--uscc', uscc).value;
  const department = init('department', '郑州市民政局', '114101000052530151');
  const bureau = init('bureau', '郑州市大数据管理局', '11410100MB1A236098');
  yidi('enrol', 'request', '--dir', at('department'), '--out', at('d.ydk'));
  const print = (side: { fingerprint: string }) => ['--fingerprint', side.fingerprint];
  yidi('enrol', 'accept', '--dir', at('bureau'), at('d.ydk'), '--out', at('b.ydk'), ...print(department));
  yidi('enrol', 'finish', '--dir', at('department'), at('b.ydk'), ...print(bureau));

  writeFileSync(at('list.csv'), '资源名称,代码,期限\n低保对象信息,307021,2026-12-31\n,307021,\n');
  writeFileSync(at('days.json'), '{"holidays":["2027-01-01"],"makeupDays":[]}');
  const send = (folder: string) =>
    yidi(
      'dispatch',
      '--dir',
      at('bureau'),
      '--to',
      '郑州市民政局',
      '--out',
      at(folder),
      at('list.csv'),
      at('days.json'),
    );
  const first = send('first');
  expect(first).toMatchObject({
    status: 0,
    value: {
      ok: true,
      prepared: [
        { part: 'list', taken: 1 },
        { part: 'calendar', taken: 1 },
      ],
      rejected: [{ part: 'list', row: 3, message: '资源名称未填' }],
    },
  });
  const second = send('second');
  const receive = (path: string) => yidi('receive', '--dir', at('department'), path);
  const { packageId } = receive(second.value.files[0].path).value.packages[0];
  expect(packageId).toMatch(/^[0-9a-f]{32}$/);
  const late = receive(at('first'));
  expect(late).toMatchObject({
    status: 1,
    value: {
      packages: [{ ok: false, code: 'dispatch-outdated', received: 0, rejected: [], missing: [], receipt: '' }],
    },
  });
  expect(receive(at('second'))).toMatchObject({
    status: 0,
    value: { packages: [{ packageId, ok: true, code: 'already-received', received: 2 }] },
  });
  const stranger = yidi('dispatch', '--dir', at('bureau'), '--to', '无此单位', '--out', at('x'), at('list.csv'));
  expect(stranger).toMatchObject({ status: 1, value: { code: 'partner-unknown' } });
});
