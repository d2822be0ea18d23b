import { createHash, hash } from 'node:crypto';
import { utf8 } from '../../crypto/bytes.ts';
import { type Frame, PROBE_BYTES, worthDeflating } from '../../store/frame.ts';
import { BagPaths } from './bag-path.ts';
import type { FrameWriter } from './frames.ts';
import { ENTRIES } from './limits.ts';
import { Manifest } from './manifest.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';

/** A file that goes into a package. */
export interface EntryToWrite {
  /** Below the bag's `data/`, parts joined by `/`. */
  readonly path: string;
  readonly size: number;
  /** A piece is used up before the next one is asked for. */
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A file that lies in frames already, as the attachments of a station do. */
export interface FramedEntry {
  readonly path: string;
  readonly size: number;
  readonly frames: AsyncIterable<Frame>;
  /** SHA-256 of its original bytes, hex. */
  readonly sha256: string;
}

export const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** The tag file that describes the bag; the reader wants the same `Payload-Oxum`. */
export function bagInfo(packageId: string, created: string, bytes: number, files: number): string {
  return `External-Identifier: ${packageId}\nBagging-Date: ${created.slice(0, 10)}\nPayload-Oxum: ${bytes}.${files}\n`;
}

/**
 * Writes a BagIt bag (RFC 8493) as a tar into frames: bagit.txt, the files below data/, bag-info.txt, manifest-sha256.txt,
 * tagmanifest-sha256.txt. Everything about it follows from the entries, the package id and the time.
 */
export class BagWriter {
  private readonly frames: FrameWriter;
  private readonly packageId: string;
  private readonly created: string;
  private readonly mtime: number;
  private readonly paths = new BagPaths();
  private readonly manifest = new Manifest();
  private readonly tagManifest = new Manifest();
  private bytes = 0;

  constructor(frames: FrameWriter, packageId: string, created: string) {
    this.frames = frames;
    this.packageId = packageId;
    this.created = created;
    this.mtime = Date.parse(created) / 1000;
  }

  async start(): Promise<void> {
    await this.tagFile('bagit.txt', [utf8(BAGIT_TXT)]);
  }

  /** Throws when the path breaks a rule or the bytes are not as many as said: the caller chose both. */
  async add(entry: EntryToWrite | FramedEntry, passed: (bytes: number) => void): Promise<void> {
    const problem = this.paths.add(entry.path);
    if (problem !== undefined) throw new Error(`package entry ${JSON.stringify(entry.path)}: ${problem}`);
    if (this.paths.count > ENTRIES) throw new Error(`package of more than ${ENTRIES} files`);
    const path = `data/${entry.path}`;
    const sha256 = 'frames' in entry ? await this.pass(path, entry, passed) : await this.write(path, entry, passed);
    await this.frames.write(tarPadding(entry.size));
    this.manifest.add(sha256, path);
    this.bytes += entry.size;
  }

  private async pass(
    path: string,
    { size, frames, sha256 }: FramedEntry,
    passed: (bytes: number) => void,
  ): Promise<string> {
    await this.frames.begin(true);
    await this.frames.write(tarHeader(path, size, this.mtime));
    let written = 0;
    for await (const frame of frames) {
      written += frame.lead.original;
      await this.frames.pass(frame);
      passed(frame.lead.original);
    }
    expectBytes(path, size, written);
    return sha256;
  }

  /** Gives the SHA-256. */
  private async write(path: string, entry: EntryToWrite, passed: (bytes: number) => void): Promise<string> {
    const { bytes } = entry;
    const whole = bytes instanceof Uint8Array;
    const pieces = whole ? [bytes] : bytes;
    // A hundred thousand hash objects would wait for the garbage collector.
    const sha256 = whole ? undefined : createHash('sha256');
    let written = 0;
    let started = false;
    let sample: Uint8Array[] = [];
    let sampled = 0;
    const start = async (): Promise<void> => {
      started = true;
      await this.frames.begin(sampled < PROBE_FROM || worthDeflating(Buffer.concat(sample).subarray(0, PROBE_BYTES)));
      await this.frames.write(tarHeader(path, entry.size, this.mtime));
      for (const piece of sample) await this.frames.write(piece);
      sample = [];
    };
    for await (const piece of pieces) {
      written += piece.length;
      if (written > entry.size) break;
      sha256?.update(piece);
      if (started) {
        await this.frames.write(piece);
      } else {
        sampled += piece.length;
        sample.push(sampled >= PROBE_BYTES ? piece : new Uint8Array(piece));
        if (sampled >= PROBE_BYTES) await start();
      }
      passed(piece.length);
    }
    expectBytes(path, entry.size, written);
    if (!started) await start();
    return whole ? hash('sha256', bytes) : sha256!.digest('hex');
  }

  async finish(): Promise<void> {
    const info = bagInfo(this.packageId, this.created, this.bytes, this.manifest.count);
    await this.tagFile('bag-info.txt', [utf8(info)]);
    await this.tagFile('manifest-sha256.txt', this.manifest.pieces());
    await this.tagFile('tagmanifest-sha256.txt', this.tagManifest.pieces());
    await this.frames.write(TAR_END);
    await this.frames.finish();
  }

  private async tagFile(path: string, pieces: readonly Uint8Array[]): Promise<void> {
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const sha256 = createHash('sha256');
    await this.frames.begin(true);
    await this.frames.write(tarHeader(path, size, this.mtime));
    for (const piece of pieces) {
      sha256.update(piece);
      await this.frames.write(piece);
    }
    await this.frames.write(tarPadding(size));
    this.tagManifest.add(sha256.digest('hex'), path);
  }
}

/** Files below this many bytes are not probed: they ride in the frame of their neighbours. */
const PROBE_FROM = 4096;

function expectBytes(path: string, size: number, written: number): void {
  if (written !== size)
    throw new Error(`package entry ${JSON.stringify(path)}: ${size} bytes expected, got ${written}`);
}
