import type { WrittenFile } from '../../../shared/exchange/package.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import { storedAnswer, writeAnswer } from './answer-file.ts';
import { type Acting, trustedSender } from './partners.ts';
import { decisionsAgain, releaseDecisions } from './release.ts';

export interface ToldAgain {
  readonly files: WrittenFile[];
  readonly decisions: number;
  readonly receipts: number;
  readonly dispatches: number;
}

/**
 * Writes into a folder all that was answered to a department: the last decision about each of its revisions in a new 审核结果; the receipts of its packages and
 * the dispatches that brought the newest version of a part, byte for byte. Whatever it has taken before changes nothing there. Refuses `unknown-sender`, `sender-revoked`.
 */
export async function tellAgain(acting: Acting, partner: string, folder: string): Promise<ToldAgain> {
  const { station } = acting;
  trustedSender(station, partner);
  station.transaction(() => {
    station.audit('review.tellAgain', partner, undefined, { decisions: decisionsAgain(station, partner), folder });
  });
  const released = await releaseDecisions(acting, folder, partner);
  const ids = (sql: string): string[] => station.db.prepare(sql).pluck().all(partner) as string[];
  const receipts = ids('SELECT receipt FROM intake WHERE sender = ? ORDER BY n');
  const dispatches = ids(
    `SELECT DISTINCT d.answer_out FROM dispatched d WHERE d.partner = ?
       AND d.version = (SELECT max(version) FROM dispatched WHERE partner = d.partner AND part = d.part) ORDER BY d.version`,
  );
  const again = [...receipts, ...dispatches].map((id): WrittenFile => {
    const { name, bytes } = storedAnswer(station, id);
    return { name, bytes: bytes.length, sm3: toHex(sm3(bytes)), path: writeAnswer(station, id, folder) };
  });
  return {
    files: [...released.files, ...again],
    decisions: released.decisions,
    receipts: receipts.length,
    dispatches: dispatches.length,
  };
}
