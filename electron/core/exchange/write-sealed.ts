import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { localDay } from '../../../shared/china/dates.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { courierIdProblem, type HandOver, mediumStateNames } from '../../../shared/exchange/medium.ts';
import type { SentVolume, WrittenFile } from '../../../shared/exchange/package.ts';
import { writingStepText } from '../../../shared/exchange/writing-step.ts';
import type { Job } from '../context.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';
import { sentPackage } from './ledger.ts';
import { listMedia, mediumAt, mediumNumbered, noteMedium, registerMedium } from './media.ts';
import { type NotedVolume, writeNote } from './medium-note.ts';
import type { Acting } from './partners.ts';
import { sealedPath } from './sealed-file.ts';
import { writeToMedium } from './write-medium.ts';

export interface WriteSealed {
  readonly folder: string;
  /** Numbers of the volumes to write; all when absent. */
  readonly volumes?: readonly number[] | undefined;
  /** Number of the medium; when absent, it is known by its file system or entered as a new one. */
  readonly medium?: string | undefined;
  readonly job: Job;
  /** Told after each volume that was read back and stands in the ledger as written. */
  readonly onVolume: () => void;
}

/**
 * Writes volumes of a sealed package to a medium, in order, and notes each in the ledger as soon as it was read back; whatever stops the
 * writing leaves the volumes before. Refuses `package-missing`, `sealed-file-missing`, and what `writeToMedium` refuses.
 */
export async function writeSealed(
  acting: Acting,
  id: string,
  { folder, volumes: wanted, medium: given, job, onVolume }: WriteSealed,
): Promise<WrittenFile[]> {
  const { station } = acting;
  const { sequence, volumes: all } = sentPackage(station, id);
  const chosen = chosenVolumes(station, id, wanted);
  const medium = given === undefined ? await mediumAt(acting, folder) : mediumNumbered(station, given).number;
  await noteBeside(station, folder, medium, id, chosen);
  const device = await deviceOf(folder);
  // Every byte passes twice: written, and read back.
  const total = 2 * chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const written: WrittenFile[] = [];
  for (const volume of chosen) {
    const { number, file, bytes, sm3 } = volume;
    // A folder of the same name on this machine's own disk is all that is left of a stick that was pulled.
    if ((await deviceOf(folder)) !== device) refuse('medium-failed', { path: folder });
    const { path, direct } = await writeToMedium(
      { source: sealedPath(station.dir, file), file, bytes, sm3, sequence },
      folder,
      {
        signal: job.signal,
        onProgress: (phase, done) =>
          job.progress(
            writingStepText({ phase, number, of: all.length }),
            before + done + (phase === 'readBack' ? bytes : 0),
            total,
            'bytes',
          ),
      },
    );
    before += 2 * bytes;
    station.transaction(() => {
      if (medium !== '' && written.length === 0) noteMedium(acting, medium, 'write', id, '');
      noteWritten(acting, id, volume, { place: folder, medium, direct });
    });
    written.push({ name: file, bytes, sm3, path });
    onVolume();
  }
  return written;
}

/** Volumes of a package whose sealed files are there; all of them when no numbers are given. Refuses `package-missing`, `sealed-file-missing`. */
export function chosenVolumes(station: Station, id: string, wanted: readonly number[] | undefined): SentVolume[] {
  const { sequence, kept, volumes } = sentPackage(station, id);
  if (!kept) refuse('sealed-file-missing', { sequence });
  const unknown = wanted?.find((number) => !volumes.some((volume) => volume.number === number));
  if (unknown !== undefined) refuse('invalid-input', { where: `本包没有第 ${unknown} 卷` });
  return volumes.filter(({ number }) => wanted === undefined || wanted.includes(number));
}

/** Notes in the ledger that a volume was written and read back: where, on which medium, and whether the cache may have answered. */
export function noteWritten(
  { station }: Acting,
  id: string,
  { number, file, bytes, sm3 }: SentVolume,
  { place, medium, direct }: { readonly place: string; readonly medium: string; readonly direct: boolean },
): void {
  station.transaction(() => {
    station.db
      .prepare(
        'UPDATE volume SET medium = ?, number_of_medium = ?, cached = ?, written_at = ? WHERE package = ? AND number = ?',
      )
      .run(place, medium, direct ? 0 : 1, station.now(), id, number);
    station.audit('exchange.write', id, undefined, {
      volume: number,
      medium: medium || place,
      file,
      bytes,
      sm3,
      direct,
    });
  });
}

/** Number of the file system that a folder lies on; refuses `file-missing`. */
async function deviceOf(folder: string): Promise<number> {
  try {
    return (await stat(folder)).dev;
  } catch (error) {
    throw ioFailure(error, folder);
  }
}

/** README-交接说明.txt of a folder: what is to be written, and what the ledger knows to lie there already. */
async function noteBeside(
  station: Station,
  folder: string,
  medium: string,
  id: string,
  chosen: readonly SentVolume[],
): Promise<void> {
  const there = station.db
    .prepare(
      `SELECT k.sequence, k.id AS packageId, v.number, (SELECT count(*) FROM volume w WHERE w.package = k.id) AS "of", v.file, v.bytes, v.digest
       FROM volume v JOIN package k ON k.id = v.package
       WHERE (v.medium = @folder AND v.written_at <> '') OR (k.id = @id AND v.number IN (SELECT value FROM json_each(@numbers)))
       ORDER BY k.created_at, v.number`,
    )
    .all({ folder, id, numbers: JSON.stringify(chosen.map(({ number }) => number)) }) as NotedVolume[];
  try {
    await mkdir(folder, { recursive: true });
    await writeNote(
      folder,
      medium,
      there.filter((one) => one.packageId === id || existsSync(join(folder, one.file))),
    );
  } catch (error) {
    throw ioFailure(error, folder);
  }
}

/** What the last courier's medium was looked through with: a proposal for the next slip. */
const virusSetting = 'exchange.virusProgram';

export function usualVirusProgram(station: Station): string {
  return station.setting(virusSetting, z.string(), '');
}

/**
 * Notes that a courier took the package, and with it every medium that it lies on. `medium` is the number of the one that it lies on where the program
 * could not tell; a number that is not in the book yet is entered. Refuses `package-missing`, `invalid-input` for a wrong identity number,
 * `medium-state` for a medium that is lost or destroyed.
 */
export function handOver(acting: Acting, id: string, said: HandOver, medium: string | undefined): void {
  const { station } = acting;
  const { handedAt, recipient } = sentPackage(station, id);
  const wrong = courierIdProblem(said.courierId, localDay(new Date(station.now())));
  if (wrong !== '') refuse('invalid-input', { where: `送件人证件号${wrong}` });
  station.transaction(() => {
    if (medium !== undefined) assign(acting, id, medium);
    station.db
      .prepare('UPDATE package SET courier = ?, handed_over = ?, handed_at = ? WHERE id = ?')
      .run(said.courier, JSON.stringify(said), station.now(), id);
    const numbers = station.db
      .prepare("SELECT DISTINCT number_of_medium FROM volume WHERE package = ? AND number_of_medium <> ''")
      .pluck()
      .all(id) as string[];
    for (const number of numbers) noteMedium(acting, number, 'handOver', id, `${said.courier} 送往${recipient}`);
    station.setSetting(virusSetting, said.virusProgram);
    station.audit('exchange.handOver', id, handedAt ? { handedAt } : undefined, {
      courier: said.courier,
      media: numbers,
    });
  });
}

/** The volumes that lie in a folder of unknown kind lie on this medium. */
function assign(acting: Acting, id: string, number: string): void {
  const { station } = acting;
  const known = listMedia(station).find((one) => one.number === number);
  if (known?.state === 'lost' || known?.state === 'destroyed')
    refuse('medium-state', { number, state: mediumStateNames[known.state], what: '交出' });
  const { changes } = station.db
    .prepare("UPDATE volume SET number_of_medium = ? WHERE package = ? AND number_of_medium = ''")
    .run(number, id);
  if (changes === 0) return;
  if (!known) registerMedium(acting, { number, kind: 'other', model: '', serial: '', secrecy: '非涉密', identity: '' });
  noteMedium(acting, number, 'write', id, '');
}
