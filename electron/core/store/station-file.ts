import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { ioFailure } from './io-failures.ts';

/** Format of the station directory that this program writes; a higher one is refused as `station-newer`. */
export const stationFormat = 1;

export const Wrap = z.object({
  salt: z.string(),
  /** log2 of scrypt's N; r and p as in RFC 7914. */
  log2N: z.number().int(),
  r: z.number().int(),
  p: z.number().int(),
  wrapped: z.string(),
});
export type Wrap = z.infer<typeof Wrap>;

/** `station.json`: all that stands in plain text. No name of an organ, no record, no key that is not wrapped. */
const StationFile = z.object({
  format: z.number().int(),
  station: z.string().regex(/^[0-9a-f]{32}$/),
  users: z.array(z.object({ name: z.string(), wrap: Wrap })),
  recovery: Wrap,
  failures: z.object({ count: z.number().int().nonnegative(), at: z.number() }),
});
export type StationFile = z.infer<typeof StationFile>;

const path = (dir: string): string => join(dir, 'station.json');
const previousPath = (dir: string): string => join(dir, 'station.previous.json');

/** Whether there is a station in this folder. */
export function stationFileExists(dir: string): boolean {
  return existsSync(path(dir)) || existsSync(previousPath(dir));
}

/**
 * Reads `station.json`, or the previous one where the newest is gone or torn. Refuses `station-missing`, `station-newer`,
 * `station-damaged`.
 */
export function readStationFile(dir: string): StationFile {
  if (!stationFileExists(dir)) refuse('station-missing', { dir });
  const file = parse(path(dir)) ?? parse(previousPath(dir));
  if (!file) refuse('station-damaged', { what: 'station.json' });
  return file;
}

/** Replaces `station.json` in one step and keeps the one before it beside it. */
export function writeStationFile(dir: string, file: StationFile): void {
  writeFileAtomically(path(dir), `${JSON.stringify(StationFile.parse(file), null, 2)}\n`, previousPath(dir));
}

function parse(name: string): StationFile | undefined {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw ioFailure(error, name);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format > stationFormat)
    refuse('station-newer', { found: format.data.format, known: stationFormat });
  return StationFile.safeParse(value).data;
}
