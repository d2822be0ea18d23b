import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { equalBytes } from '../../electron/core/crypto/bytes.ts';
import { type VerifyResult, verifyPackage } from '../../electron/core/exchange/format/format.ts';
import { openUnlocked, unlock } from '../../electron/core/exchange/format/open-package.ts';
import type { PackageKeys } from '../../electron/core/exchange/format/package-keys.ts';
import { type JoinedPackage, wholePackage } from '../../electron/core/exchange/format/package-survey.ts';
import type { FailureCode } from '../../shared/contract/failures.ts';
import { asReceiver, contentsOf } from '../fixtures/packages.ts';
import { codeOf } from '../fixtures/refusal.ts';

/** The volumes of one package in a folder of their own, to be spoilt and mended. */
export class Medium {
  private readonly paths: readonly string[];
  private readonly files: readonly number[];
  private readonly whole: readonly Uint8Array[];
  private readonly joined: JoinedPackage;
  private readonly keys: PackageKeys;
  private readonly contents: Contents;

  /** Copies the volumes of a whole package into a new folder. */
  static async create(dir: string, volumes: readonly string[]): Promise<Medium> {
    mkdirSync(dir);
    const paths = volumes.map((path) => join(dir, basename(path)));
    const whole = volumes.map((path) => new Uint8Array(readFileSync(path)));
    for (const [i, path] of paths.entries()) writeFileSync(path, whole[i]!);
    const joined = await wholePackage(paths);
    const keys = unlock(joined, asReceiver);
    return new Medium(paths, whole, joined, keys, await contentsOf(openUnlocked(joined, keys, asReceiver)));
  }

  private constructor(
    paths: readonly string[],
    whole: readonly Uint8Array[],
    joined: JoinedPackage,
    keys: PackageKeys,
    contents: Contents,
  ) {
    this.paths = paths;
    this.files = paths.map((path) => openSync(path, 'r+'));
    this.whole = whole;
    this.joined = joined;
    this.keys = keys;
    this.contents = contents;
  }

  /** Changes one bit of a volume. */
  spoil(volume: number, bit: number): void {
    this.put(volume, bit >> 3, this.whole[volume]![bit >> 3]! ^ (1 << (bit & 7)));
  }

  /** Takes the change back. */
  mend(volume: number, bit: number): void {
    this.put(volume, bit >> 3, this.whole[volume]![bit >> 3]!);
  }

  /** Leaves so many bytes of a volume. */
  cut(volume: number, bytes: number): void {
    truncateSync(this.paths[volume]!, bytes);
  }

  /** Takes cuts back. */
  restore(volume: number): void {
    writeFileSync(this.paths[volume]!, this.whole[volume]!);
  }

  /**
   * Opens as `openPackage` does and reads to the end. What unlocking takes in is compared with what it was when the package was
   * whole: where it is the same, so is what comes of it, and SM2 is left out.
   */
  async open(): Promise<FailureCode | 'done' | 'other contents'> {
    let same = false;
    const code = await codeOf(async () => {
      const joined = await wholePackage(this.paths);
      const keys = this.isAsItWas(joined) ? this.keys : unlock(joined, asReceiver);
      same = sameContents(await contentsOf(openUnlocked(joined, keys, asReceiver)), this.contents);
    });
    return code !== 'done' || same ? code : 'other contents';
  }

  async verify(): Promise<VerifyResult> {
    return await verifyPackage(this.paths);
  }

  close(): void {
    for (const file of this.files) closeSync(file);
  }

  private isAsItWas({ headerBytes, table, mac, signature }: JoinedPackage): boolean {
    const { joined } = this;
    return (
      equalBytes(headerBytes, joined.headerBytes) &&
      equalBytes(table, joined.table) &&
      equalBytes(mac, joined.mac) &&
      equalBytes(signature, joined.signature)
    );
  }

  private put(volume: number, at: number, byte: number): void {
    writeSync(this.files[volume]!, Uint8Array.of(byte), 0, 1, at);
  }
}

type Contents = readonly (readonly [path: string, bytes: Uint8Array])[];

function sameContents(a: Contents, b: Contents): boolean {
  return a.length === b.length && a.every(([path, bytes], i) => path === b[i]![0] && equalBytes(bytes, b[i]![1]));
}
