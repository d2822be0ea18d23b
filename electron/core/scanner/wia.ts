import { z } from 'zod';
import { type FailureCode, Refusal, refuse } from '../../../shared/contract/failures.ts';
import { ScanColour, type ScanProfile, ScanSource, scanSizes } from '../../../shared/scanner/profile.ts';
import { resourceFile } from '../places.ts';
import type { ScanDriver } from './driver.ts';
import { takePages } from './page-folder.ts';
import { run } from './run-program.ts';

const LOOK_MS = 40_000;
const SILENCE_MS = 180_000;

/** What resources/scanner/wia.ps1 prints, one JSON value a line. */
const Line = z.union([
  z.object({ device: z.object({ id: z.string(), name: z.string() }) }),
  z.object({
    abilities: z.object({
      sources: z.array(ScanSource),
      colours: z.array(ScanColour),
      dpis: z.array(z.int()),
      maxWidthMm: z.number().nullable(),
      maxHeightMm: z.number().nullable(),
    }),
  }),
  z.object({ page: z.string() }),
  z.object({ error: z.string(), message: z.string() }),
]);
type Line = z.infer<typeof Line>;

/** Errors of WIA by their HRESULT. */
const codes: Readonly<Record<string, FailureCode>> = {
  '0x80210002': 'scanner-jammed',
  '0x80210003': 'scanner-empty',
  '0x80210004': 'scanner-jammed',
  '0x80210005': 'scanner-lost',
  '0x80210006': 'scanner-busy',
  '0x8021000A': 'scanner-lost',
  '0x8021000D': 'scanner-busy',
  '0x80210015': 'scanner-missing',
  '0x80210016': 'scanner-open',
  '0x80210020': 'scanner-jammed',
  '0x80070005': 'scanner-denied',
};

export interface WiaProgram {
  readonly program: string;
  /** Words before those of the script. */
  readonly words: readonly string[];
}

const powershell: WiaProgram = {
  program: 'powershell.exe',
  words: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', resourceFile('scanner/wia.ps1')],
};

/** Scanners of Windows, through a script that speaks to WIA. */
export function wiaDriver({ program, words }: WiaProgram = powershell): ScanDriver {
  const lines = async (
    asked: readonly string[],
    options: { signal: AbortSignal; limitMs: number; device: string },
    hear: (line: Line) => void = () => {},
  ): Promise<Line[]> => {
    const said: Line[] = [];
    const onLine = (text: string): void => {
      const line = lineOf(text);
      if (!line) return;
      said.push(line);
      hear(line);
    };
    const { status, err } = await run(program, [...words, ...asked], { ...options, onLine });
    const failed = said.find((line) => 'error' in line);
    if (failed) refuse(codes[failed.error] ?? 'scanner-failed', { device: options.device, reason: failed.message });
    if (status !== 0) refuse('scanner-failed', { device: options.device, reason: err.trim().slice(0, 200) });
    return said;
  };
  return {
    async list(signal) {
      const said = await lines(['-Action', 'list'], { signal, limitMs: LOOK_MS, device: '' });
      return said.flatMap((line) => ('device' in line ? [{ ...line.device, id: `wia:${line.device.id}` }] : []));
    },
    async abilities(device, signal) {
      const said = await lines(['-Action', 'abilities', '-Device', device], { signal, limitMs: LOOK_MS, device });
      const found = said.find((line) => 'abilities' in line);
      if (!found) throw new Refusal('scanner-missing', { device });
      return { ...found.abilities, settings: [] };
    },
    async scan(device, profile, task) {
      const pages = await takePages(task, async (folder, signal, printed) => {
        const asked = ['-Action', 'scan', '-Device', device, ...profileWords(profile), '-Out', folder];
        let page = 1;
        task.progress(page, 0);
        await lines(asked, { signal, limitMs: SILENCE_MS, device }, (line) => {
          if (!('page' in line)) return;
          printed(line.page);
          task.progress(++page, 0);
        });
      });
      if (pages === 0) refuse('scanner-empty', { device });
    },
  };
}

function profileWords({ source, dpi, colour, size }: ScanProfile): string[] {
  const mm = scanSizes[size];
  const area = mm ? ['-WidthMm', String(mm[0]), '-HeightMm', String(mm[1])] : [];
  return ['-Source', source, '-Dpi', String(dpi), '-Colour', colour, ...area];
}

/** A line that is none of ours is a remark of PowerShell's. */
function lineOf(text: string): Line | null {
  if (!text.startsWith('{')) return null;
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
