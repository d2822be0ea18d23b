import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultStationDir, pageDir, programDir } from '../core/places.ts';
import type { CommandSpec } from './command.ts';

/** `yidi host`: the window in a browser on this machine. */
export const hostCommands: readonly CommandSpec[] = [
  {
    name: 'host',
    summary: '在本机浏览器中打开驿递',
    options: [
      ['--dir <folder>', '工作站文件夹，默认在用户数据目录'],
      ['--keep', '窗口关闭后继续运行'],
    ],
    async run({ options, tell }) {
      // In a fresh clone; a package brings the page along.
      if (!existsSync(join(pageDir, 'index.html')))
        execFileSync(process.execPath, [join(programDir, 'build', 'build.ts')]);
      // A terminal that is closed takes its end of the output with it; the host goes on until its window is closed.
      process.stdout.on('error', () => {});
      const { runHost } = await import('../host/run-host.ts');
      const dir = typeof options.dir === 'string' ? options.dir : defaultStationDir();
      await runHost({
        core: async () => (await import('../core/core.ts')).createCore({ dir }),
        keep: options.keep === true,
        say: options.json ? tell : (line) => process.stdout.write(`${line}\n`),
      });
      return { value: { ok: true }, text: ['驿递已关闭。'] };
    },
  },
];
