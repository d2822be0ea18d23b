import { type Failure, failure, Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { IntakeOutcome, VolumeMark } from '../../../shared/exchange/package.ts';
import type { Station } from '../store/station.ts';
import { writeAnswer } from './answer-file.ts';
import { type PackageHeader, salvagePackage, verifyPackage } from './format/format.ts';
import { type PatientJob, takeContents } from './intake-contents.ts';
import { isDamage, lossFrom, lossOf, marksOf, readerOf, withRepaired } from './intake-damage.ts';
import { heldVolumes, holdVolumes, letGo } from './intake-held.ts';
import { enterPackage } from './intake-ledger.ts';
import { isWhole, type StoredIntake, storedIntake } from './intake-list.ts';
import { partsOf } from './intake-parts.ts';
import { refused } from './intake-refused.ts';
import { type FoundPackage, type FoundVolume, readVolume, withVolumes } from './package-files.ts';
import { type Acting, findPartner, type PartnerKeys, trustedSender } from './partners.ts';
import { type ProvedPackage, partsToWrite, provePackage } from './proved-package.ts';
import { refuseFork } from './sequence.ts';
import { privateKeyFor } from './spare-key.ts';

const kindNames = { report: '上报包', receipt: '签收回执', decision: '审核结果', dispatch: '下发包' } as const;

export interface IntakeOptions {
  /** Folder for the receipt. */
  readonly receiptTo?: string | undefined;
  /** An officer's word that the readable part of what is damaged beyond repair is to be taken. */
  readonly salvage?: { readonly reason: string } | undefined;
}

/**
 * Takes one package in: signature and seals first, then every record by itself, then the signed receipt; what cannot be taken is
 * quarantined and named in the receipt. What is damaged is restored first; where it cannot be, nothing is taken unless an officer
 * said so. A package that was taken before gives its stored receipt again. A refusal is noted and comes back as an outcome, so that
 * it never stops the packages after it. Null for a file of another kind that was found while searching. `ahead`: it was proved before its turn.
 */
export async function takePackage(
  acting: Acting,
  found: FoundPackage,
  options: IntakeOptions,
  job: PatientJob,
  ahead?: ProvedPackage,
): Promise<IntakeOutcome | null> {
  const { station } = acting;
  const { header } = found;
  try {
    if (header && header.kind !== 'report') {
      if (found.found) return null;
      refuse('wrong-kind', { found: kindNames[header.kind], wanted: '上报包' });
    }
    const known = storedIntake(station, found.packageId);
    if (known && isWhole(known)) return received(acting, found.name, known, 'already-received', options);
    return await takeGiven(acting, await withKept(station, found), options, job, ahead);
  } catch (error) {
    if (!(error instanceof Refusal) || error.failure.code === 'cancelled') throw error;
    return refused(acting, found, error.failure);
  }
}

async function takeGiven(
  acting: Acting,
  found: FoundPackage,
  options: IntakeOptions,
  job: PatientJob,
  ahead?: ProvedPackage,
): Promise<IntakeOutcome> {
  try {
    await takeWhole(acting, found, marksOf(found.volumes, [], new Set()), job, ahead);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return await takeDamaged(acting, found, error.failure, options, job);
  }
  return taken(acting, found, options);
}

/**
 * A package that is not as it was written: with a whole copy of a volume from an earlier medium if there is one, else restored,
 * else, if an officer said so, as far as it can be read.
 */
async function takeDamaged(
  acting: Acting,
  found: FoundPackage,
  why: Failure,
  options: IntakeOptions,
  job: PatientJob,
): Promise<IntakeOutcome> {
  const { station } = acting;
  // What is kept as whole was read when it came.
  const kept = new Set(heldVolumes(station, found.packageId).flatMap((one) => (one.damaged ? [] : [one.path])));
  const fresh = found.paths.filter((path) => !kept.has(path));
  const { damage } = await verifyPackage(fresh, {
    signal: job.signal,
    onProgress: (done, total) => job.progress('查找损坏', done, total, 'bytes'),
  });
  const damaged = new Set(damage.map(({ file }) => file));
  const better = await withWholeCopies(station, found, damaged);
  if (better) return await takeGiven(acting, better, options, job);
  return await withRepaired(station, found, damaged, job, async (repaired, still) => {
    const marks = marksOf(repaired.volumes, damage, still);
    let left = why;
    try {
      if (still.size === 0 || still.size < damaged.size) {
        await takeWhole(acting, repaired, marks, job);
        return taken(acting, found, options);
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      left = error.failure;
    }
    return await takePart(acting, repaired, left, { marks, still }, options, job);
  });
}

/** What stays damaged or incomplete: taken as far as it can be read if an officer said so, else refused and kept. */
async function takePart(
  acting: Acting,
  found: FoundPackage,
  why: Failure,
  { marks, still }: { marks: readonly VolumeMark[]; still: ReadonlySet<string> },
  options: IntakeOptions,
  job: PatientJob,
): Promise<IntakeOutcome> {
  const { station } = acting;
  const { volumes, packageId } = found;
  const loss = await lossOf(station, volumes, job);
  const took = loss && options.salvage && (await takeReadable(acting, found, marks, options.salvage.reason, job));
  const files = volumes.map((volume) => ({ ...volume, damaged: still.has(volume.name) }));
  // A damaged volume is worth keeping as long as something may be read of it later.
  const hope = !took && (loss !== undefined || marks.some(({ state }) => state === 'missing' || state === 'open'));
  const worth = files.filter(({ damaged }) => hope || !damaged);
  if (took) letGo(station, packageId, 'damaged');
  const held = isOurs(station, found) && (await holdVolumes(station, packageId, worth, job));
  if (took) return taken(acting, found, options);
  const known = storedIntake(station, packageId);
  if (known) return received(acting, found.name, known, 'already-received', options);
  return refused(acting, found, why, { marks, loss, held });
}

/** The package with the volumes kept from earlier media that are not among those given now. */
async function withKept(station: Station, found: FoundPackage): Promise<FoundPackage> {
  const kept = heldVolumes(station, found.packageId).filter(
    ({ number }) => !found.volumes.some((volume) => volume.number === number),
  );
  const more = await Promise.all(kept.map(({ path }) => readVolume(path)));
  return withVolumes(found, [...found.volumes, ...more.map(({ volume }) => volume)]);
}

/** The package with whole copies from earlier media in place of damaged volumes; undefined when there is none for any of them. */
async function withWholeCopies(
  station: Station,
  found: FoundPackage,
  damaged: ReadonlySet<string>,
): Promise<FoundPackage | undefined> {
  const kept = heldVolumes(station, found.packageId).filter((one) => !one.damaged);
  const copies = new Map<FoundVolume, FoundVolume>();
  for (const volume of found.volumes) {
    const copy = kept.find(({ number, path }) => number === volume.number && path !== volume.path);
    if (copy && damaged.has(volume.name)) copies.set(volume, (await readVolume(copy.path)).volume);
  }
  if (copies.size === 0) return undefined;
  return withVolumes(
    found,
    found.volumes.map((volume) => copies.get(volume) ?? volume),
  );
}

/** Whether a package says that it is for this station and from a partner that is trusted: others are not worth keeping. */
function isOurs(station: Station, { header }: FoundPackage): boolean {
  const partner = header && findPartner(station, header.sender);
  return (
    header?.recipients.some(({ id }) => privateKeyFor(station, id) !== undefined) === true &&
    partner !== undefined &&
    partner.state !== 'revoked'
  );
}

async function takeWhole(
  acting: Acting,
  found: FoundPackage,
  marks: readonly VolumeMark[],
  job: PatientJob,
  ahead?: ProvedPackage,
): Promise<void> {
  const { station } = acting;
  const senderOf = (header: PackageHeader): PartnerKeys => {
    if (header.kind !== 'report') refuse('wrong-kind', { found: kindNames[header.kind], wanted: '上报包' });
    const sender = trustedSender(station, header.sender);
    refuseFork(station, header);
    return sender;
  };
  // The first reading proves the whole package, manifests included; only then is anything written, and nothing but what was proved.
  const proved = ahead ?? (await provePackage(found.paths, readerOf(station, job, '核验'), senderOf));
  const sender = senderOf(proved.header);
  const contents = await takeContents(station, sender, partsToWrite(proved, job, '收入'), job);
  const { name: file, bytes } = found;
  await enterPackage(acting, { info: proved.info, sender, file, bytes, marks, contents, salvage: null });
  letGo(station, found.packageId);
}

/** Takes what can be read. False where an earlier copy has given all of it: then nothing changes. */
async function takeReadable(
  acting: Acting,
  found: FoundPackage,
  marks: readonly VolumeMark[],
  reason: string,
  job: PatientJob,
): Promise<boolean> {
  const { station, user } = acting;
  const opened = await salvagePackage(found.paths, readerOf(station, job, '抢救'));
  const sender = trustedSender(station, opened.header.sender);
  refuseFork(station, opened.header);
  const contents = await takeContents(station, sender, partsOf(opened.entries, true), job, true);
  const before = new Set(
    station.db
      .prepare('SELECT x.record FROM intake_record x JOIN intake i ON i.n = x.intake WHERE i.id = ?')
      .pluck()
      .all(opened.header.packageId),
  );
  if (before.size > 0 && contents.taken.every(({ id }) => before.has(id))) return false;
  const loss = lossFrom(opened.lost(), found.volumes);
  const salvage = { by: user.name, at: station.now(), reason, loss, completedAt: '' };
  const { name: file, bytes } = found;
  await enterPackage(acting, { info: opened.package, sender, file, bytes, marks, contents, salvage });
  return true;
}

/** Takes the readable part of a package out of the volumes that the station keeps. Refuses `not-held`. */
export async function salvageHeld(
  acting: Acting,
  packageId: string,
  options: IntakeOptions,
  job: PatientJob,
): Promise<IntakeOutcome> {
  const held = heldVolumes(acting.station, packageId);
  if (held.length === 0) refuse('not-held', { packageId });
  const read = await Promise.all(held.map(({ path }) => readVolume(path)));
  const volumes = read.map(({ volume }) => volume);
  const file = acting.station.db.prepare('SELECT file FROM intake_refused WHERE package = ?').pluck().get(packageId);
  const name = typeof file === 'string' ? file : volumes[0]!.name;
  const header = read.find((one) => one.header !== undefined)?.header;
  const found = withVolumes({ paths: [], volumes: [], name, bytes: 0, packageId, header, found: false }, volumes);
  try {
    return (await takePackage(acting, found, options, job))!;
  } finally {
    await acting.station.log.end();
  }
}

/** No longer waits for the rest of a package: its volumes and its line in 收件 go, what was taken of it stays. */
export function giveUp({ station }: Acting, packageId: string): void {
  station.transaction(() => {
    station.db.prepare('DELETE FROM intake_refused WHERE package = ?').run(packageId);
    station.audit('intake.giveUp', packageId);
  });
  letGo(station, packageId);
}

function taken(acting: Acting, found: FoundPackage, options: IntakeOptions): IntakeOutcome {
  const row = storedIntake(acting.station, found.packageId);
  if (!row) throw new Error('a package that was taken in has its row');
  return received(acting, found.name, row, row.code, options);
}

/** The outcome of a package that stands in the ledger, with its receipt written out. */
function received(
  { station }: Acting,
  file: string,
  row: StoredIntake,
  code: string,
  { receiptTo }: IntakeOptions,
): IntakeOutcome {
  const { receipt, problem } = deliver(station, row.receipt, receiptTo);
  return {
    file,
    packageId: row.packageId,
    ok: true,
    code,
    message: [wordsOf(row, code), problem].filter(Boolean).join(''),
    sender: row.sender,
    senderName: row.senderName,
    sequence: row.sequence,
    received: row.received,
    rejected: row.rejected,
    missing: row.missing,
    receipt,
    volumes: row.volumes,
    salvageable: false,
    loss: row.salvage?.loss ?? null,
    held: row.held,
  };
}

function wordsOf(row: StoredIntake, code: string): string {
  const { sequence, received: count } = row;
  const repaired = row.volumes.filter(({ state }) => state === 'repaired').map(({ number }) => number);
  if (!isWhole(row)) return failure('salvaged', { sequence, received: count }).message;
  if (code === 'repaired') return failure('repaired', { volumes: repaired.join('、') }).message;
  return code === 'already-received' ? failure('already-received', { sequence }).message : '';
}

/** Writes the receipt out; a medium that cannot be written to is no reason to refuse the package. */
function deliver(station: Station, id: string, to: string | undefined): { receipt: string; problem: string } {
  if (to === undefined) return { receipt: '', problem: '' };
  try {
    return { receipt: writeAnswer(station, id, to), problem: '' };
  } catch (error) {
    if (error instanceof Refusal) return { receipt: '', problem: `签收回执没有写出：${error.failure.message}` };
    throw error;
  }
}
