import { createHash } from 'node:crypto';
import { utf8 } from '../../crypto/bytes.ts';
import { manifestPath } from './bag-path.ts';
import { ENTRIES } from './limits.ts';

/** The text of manifest-sha256.txt or tagmanifest-sha256.txt as it grows, held as bytes: lines of 100 000 files as strings would be ten times that. */
export class Manifest {
  private readonly blocks: Uint8Array[] = [];
  private lines: string[] = [];
  /** Lines so far. */
  count = 0;

  add(sha256: string, path: string): void {
    this.lines.push(manifestLine(sha256, path));
    this.count++;
    if (this.lines.length === LINES_A_BLOCK) this.settle();
  }

  /** The whole text in pieces. */
  pieces(): readonly Uint8Array[] {
    this.settle();
    return this.blocks;
  }

  private settle(): void {
    this.blocks.push(utf8(this.lines.join('')));
    this.lines = [];
  }
}

/** What a manifest must be, without its text: its length and digest are enough to compare. */
export class ExpectedManifest {
  private readonly hash = createHash('sha256');
  bytes = 0;
  /** Lines so far. */
  count = 0;

  add(sha256: string, path: string): void {
    const line = utf8(manifestLine(sha256, path));
    this.hash.update(line);
    this.bytes += line.length;
    this.count++;
  }

  /** SHA-256 of the text, hex; takes no more lines then. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

const LINES_A_BLOCK = 1000;

function manifestLine(sha256: string, path: string): string {
  return `${sha256}  ${manifestPath(path)}\n`;
}

/** The digests in a manifest by path. Lines that are none are passed over, and so is all behind as many as a bag may hold. */
export function readManifest(text: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, sha256, path] of new TextDecoder().decode(text).matchAll(/(?:^|\n)([0-9a-f]{64}) {2}([^\n]+)/g)) {
    if (found.size === ENTRIES) break;
    found.set(path!.replaceAll('%25', '%'), sha256!);
  }
  return found;
}
