import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { SentVolume } from '../../../shared/exchange/package.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import type { DiscFile } from './disc.ts';
import { discProgram } from './disc-program.ts';
import { sentPackage } from './ledger.ts';
import { mediumNumbered, nextNumber, noteMedium, registerMedium } from './media.ts';
import { noteName, writeNote } from './medium-note.ts';
import type { Acting } from './partners.ts';
import { packageFileName, sealedPath } from './sealed-file.ts';
import { chosenVolumes, noteWritten } from './write-sealed.ts';

/**
 * Makes an ISO image of a package's volumes in a folder, to be burned elsewhere, and notes them in the ledger as written. Refuses what `makeImage`
 * refuses, `package-missing`, `sealed-file-missing`. Gives its path.
 */
export async function imageSealed(
  acting: Acting,
  id: string,
  { folder, volumes, job }: { folder: string; volumes: readonly number[] | undefined; job: Job },
): Promise<string> {
  const chosen = chosenVolumes(acting.station, id, volumes);
  const name = `${packageFileName(sentPackage(acting.station, id).sequence, id)}.iso`;
  const path = await withNote(acting, id, chosen, '', (files) => discProgram.makeImage(files, folder, name, job));
  for (const volume of chosen) noteWritten(acting, id, volume, { place: path, medium: '', direct: false });
  return path;
}

/**
 * Burns a package's volumes onto a disc, which gets a number in 介质登记簿, and notes them as written once they have been read back from it. Refuses
 * what `burnImage` refuses besides.
 */
export async function burnSealed(
  acting: Acting,
  id: string,
  {
    device,
    medium,
    volumes,
    job,
  }: { device: string; medium: string | undefined; volumes: readonly number[] | undefined; job: Job },
): Promise<string> {
  const { station } = acting;
  const chosen = chosenVolumes(station, id, volumes);
  const known = medium === undefined ? undefined : mediumNumbered(station, medium);
  if (!(await discProgram.burners()).some((one) => one.device === device))
    refuse('disc-failed', { reason: `没有刻录机 ${device}` });
  const name = `disc-${randomBytes(6).toString('hex')}.iso`;
  const outbox = join(station.dir, 'outbox');
  const number = known?.number ?? nextNumber(station);
  try {
    await withNote(acting, id, chosen, number, async (files) => {
      const image = await discProgram.makeImage(files, outbox, name, job);
      await discProgram.burnImage(image, device, files, job);
    });
  } finally {
    await rm(join(outbox, name), { force: true });
  }
  return station.transaction(() => {
    const disc = { number, kind: 'disc' as const, model: '', serial: '', secrecy: '非涉密', identity: '' };
    if (!known) registerMedium(acting, disc);
    noteMedium(acting, number, 'write', id, '');
    for (const volume of chosen) noteWritten(acting, id, volume, { place: device, medium: number, direct: true });
    return number;
  });
}

/** Works with the volumes and the note that lies beside them on a disc. */
async function withNote<T>(
  { station }: Acting,
  id: string,
  chosen: readonly SentVolume[],
  medium: string,
  work: (files: readonly DiscFile[]) => Promise<T>,
): Promise<T> {
  const { sequence, volumes } = sentPackage(station, id);
  const folder = await mkdtemp(join(tmpdir(), 'yidi-disc-'));
  try {
    const noted = chosen.map((one) => ({ ...one, sequence, packageId: id, of: volumes.length }));
    await writeNote(folder, medium, noted);
    const path = join(folder, noteName);
    const bytes = await readFile(path);
    const note = { name: noteName, path, bytes: bytes.length, sm3: toHex(sm3(bytes)) };
    const files = chosen.map((one) => ({
      name: one.file,
      path: sealedPath(station.dir, one.file),
      bytes: one.bytes,
      sm3: one.sm3,
    }));
    return await work([...files, note]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
