import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { failure } from '../../../shared/contract/failures.ts';
import type { IncompleteAnswer } from '../../../shared/exchange/answer-page.ts';
import type { AnswerKind, AnswerOutcome, exchangeMethods } from '../../../shared/exchange/methods.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import type { Job } from '../context.ts';
import { acquire } from '../scanner/scanner.ts';
import { joinCodes, missingOf } from './answer-codes.ts';
import { type AnswerPages, isScan, readAnswerPages } from './answer-pages.ts';
import { takeAnswer } from './answers.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { packagesIn } from './package-files.ts';
import type { Acting } from './partners.ts';
import { staged } from './staged.ts';

interface Taking {
  readonly files?: readonly { name: string; bytes: Uint8Array }[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly kinds: readonly AnswerKind[];
  readonly codes: readonly string[];
  readonly profile?: ScanProfile | undefined;
}

type Taken = z.input<(typeof exchangeMethods)['exchange.takeAnswers']['output']>;

/**
 * Takes answers from files, folders and pages with QR codes. An answer all of whose codes are there goes the way of its file; codes of one that
 * is not complete are given back. Refuses `file-missing`, `cancelled` and what the scanner refuses.
 */
export async function takeAnswers(
  acting: Acting,
  { files = [], paths = [], kinds, codes, profile }: Taking,
  job: Job,
): Promise<Taken> {
  const { station } = acting;
  const read = readAnswerPages(codes);
  const scans = [
    ...files.filter(({ bytes }) => isScan(bytes)).map(({ name, bytes }) => ({ name, bytes: () => bytes })),
    ...paths
      .filter(isScanFile)
      .map((path) => ({ name: basename(path), bytes: () => new Uint8Array(readFileSync(path)) })),
  ];
  await readScans(read, scans, job);
  // Not ended by a cancel: sheets that went through the feeder are not asked for again.
  const ended = profile ? await acquire(profile, job, (bytes, name) => read.read(bytes, name)) : null;
  const { complete, incomplete, mixed } = sorted(read);
  const packages = [...files.filter(({ bytes }) => !isScan(bytes)), ...complete];
  const outcomes = await oneAtATime(station, () =>
    staged(station, packages, async (stagedPaths) => {
      const found = [
        ...(await packagesIn(stagedPaths)),
        ...(await packagesIn(paths.filter((path) => !isScanFile(path)))),
      ];
      const outcomes: AnswerOutcome[] = [];
      for (const [at, one] of found.entries()) {
        if (!profile) job.signal.throwIfAborted();
        const outcome = await takeAnswer(acting, one, kinds);
        if (outcome) outcomes.push(outcome);
        job.progress('收回文', at + 1, found.length);
      }
      return outcomes;
    }),
  );
  const all = [...outcomes, ...mixed];
  const sum = (key: 'received' | 'accepted' | 'returned'): number => all.reduce((total, one) => total + one[key], 0);
  return {
    outcomes: all,
    pages: [...read.pages],
    incomplete,
    ended: ended && { code: ended.code, message: ended.message },
    received: sum('received'),
    accepted: sum('accepted'),
    returned: sum('returned'),
  };
}

async function readScans(
  read: AnswerPages,
  scans: readonly { name: string; bytes: () => Uint8Array }[],
  { signal, progress }: Job,
): Promise<void> {
  for (const [at, { name, bytes }] of scans.entries())
    await read.read(bytes(), name, {
      signal,
      onPage: (done, of) =>
        scans.length > 1 ? progress(`读二维码 ${name}`, at + done / of, scans.length) : progress('读二维码', done, of),
    });
}

/** Complete answers as the files they are, the others with what is missing; those whose digest belies them as refused. */
function sorted({ answers }: AnswerPages): {
  complete: { name: string; bytes: Uint8Array }[];
  incomplete: IncompleteAnswer[];
  mixed: AnswerOutcome[];
} {
  const complete: { name: string; bytes: Uint8Array }[] = [];
  const incomplete: IncompleteAnswer[] = [];
  const mixed: AnswerOutcome[] = [];
  for (const one of answers.values()) {
    const { answer, of } = one;
    const missing = missingOf(one);
    const name = `二维码页 ${answer}`;
    if (missing.length > 0) {
      incomplete.push({ answer, of, codes: [...one.codes.values()].map(({ text }) => text), missing });
      continue;
    }
    const bytes = joinCodes(one);
    if (bytes) complete.push({ name, bytes });
    else {
      const { code, message } = failure('answer-codes-mixed', { answer });
      const nothing = { kind: '', sequence: 0, received: 0, accepted: 0, returned: 0 };
      mixed.push({ file: name, packageId: '', ok: false, code, message, ...nothing });
    }
  }
  return { complete, incomplete, mixed };
}

/** A file named by itself that is a picture or PDF; what a folder holds beside packages is passed over. */
function isScanFile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const file = openSync(path, 'r');
  try {
    const start = new Uint8Array(4);
    return isScan(start.subarray(0, readSync(file, start, 0, 4, 0)));
  } finally {
    closeSync(file);
  }
}
