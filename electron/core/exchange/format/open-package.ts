import { refuse } from '../../../../shared/contract/failures.ts';
import { equalBytes, fromHex } from '../../crypto/bytes.ts';
import { sm2Unwrap } from '../../crypto/sm2.ts';
import { type BagTagFile, type PackageEntry, readBag } from './bag-reader.ts';
import { ByteReader } from './byte-reader.ts';
import { readFrames } from './frames.ts';
import { type PackageInfo, packageInfo } from './inspect-package.ts';
import type { PackageHeader } from './package-header.ts';
import { FILE_KEY_BYTES, type PackageKeys, packageKeys, packageMac } from './package-keys.ts';
import { type JoinedPackage, signedBy, wholePackage } from './package-survey.ts';
import { ChunkLeads, FileMarks } from './payload-marks.ts';
import { readChunks, refuseChunk } from './payload-reader.ts';

export interface OpenOptions {
  /** Private key of the encryption key with this id (`recipientIdOf` its public key), undefined when it is none of ours. */
  readonly privateKeyFor: (recipientId: string) => string | undefined;
  /** Public signing key of a station, undefined when it is unknown. May itself refuse, for instance `sender-revoked`. */
  readonly findSender: (stationId: string) => string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Payload bytes decrypted so far and altogether. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface OpenedPackage {
  readonly header: PackageHeader;
  readonly package: PackageInfo;
  /**
   * The files of the bag in order, once. Each chunk is compared with the signed table before it is decrypted; the manifests come
   * last, so nothing is final until the sequence ends without a refusal.
   */
  readonly entries: AsyncIterable<PackageEntry>;
  /** The same once more off the volumes, each chunk compared with the same signed table. */
  readonly again: (onProgress?: OpenOptions['onProgress']) => AsyncIterable<PackageEntry>;
}

/**
 * Opens a package. Checks in this order and refuses with the first that fails: volumes, header digest and grammar, recipients
 * (`not-for-this-station`), sender (`unknown-sender`), signature over the table (`signature-invalid`), file key and HMAC
 * (`contents-rejected`); then, while entries are read, each chunk (`payload-damaged`), frames, tar and manifests.
 */
export async function openPackage(paths: readonly string[], options: OpenOptions): Promise<OpenedPackage> {
  const joined = await wholePackage(paths);
  return openUnlocked(joined, unlock(joined, options), options);
}

/** Steps 10 and 11 of the receiver's checks, for a package that was unlocked. */
export function openUnlocked(joined: JoinedPackage, keys: PackageKeys, options: OpenOptions): OpenedPackage {
  return {
    header: joined.header,
    package: packageInfo(joined),
    entries: payloadEntries(joined, keys, options),
    again: (onProgress) => payloadEntries(joined, keys, { ...options, onProgress }),
  };
}

/** As `openPackage`, with the bag's tag files among the entries. */
export async function openBag(
  paths: readonly string[],
  options: OpenOptions,
): Promise<{ header: PackageHeader; bag: AsyncGenerator<PackageEntry | BagTagFile> }> {
  const joined = await wholePackage(paths);
  const keys = unlock(joined, options);
  return { header: joined.header, bag: bagFiles(joined, keys, options) };
}

/** Steps 6 to 9 of the receiver's checks: recipients, sender, signature, envelope and HMAC. */
export function unlock(joined: JoinedPackage, options: OpenOptions): PackageKeys {
  const { header } = joined;
  const name = joined.volumes[0]!.name;

  let wrapped: string | undefined;
  let privateKey: string | undefined;
  for (const line of header.recipients) {
    if (line.type !== 'sm2') continue;
    privateKey = options.privateKeyFor(line.id);
    wrapped = line.wrapped;
    if (privateKey !== undefined) break;
  }
  if (privateKey === undefined || wrapped === undefined) return refuse('not-for-this-station', { name });

  const signingKey = options.findSender(header.sender);
  if (signingKey === undefined) return refuse('unknown-sender', { name, sender: header.sender });
  if (!signedBy(joined, signingKey)) refuse('signature-invalid', { name });

  const fileKey = sm2Unwrap(fromHex(wrapped), privateKey);
  if (fileKey?.length !== FILE_KEY_BYTES)
    return refuse('contents-rejected', { name, reason: '给本站的密钥信封打不开' });
  const keys = packageKeys(fileKey, header.packageId);
  fileKey.fill(0);
  if (!equalBytes(packageMac(keys, joined.headerDigest, joined.table), joined.mac)) {
    refuse('contents-rejected', { name, reason: '给本站的密钥与内容的认证码不符' });
  }
  return keys;
}

async function* payloadEntries(
  joined: JoinedPackage,
  keys: PackageKeys,
  options: OpenOptions,
): AsyncGenerator<PackageEntry> {
  for await (const file of bagFiles(joined, keys, options)) if ('path' in file) yield file;
}

async function* bagFiles(
  joined: JoinedPackage,
  keys: PackageKeys,
  options: OpenOptions,
): AsyncGenerator<PackageEntry | BagTagFile> {
  const leads = new ChunkLeads();
  const payload = new ByteReader(leads.strip(decrypted(joined, keys, options)));
  const marks = new FileMarks();
  const tar = new ByteReader(marks.pass(readFrames(payload, leads)));
  try {
    yield* readBag(tar, marks);
  } finally {
    await tar.close();
    await payload.close();
  }
}

async function* decrypted(joined: JoinedPackage, keys: PackageKeys, options: OpenOptions): AsyncGenerator<Uint8Array> {
  const total = joined.volumes.reduce((sum, { parts }) => sum + parts.volume.payloadBytes, 0);
  let done = 0;
  for await (const chunk of readChunks(joined, { key: keys.encryption, signal: options.signal })) {
    if (!chunk.intact) refuseChunk(chunk);
    done += chunk.bytes.length;
    options.onProgress?.(done, total);
    yield chunk.bytes;
  }
}
