import { type Failure, type FailureCode, failure } from '../../../../shared/contract/failures.ts';
import { type PackageInfo, packageInfo } from './inspect-package.ts';
import { signedBy, surveyPackage, volumeCopies } from './package-survey.ts';
import { recoveryLayout } from './recovery-layout.ts';
import type { Damage, VolumeFound, VolumeSurvey } from './survey.ts';
import { checkVolume, type VolumeCheck } from './verify-volume.ts';

export interface VerifyOptions {
  /** Public signing key of a station; undefined when it is not known, then the signature stays unchecked. */
  readonly senderKey?: ((stationId: string) => string | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes read so far and altogether. The sum grows by those volumes that have to be read a second time. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface VerifyResult {
  readonly ok: boolean;
  /** The first failure, in the order in which a reader checks. */
  readonly code?: FailureCode;
  readonly message?: string;
  readonly failure?: Failure;
  readonly damage: readonly Damage[];
  /** Whether all that is damaged can be restored from what these files hold: copies and recovery data. */
  readonly repairable: boolean;
  /** Chunks beyond repair. Of a volume whose header is lost nobody knows how many it had: those are not counted. */
  readonly lostChunks: number;
  readonly signature: 'valid' | 'invalid' | 'unchecked';
  readonly package?: PackageInfo;
}

/**
 * Checks a package without its file key: every byte of every volume, and, where the sender's key is known, who signed it. Says
 * where it is damaged instead of stopping at the first place. Refuses `cancelled` and `file-missing` only.
 */
export async function verifyPackage(paths: readonly string[], options: VerifyOptions = {}): Promise<VerifyResult> {
  const { volumes, failure: found, misfit, joined } = await surveyPackage(paths);
  const checks = await checkVolumes(volumes, options);
  const all = [...checks.values()];
  let first = found ?? all.find(({ payload }) => payload)?.payload;
  let signature: VerifyResult['signature'] = 'unchecked';
  if (joined !== undefined) {
    const key = options.senderKey?.(joined.header.sender);
    if (key !== undefined) signature = signedBy(joined, key) ? 'valid' : 'invalid';
    if (signature === 'invalid') first ??= failure('signature-invalid', { name: joined.volumes[0]!.name });
  }
  first ??= all.find(({ recovery }) => recovery)?.recovery;

  const damage = all.flatMap((check) => check.damage);
  const copies = volumeCopies(volumes).map((group) => group.map((volume) => checks.get(volume)!));
  const restorable = copies.every((group) => group.some((check) => check.restorable));
  const fits = misfit === undefined || misfit.code === 'missing-volume';
  return {
    ok: first === undefined,
    ...(first && { code: first.code, message: first.message, failure: first }),
    damage,
    repairable: damage.length > 0 && restorable && fits && volumes.every(failsByDamage),
    lostChunks: copies.reduce((sum, group) => sum + Math.min(...group.map(({ lostChunks }) => lostChunks)), 0),
    signature,
    ...(joined && { package: packageInfo(joined) }),
  };
}

/** Whether nothing is wrong with the volume but that bytes of it got lost. */
export function failsByDamage({ failure: found, damage }: VolumeSurvey): boolean {
  if (found === undefined) return true;
  return damage.length > 0 && DAMAGED.has(found.code);
}

async function checkVolumes(
  volumes: readonly VolumeSurvey[],
  { signal, onProgress }: VerifyOptions,
): Promise<Map<VolumeSurvey, VolumeCheck>> {
  let done = 0;
  let total = 0;
  for (const { found } of volumes) if (found) total += found.volume.payloadBytes + parityBytes(found);
  const checks = new Map<VolumeSurvey, VolumeCheck>();
  for (const volume of volumes) {
    const onRead = (bytes: number): void => {
      done += bytes;
      onProgress?.(done, total);
    };
    const onSecondReading = (bytes: number): void => {
      total += bytes;
    };
    checks.set(volume, await checkVolume(volume, { signal, onRead, onSecondReading }));
  }
  return checks;
}

function parityBytes({ volume, layout }: VolumeFound): number {
  return volume.recoveryBytes > 0 ? recoveryLayout(layout.protectedBytes).parity.length : 0;
}

const DAMAGED: ReadonlySet<FailureCode> = new Set(['header-damaged', 'truncated', 'payload-damaged']);
