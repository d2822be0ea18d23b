import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ioFailure } from '../../store/io-failures.ts';
import { encodeVolumeHeader, VOLUME_HEADER_BYTES, type VolumeHeader } from './volume-header.ts';

/** What ends the name of a volume that is being written; such a file never passes for a package and may be deleted. */
export const UNFINISHED = '.part';

/** What is known of a volume once all of its payload is written. */
export type VolumeEnd = Omit<VolumeHeader, 'headerBytes' | 'payloadBytes' | 'recoveryBytes'>;

/**
 * A volume being written: first under a temporary name with zeros where its header belongs, so that whatever stops the
 * writing leaves nothing that passes for whole; the header comes last, then fsync, then the name.
 */
export class VolumeFile {
  readonly name: string;
  private readonly dir: string;
  private readonly handle: FileHandle;
  private readonly header: Uint8Array;
  private offset = 0;

  static async create(dir: string, name: string, header: Uint8Array): Promise<VolumeFile> {
    const path = join(dir, name + UNFINISHED);
    const handle = await open(path, 'w').catch((error: unknown) => {
      throw ioFailure(error, path);
    });
    const volume = new VolumeFile(dir, name, handle, header);
    await volume.orDiscard(async () => {
      await volume.append(new Uint8Array(VOLUME_HEADER_BYTES));
      await volume.append(header);
    });
    return volume;
  }

  private constructor(dir: string, name: string, handle: FileHandle, header: Uint8Array) {
    this.dir = dir;
    this.name = name;
    this.handle = handle;
    this.header = header;
  }

  async appendPayload(ciphertext: Uint8Array): Promise<void> {
    await this.orDiscard(() => this.append(ciphertext));
  }

  /** Writes index, copies and headers, and gives the file its name. Gives its length in bytes. */
  async finish(index: Uint8Array, end: VolumeEnd): Promise<number> {
    const path = join(this.dir, this.name + UNFINISHED);
    await this.orDiscard(async () => {
      const payloadBytes = this.offset - VOLUME_HEADER_BYTES - this.header.length;
      const volume = { ...end, headerBytes: this.header.length, payloadBytes, recoveryBytes: 0 };
      const block = encodeVolumeHeader(volume);
      await this.append(index);
      await this.append(this.header);
      await this.append(index);
      await this.append(block);
      await this.handle.write(block, 0, block.length, 0);
      await this.handle.sync();
      await this.handle.close();
      await rename(path, join(this.dir, this.name));
      await syncFolder(this.dir);
    });
    return this.offset;
  }

  /** Closes and deletes the unfinished file. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(join(this.dir, this.name + UNFINISHED), { force: true });
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
      throw ioFailure(error, join(this.dir, this.name));
    }
  }
}

/** Makes the new name last through a power cut, where the system can do that for folders. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
