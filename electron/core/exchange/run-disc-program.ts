import { spawn } from 'node:child_process';
import { Refusal } from '../../../shared/contract/failures.ts';

/**
 * Runs a program that makes or burns discs; each line that it says is told to `hear` as it comes. Gives its exit status and the last million characters that it
 * said. Refuses `cancelled`, `disc-program-missing`.
 */
export function runDiscProgram(
  program: string,
  words: readonly string[],
  signal: AbortSignal | undefined,
  hear: (line: string) => void,
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal ? { signal } : {}),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-1_000_000);
        const lines = (rest + text).split(/[\r\n]/);
        rest = lines.pop() ?? '';
        for (const line of lines) hear(line);
      });
    }
    child.once('error', (error) => {
      if (signal?.aborted) reject(new Refusal('cancelled'));
      else if ('code' in error && error.code === 'ENOENT') reject(new Refusal('disc-program-missing'));
      else reject(error);
    });
    child.once('close', (status) => {
      if (signal?.aborted) reject(new Refusal('cancelled'));
      else resolve({ status, said });
    });
  });
}
