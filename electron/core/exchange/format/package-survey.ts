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
    return { volumes, ...(first && { failure: first }) };
  }
  return { volumes, joined, ...(damaged && { failure: damaged }) };
}

/** The joined package of files that are whole; throws the failure otherwise. */
export async function wholePackage(paths: readonly string[]): Promise<JoinedPackage> {
  const { failure: found, joined } = await surveyPackage(paths);
  if (found !== undefined) throw new Refusal(found.code, found.details);
  if (joined === undefined) throw new Error('package paths expected, got none');
  return joined;
}

/** Whether the seal carries the signature of this key over header, HMAC and table. */
export function signedBy(joined: JoinedPackage, signingKey: string): boolean {
  const e = signatureDigest(signingKey, joined.headerBytes, joined.mac, joined.table);
  return sm2VerifyDigest(e, encodeSignature(joined.signature), signingKey);
}

function join(found: readonly SoundVolume[]): JoinedPackage | Failure | undefined {
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
  if (missing !== undefined) return failure('missing-volume', { volumes: missing });

  const end = volumes.at(-1)!;
  const { table, seal } = end.parts;
  let next = 0;
  for (const { name, parts } of volumes) {
    const { firstChunk, chunks } = parts.volume;
    const own = parts.table.subarray(parts.table.length - chunks * SM3_BYTES);
    const signed = table.subarray(firstChunk * SM3_BYTES, (firstChunk + chunks) * SM3_BYTES);
    if (firstChunk !== next || !equalBytes(own, signed)) return failure('volume-of-another-package', { name });
    next += chunks;
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
