import type { ReadField } from '../../../shared/license/entry-methods.ts';
import { alphabetOf, proposalOf } from '../../../shared/license/reading.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Station } from '../store/station.ts';
import { type ReadingInput, type ReadingOutput, readingPool } from '../threads/threads.ts';
import { typeNamed } from './library.ts';

export interface FieldToRead {
  readonly blob: string;
  /** Degrees by which the page is turned clockwise. */
  readonly rotation: number;
  readonly type: string;
  /** Version of the type that the license is typed against. */
  readonly version: number;
  readonly key: string;
}

/** What was read of a station's pages since it was opened: more than the pages of a day. */
const kept = new WeakMap<Station, Map<string, Promise<ReadField | null>>>();
const mostKept = 20_000;

/** Reads one field of a scan on the reading thread, once; see `entry.read`. */
export function readField(station: Station, wish: FieldToRead, today: string): Promise<ReadField | null> {
  const type = typeNamed(station, wish.type, wish.version);
  // A designer may move the zones of a type without a new version of it.
  const zones = type.fields.map(({ key, zone }) => [key, zone]);
  const page = `${wish.blob} ${wish.rotation} ${JSON.stringify([type.face, zones])}`;
  const id = `${page} ${type.name} ${type.version} ${wish.key}`;
  const known = kept.get(station) ?? new Map<string, Promise<ReadField | null>>();
  kept.set(station, known);
  const before = known.get(id);
  if (before) return before;
  const reading = readNow(station, type, page, wish, today);
  known.set(id, reading);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  // A thread that died may live the next time.
  reading.catch(() => known.delete(id));
  return reading;
}

async function readNow(
  station: Station,
  type: LicenseType,
  page: string,
  { blob, rotation, key }: FieldToRead,
  today: string,
): Promise<ReadField | null> {
  const field = type.fields.find((candidate) => candidate.key === key);
  if (!field?.zone) return null;
  const { name } = station.blobs.info(blob);
  const input: ReadingInput = {
    page,
    face: type.face,
    zones: type.fields.flatMap(({ zone }) => (zone ? [zone] : [])),
    zone: field.zone,
    alphabet: alphabetOf(field),
  };
  const pool = readingPool();
  let output: ReadingOutput = await pool.run(input, { name });
  if (output.page === 'closed')
    output = await pool.run({ ...input, scan: { bytes: station.blobs.get(blob), name, rotation } }, { name });
  if (output.page !== 'placed') return null;
  const proposal = proposalOf(type, field, output.lines, today);
  if (!proposal) return null;
  const { value, doubtful, places } = proposal;
  return { value, doubtful: [...doubtful], places: [...places], zone: output.zone };
}
