import type { ReadField } from '../../../shared/license/entry-methods.ts';
import type { FieldReading } from '../../../shared/license/keying.ts';
import { alphabetOf, proposalOf } from '../../../shared/license/reading.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Station } from '../store/station.ts';
import { type ReadingInput, type ReadingOutput, readingPool } from '../threads/threads.ts';
import { typeNamed } from './library.ts';
import { keyingRules } from './second-look.ts';

export interface FieldToRead {
  readonly blob: string;
  /** Degrees by which the page is turned clockwise. */
  readonly rotation: number;
  readonly type: string;
  /** Version of the type that the license is typed against. */
  readonly version: number;
  readonly key: string;
}

interface Kept {
  readonly reading: Promise<ReadField | null>;
  /** What came of it; undefined while it is read. */
  result: ReadField | null | undefined;
  /** The window has shown it. */
  shown: boolean;
}

/** What was read of a station's pages since it was opened: more than the pages of a day. */
const kept = new WeakMap<Station, Map<string, Kept>>();
const mostKept = 20_000;

/** Reads one field of a scan on the reading thread, once; see `entry.read`. Where the rule keeps readings of critical fields back, only the place of the value is given. */
export async function readField(station: Station, wish: FieldToRead, today: string): Promise<ReadField | null> {
  const type = typeNamed(station, wish.type, wish.version);
  const one = keptReading(station, type, wish, today);
  const read = await one.reading;
  const critical = type.fields.some(({ key, critical: so }) => so && key === wish.key);
  if (critical && keyingRules(station).reading === 'withheld')
    return read && { ...read, value: '', doubtful: [], places: [] };
  one.shown = true;
  return read;
}

/** What has been read of a field, if it has; never waits. */
export function readingOf(station: Station, type: LicenseType, wish: FieldToRead): FieldReading | null {
  const one = kept.get(station)?.get(idOf(type, wish));
  return one?.result ? { value: one.result.value, sure: one.result.doubtful.length === 0, withheld: !one.shown } : null;
}

function pageOf(type: LicenseType, { blob, rotation }: FieldToRead): string {
  // A designer may move the zones of a type without a new version of it.
  const zones = type.fields.map(({ key, zone }) => [key, zone]);
  return `${blob} ${rotation} ${JSON.stringify([type.face, zones])}`;
}

const idOf = (type: LicenseType, wish: FieldToRead): string =>
  `${pageOf(type, wish)} ${type.name} ${type.version} ${wish.key}`;

function keptReading(station: Station, type: LicenseType, wish: FieldToRead, today: string): Kept {
  const id = idOf(type, wish);
  const known = kept.get(station) ?? new Map<string, Kept>();
  kept.set(station, known);
  const before = known.get(id);
  if (before) return before;
  const reading = readNow(station, type, pageOf(type, wish), wish, today);
  const one: Kept = { reading, result: undefined, shown: false };
  known.set(id, one);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  reading.then(
    (result) => {
      one.result = result;
    },
    // A thread that died may live the next time.
    () => known.delete(id),
  );
  return one;
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
