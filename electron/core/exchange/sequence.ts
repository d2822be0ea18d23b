import { refuse } from '../../../shared/contract/failures.ts';
import type { Station } from '../store/station.ts';
import type { PackageHeader } from './format/format.ts';

/**
 * Refuses a fork as `out-of-sequence`: another package with the same sender, epoch and sequence, or a `previous` that contradicts
 * what was received. A gap is no fork, and a late package goes in.
 */
export function refuseFork(
  station: Station,
  header: Pick<PackageHeader, 'packageId' | 'sender' | 'epoch' | 'sequence' | 'previous'>,
): void {
  const at = (sequence: number): { id: string; previous: string } | undefined =>
    station.db
      .prepare('SELECT id, previous FROM intake WHERE sender = ? AND epoch = ? AND sequence = ?')
      .get(header.sender, header.epoch, sequence) as { id: string; previous: string } | undefined;
  const { sequence } = header;
  const same = at(sequence);
  if (same && same.id !== header.packageId) refuse('out-of-sequence', { sequence, reason: '同一序号已收过另一个包' });
  const before = at(sequence - 1);
  if (before && before.id !== header.previous)
    refuse('out-of-sequence', { sequence, reason: '它所接的前一包不是本站收到的那一包' });
  const after = at(sequence + 1);
  if (after && after.previous !== header.packageId)
    refuse('out-of-sequence', { sequence, reason: '后一包所接的前一包不是它' });
}
