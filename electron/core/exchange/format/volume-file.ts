import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ioFailure } from '../../store/io-failures.ts';
import { recoveryLayout } from './recovery-layout.ts';
import { writeRecovery } from './recovery-writer.ts';
import { encodeVolumeHeader, VOLUME_HEADER_BYTES, type VolumeHeader, volumeLayout } from './volume-header.ts';

/** What ends the name of a volume that is being written; such a file never passes for a package and may be deleted. */
export const UNFINISHED = '.part';

/** Bytes after which the system is asked to begin with what it still holds in memory: so the end has little to wait for. */
const SYNC_BYTES = 64 << 20;

/** What is known of a volume once all of its payload is written. */
export type VolumeEnd = Omit<VolumeHeader, 'headerBytes' | 'payloadBytes' | 'recoveryBytes'>;

/**
 * A volume being written: first under a temporary name with zeros where its header belongs, so that whatever stops the
 * writing leaves nothing that passes for whole. `complete` writes all but the header, `publish` the header, then the name.
 */
export class VolumeFile {
  private readonly dir: string;
  private readonly path: string;
  private readonly handle: FileHandle;
  private readonly header: Uint8Array;
  private block: Uint8Array | undefined;
  private offset = 0;
  private synced = 0;
  private syncing: Promise<void> | undefined;

  /** @param name what the file is called until it is published, without `.part` */
  static async create(dir: string, name: string, header: Uint8Array): Promise<VolumeFile> {
    const path = join(dir, name + UNFINISHED);
    const handle = await open(path, 'w').catch((error: unknown) => {
      throw ioFailure(error, path);
    });
    const volume = new VolumeFile(dir, path, handle, header);
    await volume.orDiscard(async () => {
      await volume.append(new Uint8Array(VOLUME_HEADER_BYTES));
      await volume.append(header);
    });
    return volume;
  }

  private constructor(dir: string, path: string, handle: FileHandle, header: Uint8Array) {
    this.dir = dir;
    this.path = path;
    this.handle = handle;
    this.header = header;
  }

  async appendPayload(ciphertext: Uint8Array): Promise<void> {
    await this.orDiscard(async () => {
      await this.append(ciphertext);
      if (this.offset - this.synced >= SYNC_BYTES) await this.syncBeside();
    });
  }

  /** Writes index, recovery data, copies and the header at the end. Gives the length of the file in bytes. */
  async complete(
    index: Uint8Array,
    end: VolumeEnd,
    recovery: boolean,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    await this.orDiscard(async () => {
      const payloadBytes = this.offset - VOLUME_HEADER_BYTES - this.header.length;
      const plain = { ...end, headerBytes: this.header.length, payloadBytes, recoveryBytes: 0 };
      const volume = recovery ? withRecovery(plain) : plain;
      this.block = encodeVolumeHeader(volume);
      await this.append(index);
      if (recovery) await writeRecovery(this.path, volume, { signal });
      this.offset += volume.recoveryBytes;
      await this.append(this.header);
      await this.append(index);
      await this.append(this.block);
      await this.syncing;
      await this.handle.sync();
    });
    return this.offset;
  }

  /** Makes it a volume, of this name. */
  async publish(name: string): Promise<void> {
    await this.orDiscard(async () => {
      await this.handle.write(this.block!, 0, VOLUME_HEADER_BYTES, 0);
      await this.handle.sync();
      await this.handle.close();
      await rename(this.path, join(this.dir, name));
      await syncFolder(this.dir);
    });
  }

  /** Closes and deletes the unfinished file. */
  async discard(): Promise<void> {
    await this.syncing?.catch(() => undefined);
    await this.handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }

  /** Begins to sync what is written, once the last such sync has ended. */
  private async syncBeside(): Promise<void> {
    await this.syncing;
    this.synced = this.offset;
    this.syncing = this.handle.datasync();
    this.syncing.catch(() => undefined);
  }

  private async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, at, bytes.length - at, this.offset);
      at += bytesWritten;
      this.offset += bytesWritten;
    }
  }

  private async orDiscard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.discard();
      throw ioFailure(error, this.dir);
    }
  }
}

/** The header of the same volume with recovery data. */
function withRecovery(volume: VolumeHeader): VolumeHeader {
  return { ...volume, recoveryBytes: recoveryLayout(volumeLayout(volume).protectedBytes).bytes };
}

/** Makes the new name last through a power cut, where the system can do that for folders. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
