import type { IntakeOutcome } from '../../../shared/exchange/package.ts';
import type { Station } from '../store/station.ts';
import { type IntakeOptions, takePackage } from './intake.ts';
import type { PatientJob } from './intake-contents.ts';
import { readerOf } from './intake-damage.ts';
import { heldVolumes } from './intake-held.ts';
import { storedIntake } from './intake-list.ts';
import { readerAhead } from './intake-record.ts';
import type { FoundPackage } from './package-files.ts';
import type { Acting } from './partners.ts';
import { type ProvedPackage, provePackage } from './proved-package.ts';

/** Largest package that is proved before its turn, bytes of its files: its contents wait in memory. */
const smallBytes = 4e6;

/** Parts of its records that are read before its turn: all, for those of the packages behind it would be read before the rest. */
const partsAhead = 16;

/** Packages that are proved and read before their turn. Both go on by steps between two stretches of writing, and one package leaves room for too few of them. */
const packagesAhead = 2;

/**
 * Takes packages in, one after another in this order; `done` after each. While one is written the next ones are proved and begun to be read, which changes
 * nothing in the station: whether they may come in is asked when their turn comes.
 */
export async function takePackages(
  acting: Acting,
  packages: readonly FoundPackage[],
  options: IntakeOptions,
  job: PatientJob,
  done: () => void,
): Promise<IntakeOutcome[]> {
  const outcomes: IntakeOutcome[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  const ahead: Promise<ProvedPackage | undefined>[] = [];
  try {
    for (const [at, one] of packages.entries()) {
      job.signal.throwIfAborted();
      const proved = await ahead.shift();
      for (const next of packages.slice(at + 1 + ahead.length, at + 1 + packagesAhead))
        ahead.push(proveAhead(acting.station, next, signal));
      const outcome = await takePackage(acting, one, options, job, proved);
      if (outcome) outcomes.push(outcome);
      done();
    }
    return outcomes;
  } finally {
    stop.abort();
    await Promise.all(ahead);
    await acting.station.log.end();
  }
}

async function proveAhead(
  station: Station,
  { header, packageId, bytes, paths }: FoundPackage,
  signal: AbortSignal,
): Promise<ProvedPackage | undefined> {
  if (header?.kind !== 'report' || bytes > smallBytes) return undefined;
  if (storedIntake(station, packageId) || heldVolumes(station, packageId).length > 0) return undefined;
  try {
    const reader = readerOf(station, { signal, progress: () => undefined }, '');
    const proved = await provePackage(paths, reader, () => undefined);
    return { ...proved, held: proved.held && readAhead(station, proved.header.sender, proved.held, signal) };
  } catch {
    // Whatever it is, it is met again when the package has its turn.
    return undefined;
  }
}

/** The same parts; lists before the first attached file are being read. */
function readAhead(
  station: Station,
  sender: string,
  held: NonNullable<ProvedPackage['held']>,
  signal: AbortSignal,
): typeof held {
  const read = readerAhead(station, sender, signal);
  const files = held.findIndex((part) => 'entry' in part && part.entry.path.startsWith('blobs/'));
  const most = Math.min(files < 0 ? held.length : files, partsAhead);
  return held.map((part, at) => ('kind' in part && at < most ? { ...part, ahead: read(part.kind, part.bytes) } : part));
}
