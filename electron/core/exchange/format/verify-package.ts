import { type Failure, type FailureCode, failure } from '../../../../shared/contract/failures.ts';
import { type PackageInfo, packageInfo } from './inspect-package.ts';
import { signedBy, surveyPackage } from './package-survey.ts';
import { type ChunkRead, readChunks } from './payload-reader.ts';
import type { Damage } from './survey.ts';

export interface VerifyOptions {
  /** Public signing key of a station; undefined when it is not known, then the signature stays unchecked. */
  readonly senderKey?: ((stationId: string) => string | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Payload bytes read so far and altogether. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface VerifyResult {
  readonly ok: boolean;
  /** The first failure, in the order in which a reader checks. */
  readonly code?: FailureCode;
  readonly message?: string;
  readonly failure?: Failure;
  readonly damage: readonly Damage[];
  /** Whether all that is damaged can be restored from what these files hold. */
  readonly repairable: boolean;
  readonly signature: 'valid' | 'invalid' | 'unchecked';
  readonly package?: PackageInfo;
}

/**
 * Checks a package without its file key: every byte of every volume, and, where the sender's key is known, who signed it. Says
 * where it is damaged instead of stopping at the first place. Refuses `cancelled` and `file-missing` only.
 */
export async function verifyPackage(paths: readonly string[], options: VerifyOptions = {}): Promise<VerifyResult> {
  const { volumes, failure: found, joined } = await surveyPackage(paths);
  const damage: Damage[] = volumes.flatMap((volume) => volume.damage);
  let first = found;
  let signature: VerifyResult['signature'] = 'unchecked';
  if (joined !== undefined) {
    const total = joined.volumes.reduce((sum, { parts }) => sum + parts.volume.payloadBytes, 0);
    let done = 0;
    for await (const chunk of readChunks(joined, options.signal)) {
      done += chunk.ciphertext.length;
      options.onProgress?.(done, total);
      if (chunk.intact) continue;
      addChunk(damage, chunk);
      const where = `第 ${chunk.chunk + 1} 块起`;
      first ??= failure('payload-damaged', { name: chunk.volume.name, where });
    }
    const key = options.senderKey?.(joined.header.sender);
    if (key !== undefined) signature = signedBy(joined, key) ? 'valid' : 'invalid';
    if (signature === 'invalid') first ??= failure('signature-invalid', { name: joined.volumes[0]!.name });
  }
  return {
    ok: first === undefined,
    ...(first && { code: first.code, message: first.message, failure: first }),
    damage,
    repairable: damage.length > 0 && joined !== undefined && damage.every((place) => place.copyIntact),
    signature,
    ...(joined && { package: packageInfo(joined) }),
  };
}

/** Neighbouring chunks are one place. */
function addChunk(damage: Damage[], { volume, chunk, offset, ciphertext }: ChunkRead): void {
  const before = damage.at(-1);
  if (before?.region === 'payload' && before.file === volume.name && before.offset + before.length === offset) {
    damage[damage.length - 1] = { ...before, length: before.length + ciphertext.length, chunks: before.chunks! + 1 };
    return;
  }
  const place = { file: volume.name, region: 'payload', offset, length: ciphertext.length } as const;
  damage.push({ ...place, firstChunk: chunk, chunks: 1, copyIntact: false });
}
