import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Leak {
  readonly value: string;
  readonly encoding: string;
  readonly file: string;
}

/** The bytes of a text in the three encodings in which it could stand somewhere. */
export function encodingsOf(value: string): { readonly encoding: string; readonly bytes: Buffer }[] {
  return [
    { encoding: 'UTF-8', bytes: Buffer.from(value, 'utf8') },
    { encoding: 'UTF-16', bytes: Buffer.from(value, 'utf16le') },
    { encoding: 'GB18030', bytes: gb18030(value) },
  ];
}

/** Every file below the folders, and every deleted file of theirs that one of the processes still holds open. */
export function filesToSearch(folders: readonly string[], processes: readonly number[] = []): string[] {
  const files = folders.flatMap(filesBelow);
  for (const process of processes) {
    for (const handle of listing(`/proc/${process}/fd`)) {
      const path = `/proc/${process}/fd/${handle}`;
      const target = linkTarget(path);
      const deleted = target.endsWith(' (deleted)') && folders.some((folder) => target.startsWith(`${folder}/`));
      if (deleted && isFile(path)) files.push(path);
    }
  }
  return files;
}

/** Looks for every value of four or more characters, in all encodings, in every byte of the files. */
export function findLeaks(values: readonly string[], files: readonly string[]): Leak[] {
  const wanted = [...new Set(values)]
    .filter((value) => [...value].length >= 4)
    .flatMap((value) => encodingsOf(value).map((form) => ({ value, ...form })));
  const leaks: Leak[] = [];
  for (const file of files) {
    const contents = contentsOf(file);
    if (!contents) continue;
    for (const { value, encoding, bytes } of wanted)
      if (contents.includes(bytes)) leaks.push({ value, encoding, file });
  }
  return leaks;
}

let pairs: Map<string, Buffer> | undefined;

/** GB18030 of a text, by turning Node's decoder around for its two-byte part; other characters keep their UTF-8 bytes. */
function gb18030(text: string): Buffer {
  if (!pairs) {
    pairs = new Map();
    const decoder = new TextDecoder('gb18030');
    for (let high = 0x81; high <= 0xfe; high++)
      for (let low = 0x40; low <= 0xfe; low++) {
        const bytes = Buffer.from([high, low]);
        const char = decoder.decode(bytes);
        if (char.length === 1 && char !== '\ufffd' && !pairs.has(char)) pairs.set(char, bytes);
      }
  }
  const known = pairs;
  return Buffer.concat([...text].map((char) => known.get(char) ?? Buffer.from(char)));
}

function filesBelow(folder: string): string[] {
  return listing(folder).flatMap((name) => {
    const path = join(folder, name);
    try {
      const info = statSync(path);
      return info.isDirectory() ? filesBelow(path) : info.isFile() ? [path] : [];
    } catch {
      return [];
    }
  });
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function contentsOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // A file of the running browser may go while we look; what is gone holds nothing.
    return undefined;
  }
}
