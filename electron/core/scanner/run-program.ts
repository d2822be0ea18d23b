import { spawn } from 'node:child_process';
import { Refusal } from '../../../shared/contract/failures.ts';

/** What a scanner is given to stop its carriage after a cancel. */
const STOP_MS = 5_000;

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Without a line for so long, the program is ended. */
  readonly limitMs: number;
  readonly device: string;
  /** What it says when its work is done: some hang when they let the device go, and are ended. */
  readonly last?: RegExp;
  onLine?(line: string): void;
}

export interface Ran {
  readonly out: string;
  readonly err: string;
  /** null where it said its last and had to be ended. */
  readonly status: number | null;
}

/** Runs a program that scans. Refuses `cancelled`, `scanner-silent`, `scanner-program-missing`; whatever its status says is left to the caller. */
export function run(program: string, words: readonly string[], options: RunOptions): Promise<Ran> {
  const { signal, limitMs, device, last, onLine } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Refusal('cancelled'));
    const child = spawn(program, words, {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err, silent, done] = ['', '', false, false];
    let kill: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      kill ??= setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    };
    const tooLong = (): void => {
      silent = true;
      stop();
    };
    let wait = setTimeout(tooLong, limitMs);
    const listen = (stream: NodeJS.ReadableStream, keep: (text: string) => void): void => {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split(/[\r\n]/);
        rest = lines.pop()!;
        for (const line of lines) onLine?.(line);
        done ||= last !== undefined && lines.some((line) => last.test(line));
        clearTimeout(wait);
        wait = done ? setTimeout(stop, STOP_MS) : setTimeout(tooLong, limitMs);
        keep(text.replace(/Progress: [\d.]+%\r/g, ''));
      });
    };
    listen(child.stdout, (text) => {
      out += text;
    });
    listen(child.stderr, (text) => {
      err += text;
    });
    signal.addEventListener('abort', stop);
    const ended = (end: () => void): void => {
      clearTimeout(wait);
      clearTimeout(kill);
      signal.removeEventListener('abort', stop);
      end();
    };
    child.on('error', () => ended(() => reject(new Refusal('scanner-program-missing', { program }))));
    child.on('close', (status) =>
      ended(() => {
        if (signal.aborted) reject(new Refusal('cancelled'));
        else if (silent) reject(new Refusal('scanner-silent', { device, seconds: limitMs / 1000 }));
        else resolve({ out, err, status: status ?? (done ? null : 1) });
      }),
    );
  });
}
