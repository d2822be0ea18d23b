import { Imprint } from '../../../shared/seal/imprint.ts';
import type { NoteLine } from '../../../shared/seal/note.ts';
import { matchRing, type RingView } from '../../../shared/seal/ring.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { ringPool } from '../threads/threads.ts';

type Read = Promise<NoteLine | null>;

/** What was read of a station's seals since it was opened, by blob. */
const kept = new WeakMap<Station, Map<string, Read>>();
const mostKept = 2000;

/** `seal.ring`: the text along the border, read from the clean picture, beside the name of the organ whose station scanned it. */
export async function ringOf(station: Station, record: StoredRecord): Promise<RingView | null> {
  const { clean, finding } = Imprint.parse(record.body);
  if (finding.shape !== 'circle' && finding.shape !== 'ellipse') return null;
  return matchRing(await readOnce(station, clean, finding, record.code), organOf(station, record.origin));
}

function organOf(station: Station, origin: string): string {
  if (origin === '') return station.info().name;
  return prepared(station.db, 'SELECT name FROM partner WHERE id = ?').pluck().get(origin) as string;
}

function readOnce(station: Station, blob: string, finding: Imprint['finding'], name: string): Read {
  const known = kept.get(station) ?? new Map<string, Read>();
  kept.set(station, known);
  const before = known.get(blob);
  if (before) return before;
  const one = ringPool().run({ png: station.blobs.get(blob), finding }, { name });
  known.set(blob, one);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  // A thread that died may live the next time.
  one.catch(() => known.delete(blob));
  return one;
}
