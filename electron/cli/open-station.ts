import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { refuse } from '../../shared/contract/failures.ts';
import { createCore, type LocalCore } from '../core/core.ts';
import { readStationFile } from '../core/store/station-file.ts';

export interface OpenOptions {
  readonly dir: string;
  readonly user?: string;
  readonly passwordFile?: string;
}

/** Opens the station and signs the user in (the first user where none is named: `station init` makes the admin first). */
export async function openForCommand(options: OpenOptions): Promise<LocalCore> {
  const file = readStationFile(options.dir);
  const user = options.user ?? file.users[0]?.name ?? '';
  const core = createCore({ dir: options.dir });
  try {
    await core.context.session.unlock(user, await readPassword(options.passwordFile));
    return core;
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** The password from `--password-file`, `YIDI_PASSWORD` or a prompt on the terminal that does not echo. */
export async function readPassword(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    try {
      return (readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '').normalize('NFC');
    } catch {
      return refuse('file-missing', { path: file });
    }
  }
  const given = process.env.YIDI_PASSWORD;
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) return refuse('password-missing');
  process.stderr.write('密码：');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
