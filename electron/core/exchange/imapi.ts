import { createReadStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { resourceFile } from '../places.ts';
import { ioFailure } from '../store/io-failures.ts';
import { type DiscFile, type DiscProgram, labelOf } from './disc.ts';
import { runDiscProgram } from './run-disc-program.ts';

/** What resources/disc/imapi.ps1 prints, one JSON value a line. */
const Line = z.union([
  z.object({ burner: z.object({ device: z.string(), name: z.string() }) }),
  z.object({ place: z.string() }),
  z.object({ error: z.string(), message: z.string() }),
]);
type Line = z.infer<typeof Line>;

/** What IMAPI says of disc and burner by its HRESULT; what is not here is said in its own words. */
const reasons: Readonly<Record<string, string>> = {
  '0xC0AA0202': '刻录机里没有光盘',
  '0xC0AA0203': '刻录机不能用这种光盘',
  '0xC0AA0204': '光盘放反了',
  '0xC0AA0205': '光盘还没有就绪',
  '0xC0AA0209': '光盘是写保护的',
  '0xC0AA0210': '刻录机正被别的程序占用',
  '0xC0AA0405': '光盘不是空白的',
  '0xC0AA0404': '光盘装不下',
  '0xC0AA0406': '刻录机不能用这种光盘',
  '0x80070015': '刻完后读不出光盘',
};
const diskFull = '0x80070070';

export interface ImapiProgram {
  readonly program: string;
  /** Words before those of the script. */
  readonly words: readonly string[];
}

const powershell: ImapiProgram = {
  program: 'powershell.exe',
  words: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', resourceFile('disc/imapi.ps1')],
};

/** Images and burners of Windows, through a script that speaks to IMAPI. What it has made is read back as the files of a drive, and compared. */
export function imapi({ program, words }: ImapiProgram = powershell): DiscProgram {
  const ask = async (asked: readonly string[], signal?: AbortSignal): Promise<Line[]> => {
    const said: Line[] = [];
    const { status, said: all } = await runDiscProgram(program, [...words, ...asked], signal, (text) => {
      const line = lineOf(text);
      if (line) said.push(line);
    });
    const failed = said.find((line) => 'error' in line);
    if (failed?.error === diskFull) refuse('disk-full');
    if (failed) refuse('disc-failed', { reason: reasons[failed.error] ?? failed.message.slice(0, 200) });
    if (status !== 0) refuse('disc-failed', { reason: all.trim().split('\n').at(-1)?.slice(0, 200) ?? '' });
    return said;
  };
  const placeOf = (said: readonly Line[]): string => {
    const line = said.find((one) => 'place' in one);
    return line ? line.place : refuse('disc-failed', { reason: reasons['0x80070015'] });
  };
  return {
    async burners() {
      try {
        return (await ask(['-Action', 'list'])).flatMap((line) => ('burner' in line ? [line.burner] : []));
      } catch (error) {
        if (error instanceof Refusal) return [];
        throw error;
      }
    },
    async makeImage(files, folder, name, job) {
      const path = join(folder, name);
      const temporary = join(folder, `${name.replace(/\.iso$/i, '')}.part.iso`);
      const list = `${temporary}.json`;
      try {
        await writeFile(list, JSON.stringify(files.map(({ name, path, bytes }) => ({ name, path, bytes }))));
        await ask(['-Action', 'image', '-Image', temporary, '-Files', list, '-Label', labelOf(name)], job.signal);
        const mounted = await ask(
          ['-Action', 'mount', '-Image', temporary, '-Expect', files[0]?.name ?? ''],
          job.signal,
        );
        try {
          await compareIn(placeOf(mounted), files, job);
        } finally {
          await ask(['-Action', 'unmount', '-Image', temporary]);
        }
        await rename(temporary, path);
        return path;
      } catch (error) {
        throw ioFailure(error, folder);
      } finally {
        await rm(temporary, { force: true });
        await rm(list, { force: true });
      }
    },
    async burnImage(image, device, files, job) {
      const asked = ['-Action', 'burn', '-Image', image, '-Device', device, '-Expect', files[0]?.name ?? ''];
      await compareIn(placeOf(await ask(asked, job.signal)), files, job);
    },
  };
}

async function compareIn(place: string, files: readonly DiscFile[], { signal, progress }: Job): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { name, bytes, sm3 } of files) {
    const path = join(place, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== bytes) refuse('read-back-mismatch', { name });
    const hash = new Sm3();
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, signal })) {
      hash.update(piece as Buffer);
      done += (piece as Buffer).length;
      progress('回读核对', done, total, 'bytes');
    }
    if (toHex(hash.digest()) !== sm3) refuse('read-back-mismatch', { name });
  }
}

/** A line that is none of ours is a remark of PowerShell's. */
function lineOf(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
