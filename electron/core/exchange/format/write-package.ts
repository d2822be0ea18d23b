import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { concatBytes, randomBytes, toHex } from '../../crypto/bytes.ts';
import { sm2SignDigest, sm2Wrap } from '../../crypto/sm2.ts';
import { decodeSignature } from '../../crypto/sm2-asn1.ts';
import { BagWriter, type EntryToWrite, type FramedEntry } from './bag-writer.ts';
import { FrameWriter } from './frames.ts';
import { encodePackageHeader, headerDigest, headerInstant, type PackageKind } from './package-header.ts';
import { FILE_KEY_BYTES, packageKeys, packageMac, signatureDigest } from './package-keys.ts';
import { PayloadWriter } from './payload-writer.ts';
import { VolumeSet, type VolumeWritten } from './volume-set.ts';

export interface PackageToWrite {
  readonly kind: PackageKind;
  readonly sender: {
    readonly stationId: string;
    readonly signingPrivateKey: string;
    readonly signingPublicKey: string;
  };
  /** One for each encryption key, the sender's own included. `id` is `recipientIdOf(publicKey)`. */
  readonly recipients: readonly { readonly id: string; readonly publicKey: string }[];
  readonly epoch: number;
  readonly sequence: number;
  /** Id of the package before this one; undefined for the first. */
  readonly previous: string | undefined;
  readonly auditHead: { readonly seq: number; readonly sm3: string };
  readonly created: Date | string;
  readonly entries: AsyncIterable<EntryToWrite | FramedEntry> | Iterable<EntryToWrite | FramedEntry>;
  /** The folder and the files' name without number and `.ydp`. */
  readonly out: { readonly dir: string; readonly name: string };
  /** Bytes of a volume at most; undefined: one volume. */
  readonly volumeBytes: number | undefined;
  /** Whether volumes carry recovery data, a tenth of their size. */
  readonly recovery: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after each piece of an entry with the entry bytes taken so far. */
  readonly onProgress?: ((at: { readonly bytes: number; readonly path: string }) => void) | undefined;
}

export interface PackageWritten {
  readonly packageId: string;
  readonly created: string;
  /** The volumes in order: `name.ydp`, or `name.001.ydp` and so on. */
  readonly files: readonly VolumeWritten[];
}

/**
 * Writes a sealed package: a BagIt bag of the entries, framed, encrypted to the recipients under a new random file key, and
 * signed. Memory stays bounded whatever the size. Refuses `cancelled`, `disk-full`, `disk-read-only`, `file-missing`, and
 * `volume-too-small`; then, and when the process dies, no file of that name exists.
 */
export async function writePackage(input: PackageToWrite): Promise<PackageWritten> {
  const { dir, name } = input.out;
  for (const first of [`${name}.ydp`, `${name}.001.ydp`])
    if (existsSync(join(dir, first))) throw new Error(`package ${first} exists already`);
  const packageId = toHex(randomBytes(16));
  const created = headerInstant(input.created);
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const keys = packageKeys(fileKey, packageId);
  const header = encodePackageHeader({
    packageId,
    kind: input.kind,
    sender: input.sender.stationId,
    epoch: input.epoch,
    sequence: input.sequence,
    previous: input.previous,
    created,
    auditHead: input.auditHead,
    recipients: input.recipients.map(({ id, publicKey }) => ({
      type: 'sm2',
      id,
      wrapped: toHex(sm2Wrap(fileKey, publicKey)),
    })),
  });
  fileKey.fill(0);

  const { volumeBytes, recovery, signal } = input;
  const volumes = new VolumeSet({ packageId, header, dir, name, volumeBytes, recovery, signal });
  try {
    const payload = new PayloadWriter(keys, name, input.signal, (sealed) => volumes.append(sealed));
    await writeBag(input, packageId, created, payload);
    await payload.finish();
    stopIfCancelled(input.signal);
    const files = await volumes.finish((table) => {
      const mac = packageMac(keys, headerDigest(header), table);
      const e = signatureDigest(input.sender.signingPublicKey, header, mac, table);
      return concatBytes(mac, decodeSignature(sm2SignDigest(e, input.sender.signingPrivateKey))!);
    });
    return { packageId, created, files };
  } catch (error) {
    await volumes.discard();
    throw error;
  }
}

async function writeBag(
  input: PackageToWrite,
  packageId: string,
  created: string,
  payload: PayloadWriter,
): Promise<void> {
  let bytes = 0;
  let restedAt = performance.now();
  const frames = new FrameWriter(async (lead, contents) => {
    stopIfCancelled(input.signal);
    await payload.write(lead, contents);
    // Contents that shrink well give the file little to wait for: let the thread's other work through all the same.
    if (performance.now() - restedAt > REST_AFTER_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      restedAt = performance.now();
    }
  });
  const bag = new BagWriter(frames, packageId, created);
  await bag.start();
  for await (const entry of input.entries) {
    stopIfCancelled(input.signal);
    await bag.add(entry, (passed) => {
      bytes += passed;
      input.onProgress?.({ bytes, path: entry.path });
    });
  }
  await bag.finish();
}

function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Refusal('cancelled');
}

const REST_AFTER_MS = 20;
