import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { programDir, programVersion } from '../../electron/core/places.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-command-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const yidi = join(programDir, 'bin', 'yidi');
// The machine's own Node comes after ours on the path, where there is another one.
const path = (process.env.PATH ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .join(':');
const env = { ...process.env, PATH: path, DISPLAY: '', WAYLAND_DISPLAY: '', NODE_OPTIONS: '' };

const run = (...words: string[]) => spawnSync(yidi, words, { encoding: 'utf8', env });

test('the command runs on the Node of the lock file, whatever Node the machine has', () => {
  const { status, stdout } = run('--version');
  expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: programVersion });
});

test('exit status 2 for wrong usage and 1 for what a rule refuses come through', () => {
  expect(run('no-such-command').status).toBe(2);
  const { status, stdout } = run('station', 'info', '--dir', join(root, 'none'), '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'station-missing' });
});

test('wrong usage answers with one JSON value where JSON was asked for', () => {
  for (const words of [['station', 'info'], ['no-such-command'], ['decide', '--dir', 'x', '--out', 'y']]) {
    const { status, stdout } = run(...words, '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 'usage' });
  }
});

test('a command that is given no password says so, and does not count it as a wrong one', () => {
  const dir = join(root, 'locked');
  const who = ['--role', 'department', '--name', '郑州市民政局', '--uscc', '11410100MB1A23748Y'];
  const words = ['station', 'init', '--dir', dir, ...who, '--json'];
  spawnSync(yidi, words, { env: { ...env, YIDI_PASSWORD: 'correct-horse-9' } });
  const { status, stdout } = run('station', 'info', '--dir', dir, '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ code: 'password-missing' });
  expect(readFileSync(join(dir, 'station.json'), 'utf8')).toMatch(/"failures": {\s*"count": 0/);
});

test('the command works through a link from elsewhere', () => {
  const link = join(root, 'yidi');
  symlinkSync(yidi, link);
  expect(spawnSync(link, ['--version'], { encoding: 'utf8', env }).stdout.trim()).toBe(programVersion);
});

async function startHost(): Promise<{ host: ChildProcess; ended: Promise<[number | null, NodeJS.Signals | null]> }> {
  const host = spawn(yidi, ['host', '--dir', join(root, 'station'), '--keep'], { env });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((done) =>
    host.once('exit', (code, signal) => done([code, signal])),
  );
  await new Promise<void>((ready) =>
    host.stdout.on('data', (piece) => {
      if (String(piece).includes('#start=')) ready();
    }),
  );
  return { host, ended };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the program, which closes in order', async (signal) => {
  const { host, ended } = await startHost();
  host.kill(signal);
  expect(await ended).toEqual([0, null]);
});

test('the command dies by the signal that its program died by', async () => {
  const { host, ended } = await startHost();
  const children = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8').trim().split(' ').map(Number);
  expect(children).toHaveLength(1);
  process.kill(children[0]!, 'SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
});
