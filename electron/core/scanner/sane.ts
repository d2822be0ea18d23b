import { join } from 'node:path';
import { type FailureCode, Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { ScanDriver } from './driver.ts';
import { takePages } from './page-folder.ts';
import { run } from './run-program.ts';
import { abilitiesOf, argumentsFor, parseOptions, type SaneOption } from './sane-options.ts';

/** A network scanner is looked for during this time. */
const LOOK_MS = 40_000;
/** A scanner that says nothing for so long is not going to: the lamp of an old one warms up in a minute. */
const SILENCE_MS = 150_000;

/** Statuses of SANE in the words of `scanimage`, and what they are called here. */
const words: readonly (readonly [RegExp, FailureCode])[] = [
  [/Document feeder out of documents/, 'scanner-empty'],
  [/Document feeder jammed/, 'scanner-jammed'],
  [/Scanner cover is open/, 'scanner-open'],
  [/Device busy/, 'scanner-busy'],
  [/Access to resource has been denied/, 'scanner-denied'],
  [/open of device .* failed|no SANE devices found/, 'scanner-missing'],
  [/Error during device I\/O/, 'scanner-lost'],
  [/Operation was cancell?ed/, 'scanner-stopped'],
  [/No space left on device/, 'disk-full'],
  [/Invalid argument|unrecognized option|Operation not supported|setting of option/, 'scanner-refused'],
];

/** Scanners of Linux, through the `scanimage` of SANE. */
export function saneDriver(program = 'scanimage'): ScanDriver {
  const optionsOf = async (device: string, signal: AbortSignal): Promise<SaneOption[]> => {
    const { out, err, status } = await run(program, ['-d', device, '-A'], { signal, limitMs: LOOK_MS, device });
    const options = parseOptions(out);
    if (status !== 0 || options.length === 0) throw failureOf(err, device);
    return options;
  };
  return {
    async list(signal) {
      const format = ['%d', '%v', '%m'].join('\t');
      const { out } = await run(program, ['-f', `${format}%n`], { signal, limitMs: LOOK_MS, device: '' });
      return out.split('\n').flatMap((line) => {
        const [device, maker, model] = line.split('\t');
        if (!device || model === undefined) return [];
        // The pnm and test backends call their maker Noname.
        return [{ id: `sane:${device}`, name: [maker === 'Noname' ? '' : maker, model].filter(Boolean).join(' ') }];
      });
    },

    async abilities(device, signal) {
      return abilitiesOf(await optionsOf(device, signal));
    },

    async scan(device, profile, task) {
      const options = await optionsOf(device, task.signal);
      let [page, begun] = [1, false];
      const pages = await takePages(task, async (folder, signal, printed) => {
        const words = [
          ...['-d', device, '--format=tiff', '-p', `--batch=${join(folder, 'p%d.tif')}`, '--batch-print'],
          ...(profile.source === 'flatbed' ? ['--batch-count=1'] : []),
          ...argumentsFor(options, profile),
        ];
        const onLine = (line: string): void => {
          const [, share] = /^Progress: ([\d.]+)%/.exec(line) ?? [];
          // The end of a page may be told after its path: the two come by different streams.
          if (share !== undefined && (begun || Number(share) < 100)) {
            begun = true;
            task.progress(page, Number(share) / 100);
          }
          if (!line.startsWith(folder)) return;
          page++;
          begun = false;
          printed(line);
        };
        const last = /^Batch terminated/;
        const { err, status } = await run(program, words, { signal, limitMs: SILENCE_MS, device, last, onLine });
        const failure = failureOf(err, device);
        const emptied = failure.failure.code === 'scanner-empty' && page > 1;
        if (status !== 0 && !(status === null && (emptied || errorIn(err) === ''))) throw failure;
      });
      if (pages === 0) refuse('scanner-empty', { device });
    },
  };
}

function failureOf(err: string, device: string): Refusal {
  const said = errorIn(err) || err.trim();
  const code = words.find(([pattern]) => pattern.test(said))?.[1] ?? 'scanner-failed';
  return new Refusal(code, { device, reason: said.replace(/^scanimage: /, '').slice(0, 200) });
}

/** The last that went wrong; what it says of its own end tells nothing. */
function errorIn(err: string): string {
  const telling = /^scanimage: (?!rounded|ignored|received signal|trying to stop)/;
  return err.split(/[\r\n]/).findLast((line) => telling.test(line)) ?? '';
}
