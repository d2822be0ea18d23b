import { toHex } from '../../crypto/bytes.ts';
import type { PackageKind } from './package-header.ts';
import { type JoinedPackage, wholePackage } from './package-survey.ts';

/** What anybody can read of a package. */
export interface PackageInfo {
  readonly version: 1;
  readonly packageId: string;
  readonly kind: PackageKind;
  /** Station id. */
  readonly sender: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly previous: string | undefined;
  readonly created: string;
  readonly auditHead: { readonly seq: number; readonly sm3: string };
  /** Ids of the encryption keys. */
  readonly recipients: readonly string[];
  readonly volumes: readonly VolumeInfo[];
}

export interface VolumeInfo {
  /** File name. */
  readonly file: string;
  readonly number: number;
  readonly last: boolean;
  readonly bytes: number;
  readonly chunks: number;
  /** Bytes of recovery data in it; 0 where there is none. */
  readonly recoveryBytes: number;
  /** The volume's number on paper: SM3 over the digests of its chunks. */
  readonly sm3: string;
}

/** Reads what the headers say; no key is needed and the payload is not read. Refuses what `openPackage` refuses before it needs a key. */
export async function inspectPackage(paths: readonly string[]): Promise<PackageInfo> {
  return packageInfo(await wholePackage(paths));
}

export function packageInfo({ header, volumes }: JoinedPackage): PackageInfo {
  return {
    version: 1,
    packageId: header.packageId,
    kind: header.kind,
    sender: header.sender,
    epoch: header.epoch,
    sequence: header.sequence,
    previous: header.previous,
    created: header.created,
    auditHead: header.auditHead,
    recipients: header.recipients.map((line) => line.id),
    volumes: volumes.map(({ name, bytes, parts: { volume } }) => ({
      file: name,
      number: volume.number,
      last: volume.last,
      bytes,
      chunks: volume.chunks,
      recoveryBytes: volume.recoveryBytes,
      sm3: toHex(volume.volumeDigest),
    })),
  };
}
