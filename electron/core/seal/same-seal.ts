import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { Imprint } from '../../../shared/seal/imprint.ts';
import { SAME_PLACE, SAME_SEAL, SAME_SIZE_MM } from '../../../shared/seal/limits.ts';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { type CutSeal, comparingPool, type SealComparison } from '../threads/threads.ts';
import { keepImprint } from './keep-imprint.ts';

/** An imprint with its record. */
interface Known {
  readonly record: StoredRecord;
  readonly body: Imprint;
}

/** The first imprint of the seal that this one is of. */
export const sealOf = ({ record, body }: Known): string => body.seal || record.id;

/** Every imprint of one origin, newest first. */
export function allImprints({ records }: Station, origin: string): Known[] {
  const found: Known[] = [];
  for (let after: string | undefined; ; ) {
    const { rows, next } = records.list({ kind: 'imprint', origin, limit: 500, ...(after ? { after } : {}) });
    found.push(...rows.map((record) => ({ record, body: Imprint.parse(record.body) })));
    if (next === null) return found.sort((a, b) => (a.record.code < b.record.code ? 1 : -1));
    after = next;
  }
}

/**
 * Compares new imprints of one sheet with those that are there. One that is surely of the same seal is counted to it and takes over
 * name and entry; one that is like it but for a place is left to a person.
 */
export async function recogniseSeals(station: Station, fresh: readonly StoredRecord[]): Promise<void> {
  for (const { id, body: read } of fresh) {
    const here = Imprint.parse(read);
    const others = allImprints(station, '').filter(({ body }) => body.sheet !== here.sheet);
    const best = await mostLike(station, here, newestOfEach(others, here.finding));
    if (!best) continue;
    // Typing may have changed it meanwhile.
    const record = station.records.get(id, 'imprint');
    const body = Imprint.parse(record.body);
    const { known, likeness, weakest } = best;
    const like = { imprint: known.record.id, likeness, weakest };
    const sure = weakest >= SAME_PLACE;
    keepImprint(station, record, sure ? countedTo({ ...body, like }, known) : { ...body, like }, 'draft');
  }
}

/** The imprint as one more of the same seal; what was typed stays. What it is for is said by the note of its own sheet. */
export function countedTo(body: Imprint, known: Known): Imprint {
  const { name, entry } = known.body;
  const untold = Object.values(body.entry).every((value) => value === '');
  return {
    ...body,
    seal: sealOf(known),
    name: body.name || name,
    // The approval is that of one stamping.
    entry: untold ? { ...entry, approval: '' } : body.entry,
  };
}

/** Lays an earlier imprint over a later one. */
export function compare(station: Station, earlier: Imprint, later: Imprint, picture: boolean): Promise<SealComparison> {
  const cut = ({ clean, finding }: Imprint): CutSeal => ({ png: station.blobs.get(clean), finding });
  return comparingPool().run({ earlier: cut(earlier), later: cut(later), picture }, { name: '印模' });
}

interface Best {
  readonly known: Known;
  readonly likeness: number;
  readonly weakest: number;
}

async function mostLike(station: Station, here: Imprint, candidates: readonly Known[]): Promise<Best | null> {
  let best: Best | null = null;
  for (const known of candidates) {
    try {
      const { likeness, weakest } = await compare(station, known.body, here, false);
      if (likeness >= SAME_SEAL && likeness > (best?.likeness ?? 0)) best = { known, likeness, weakest };
    } catch (error) {
      // A comparison that fails costs a hint, never the imprint.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return best;
}

/** The newest imprint of every seal of this shape and size. */
function newestOfEach(others: readonly Known[], { shape, widthMm, heightMm }: SealFinding): Known[] {
  const newest = new Map<string, Known>();
  for (const known of others) {
    const { finding } = known.body;
    if (finding.shape !== shape || finding.verdict === 'reject') continue;
    if (Math.abs(finding.widthMm - widthMm) > SAME_SIZE_MM || Math.abs(finding.heightMm - heightMm) > SAME_SIZE_MM)
      continue;
    if (!newest.has(sealOf(known))) newest.set(sealOf(known), known);
  }
  return [...newest.values()];
}

/** The imprints of one origin that are of the same seal, newest first. */
export function sameSeal(station: Station, record: StoredRecord): StoredRecord[] {
  const seal = sealOf({ record, body: Imprint.parse(record.body) });
  return allImprints(station, record.origin)
    .filter((known) => sealOf(known) === seal)
    .map((known) => known.record);
}

/** `seal.join`: what a person says of an imprint. The later ones that were counted to it follow. */
export function joinSeal(station: Station, record: StoredRecord, earlier: string): Imprint {
  const body = Imprint.parse(record.body);
  if (earlier === '') return { ...body, seal: '', like: null };
  const other = station.records.get(earlier, 'imprint');
  if (other.origin !== record.origin || other.id === record.id) refuse('record-missing', { id: earlier });
  return countedTo(body, { record: other, body: Imprint.parse(other.body) });
}
