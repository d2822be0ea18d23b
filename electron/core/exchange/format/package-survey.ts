import { type Failure, failure, Refusal } from '../../../../shared/contract/failures.ts';
import { equalBytes } from '../../crypto/bytes.ts';
import { sm2VerifyDigest } from '../../crypto/sm2.ts';
import { encodeSignature } from '../../crypto/sm2-asn1.ts';
import { SM3_BYTES } from '../../crypto/sm3.ts';
import { headerDigest, type PackageHeader } from './package-header.ts';
import { signatureDigest } from './package-keys.ts';
import { surveyVolume, type VolumeParts, type VolumeSurvey } from './survey.ts';

/** One volume of a package whose headers and tables can be relied on. */
export type SoundVolume = VolumeSurvey & { readonly parts: VolumeParts };

/** All volumes of a package in order, joined, before any key is used. */
export interface JoinedPackage {
  readonly volumes: readonly SoundVolume[];
  readonly header: PackageHeader;
  readonly headerBytes: Uint8Array;
  /** SM3 of the header: the 32 bytes of its `digest` line. */
  readonly headerDigest: Uint8Array;
  /** The digests of all chunks. */
  readonly table: Uint8Array;
  readonly chunks: number;
  readonly mac: Uint8Array;
  /** r ‖ s. */
  readonly signature: Uint8Array;
}

export interface PackageSurvey {
  readonly volumes: readonly VolumeSurvey[];
  /** The first reason why the package cannot be opened. */
  readonly failure?: Failure;
  /** Why the volumes do not make up a package, whether or not one of them is damaged as well. */
  readonly misfit?: Failure;
  /** Present when the volumes fit together, also when one of them is damaged where a copy is left. */
  readonly joined?: JoinedPackage;
}

/** Surveys the files given as the volumes of one package: every volume for itself, then whether they belong together and are all there. */
export async function surveyPackage(paths: readonly string[]): Promise<PackageSurvey> {
  const volumes: VolumeSurvey[] = [];
  for (const path of paths) volumes.push(await surveyVolume(path));
  const damaged = volumes.find((volume) => volume.failure !== undefined)?.failure;
  const joined = volumes.every((volume): volume is SoundVolume => volume.parts !== undefined)
    ? join(volumes)
    : undefined;
  if (joined === undefined || 'code' in joined) {
    const first = damaged ?? joined;
    return { volumes, ...(first && { failure: first }), ...(joined && { misfit: joined }) };
  }
  return { volumes, joined, ...(damaged && { failure: damaged }) };
}

/** The files given, those together that are copies of one volume as far as their volume headers tell. */
export function volumeCopies(volumes: readonly VolumeSurvey[]): VolumeSurvey[][] {
  const groups = new Map<string, VolumeSurvey[]>();
  for (const [i, volume] of volumes.entries()) {
    const { packageId, number } = volume.found?.volume ?? { packageId: '', number: i };
    const key = `${packageId} ${number}`;
    groups.set(key, [...(groups.get(key) ?? []), volume]);
  }
  return [...groups.values()];
}

/** The joined package of files that are whole; throws the failure otherwise. */
export async function wholePackage(paths: readonly string[]): Promise<JoinedPackage> {
  const { failure: found, joined } = await surveyPackage(paths);
  if (found !== undefined) throw new Refusal(found.code, found.details);
  if (joined === undefined) throw new Error('package paths expected, got none');
  return joined;
}

/**
 * The package as far as its volumes are there, for salvage: all agree, and the last one, which holds table and seal, is among them.
 * Throws the failure otherwise.
 */
export async function survivingPackage(paths: readonly string[]): Promise<JoinedPackage> {
  const { failure: found, volumes } = await surveyPackage(paths);
  const sound = volumes.filter((volume): volume is SoundVolume => volume.parts !== undefined);
  const joined = join(
    sound,
    sound.some(({ parts }) => parts.volume.last),
  );
  if (joined !== undefined && !('code' in joined)) return joined;
  const { code, details } = joined ?? found ?? failure('missing-volume', {});
  throw new Refusal(code, details);
}

/** Whether the seal carries the signature of this key over header, HMAC and table. */
export function signedBy(joined: JoinedPackage, signingKey: string): boolean {
  const e = signatureDigest(signingKey, joined.headerBytes, joined.mac, joined.table);
  return sm2VerifyDigest(e, encodeSignature(joined.signature), signingKey);
}

/** @param partly whether volumes before the last may be missing */
function join(found: readonly SoundVolume[], partly = false): JoinedPackage | Failure | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  const volumes = [...found]
    .sort((a, b) => a.parts.volume.number - b.parts.volume.number)
    .filter((volume, i, all) => i === 0 || !sameVolume(volume, all[i - 1]!));
  for (const [i, { name, parts }] of volumes.entries()) {
    const same = equalBytes(parts.headerBytes, first.parts.headerBytes);
    if (!same || parts.volume.number === volumes[i - 1]?.parts.volume.number) {
      return failure('volume-of-another-package', { name });
    }
  }
  const missing = missingVolumes(volumes);
  if (missing !== undefined && !partly) return failure('missing-volume', { volumes: missing });

  const end = volumes.at(-1)!;
  const { table, seal } = end.parts;
  let next = 0;
  for (const { name, parts } of volumes) {
    const { firstChunk, chunks } = parts.volume;
    const own = parts.table.subarray(parts.table.length - chunks * SM3_BYTES);
    const signed = table.subarray(firstChunk * SM3_BYTES, (firstChunk + chunks) * SM3_BYTES);
    const follows = partly ? firstChunk >= next : firstChunk === next;
    const anotherEnd = parts.volume.last && parts !== end.parts;
    if (anotherEnd || !follows || !equalBytes(own, signed)) return failure('volume-of-another-package', { name });
    next = firstChunk + chunks;
  }
  const { header, headerBytes } = end.parts;
  return {
    volumes,
    header,
    headerBytes,
    headerDigest: headerDigest(headerBytes),
    table,
    chunks: next,
    mac: seal!.subarray(0, 32),
    signature: seal!.subarray(32),
  };
}

/** Whether two files are copies of one volume. */
function sameVolume({ parts: a }: SoundVolume, { parts: b }: SoundVolume): boolean {
  return (
    a.volume.number === b.volume.number &&
    equalBytes(a.volume.indexDigest, b.volume.indexDigest) &&
    equalBytes(a.headerBytes, b.headerBytes)
  );
}

/** The numbers that are not there, as people write them, or undefined. */
function missingVolumes(volumes: readonly SoundVolume[]): string | undefined {
  const have = new Set(volumes.map(({ parts }) => parts.volume.number));
  const end = volumes.at(-1)!.parts.volume;
  const missing: string[] = [];
  for (let n = 1; n < end.number && missing.length < 20; n++) if (!have.has(n)) missing.push(`${n}`);
  if (!end.last) missing.push(`${end.number + 1}（及之后）`);
  return missing.length > 0 ? missing.join('、') : undefined;
}
