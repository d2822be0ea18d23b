import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Run {
  /** Whole lines that it managed to say. */
  readonly said: readonly string[];
  /** It came to its end before it was killed. */
  readonly ended: boolean;
}

interface Moment {
  /** Milliseconds past `from`; null lets it end. */
  readonly after: number | null;
  /** First word of the line from which on time is counted; its first sign of life when absent. */
  readonly from?: string;
}

/** Runs a program of this folder and kills it at a moment. Rejects when it fails by itself. */
export function runAndKill(program: string, words: readonly string[], { after, from = '' }: Moment): Promise<Run> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [join(import.meta.dirname, program), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complaint = '';
    let timer: NodeJS.Timeout | undefined;
    run.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (after !== null && `\n${said}`.includes(`\n${from}`)) timer ??= setTimeout(() => run.kill('SIGKILL'), after);
    });
    run.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    run.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0 || signal === 'SIGKILL') resolve({ said: said.split('\n').slice(0, -1), ended: status === 0 });
      else reject(new Error(`${program} failed by itself: ${complaint}`));
    });
  });
}
