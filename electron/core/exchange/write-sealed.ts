import { refuse } from '../../../shared/contract/failures.ts';
import type { WrittenFile } from '../../../shared/exchange/package.ts';
import { writingStepText } from '../../../shared/exchange/writing-step.ts';
import type { Job } from '../context.ts';
import { sentPackage } from './ledger.ts';
import type { Acting } from './partners.ts';
import { sealedPath } from './sealed-file.ts';
import { writeToMedium } from './write-medium.ts';

export interface WriteSealed {
  readonly folder: string;
  /** Numbers of the volumes to write; all when absent. */
  readonly volumes?: readonly number[] | undefined;
  readonly job: Job;
  /** Told after each volume that was read back and stands in the ledger as written. */
  readonly onVolume: () => void;
}

/**
 * Writes volumes of a sealed package to a medium, in order, and notes each in the ledger as soon as it was read back; whatever stops the
 * writing leaves the volumes before. Refuses `package-missing`, `sealed-file-missing`, and what `writeToMedium` refuses.
 */
export async function writeSealed(
  { station }: Acting,
  id: string,
  { folder, volumes: wanted, job, onVolume }: WriteSealed,
): Promise<WrittenFile[]> {
  const { sequence, kept, volumes: all } = sentPackage(station, id);
  if (!kept) refuse('sealed-file-missing', { sequence });
  const unknown = wanted?.find((number) => !all.some((volume) => volume.number === number));
  if (unknown !== undefined) refuse('invalid-input', { where: `本包没有第 ${unknown} 卷` });
  const chosen = all.filter(({ number }) => wanted === undefined || wanted.includes(number));
  // Every byte passes twice: written, and read back.
  const total = 2 * chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  const written: WrittenFile[] = [];
  for (const { number, file, bytes, sm3 } of chosen) {
    const path = await writeToMedium({ source: sealedPath(station.dir, file), file, bytes, sm3, sequence }, folder, {
      signal: job.signal,
      onProgress: (phase, done) =>
        job.progress(
          writingStepText({ phase, number, of: all.length }),
          before + done + (phase === 'readBack' ? bytes : 0),
          total,
          'bytes',
        ),
    });
    before += 2 * bytes;
    station.transaction(() => {
      station.db
        .prepare('UPDATE volume SET medium = ?, written_at = ? WHERE package = ? AND number = ?')
        .run(folder, station.now(), id, number);
      station.audit('exchange.write', id, undefined, { volume: number, medium: folder, file, bytes, sm3 });
    });
    written.push({ name: file, bytes, sm3, path });
    onVolume();
  }
  return written;
}

/** Notes that a courier took the package. */
export function handOver({ station }: Acting, id: string, courier: string): void {
  const { handedAt } = sentPackage(station, id);
  station.transaction(() => {
    station.db.prepare('UPDATE package SET courier = ?, handed_at = ? WHERE id = ?').run(courier, station.now(), id);
    station.audit('exchange.handOver', id, handedAt ? { handedAt } : undefined, { courier });
  });
}
