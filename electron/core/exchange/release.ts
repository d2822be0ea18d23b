import { refuse } from '../../../shared/contract/failures.ts';
import type { Decision } from '../../../shared/exchange/contents.ts';
import type { WrittenFile } from '../../../shared/exchange/package.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import type { Station } from '../store/station.ts';
import { keepAnswer, makeAnswer, storedAnswer, writeAnswer } from './answer-file.ts';
import { type Acting, findPartner, trustedSender } from './partners.ts';

/**
 * Signs every decision that was not yet written, one 审核结果 for each department, and writes them to a folder; one that was signed
 * and neither written nor printed then goes along. A revoked department gets nothing.
 */
export async function releaseDecisions(
  acting: Acting,
  folder: string,
  only?: string,
): Promise<{ files: WrittenFile[]; decisions: number }> {
  const { station } = acting;
  const partners = station.db
    .prepare(
      "SELECT DISTINCT d.partner FROM decision d JOIN partner p ON p.id = d.partner WHERE d.answer_out = '' AND p.state <> 'revoked'",
    )
    .pluck()
    .all() as string[];
  let decisions = 0;
  for (const id of partners) if (only === undefined || id === only) decisions += (await sign(acting, id)).decisions;
  const unwritten = station.db
    .prepare(
      "SELECT id FROM answer_out WHERE kind = 'decision' AND written_at = '' AND printed_at = '' AND (? = '' OR partner = ?) ORDER BY created_at",
    )
    .pluck()
    .all(only ?? '', only ?? '') as string[];
  const files = unwritten.map((id): WrittenFile => {
    const { name, bytes } = storedAnswer(station, id);
    return { name, bytes: bytes.length, sm3: toHex(sm3(bytes)), path: writeAnswer(station, id, folder) };
  });
  return { files, decisions };
}

/** The last decision about every revision of a department goes once more with its next 审核结果. Gives how many that are. */
export function decisionsAgain({ db }: Station, partner: string): number {
  return db
    .prepare(
      `UPDATE decision SET answer_out = '' WHERE partner = @partner AND answer_out <> ''
         AND answer IN (SELECT max(answer) FROM decision WHERE partner = @partner GROUP BY record, revision)`,
    )
    .run({ partner }).changes;
}

/** Signs what waits for one department and gives the answer's id. Refuses `unknown-sender`, `sender-revoked`, `decisions-missing`. */
export async function signDecisions(acting: Acting, partner: string): Promise<string> {
  const { name } = trustedSender(acting.station, partner);
  const waits = acting.station.db.prepare("SELECT 1 FROM decision WHERE partner = ? AND answer_out = ''").get(partner);
  if (!waits) refuse('decisions-missing', { name });
  return (await sign(acting, partner)).id;
}

async function sign(acting: Acting, id: string): Promise<{ id: string; decisions: number }> {
  const { station } = acting;
  const partner = findPartner(station, id);
  if (!partner) throw new Error('a decision belongs to a partner');
  const rows = station.db
    .prepare(
      "SELECT answer, record, revision, outcome, remarks, at AS decidedAt FROM decision WHERE partner = ? AND answer_out = '' ORDER BY answer",
    )
    .all(id) as (Omit<Decision, 'remarks'> & { remarks: string })[];
  const decisions = rows.map((row): Decision => ({ ...row, remarks: JSON.parse(row.remarks) }));
  const answer = await makeAnswer(station, partner, 'decision', '', { decisions });
  station.transaction(() => {
    keepAnswer(acting, answer);
    const note = station.db.prepare('UPDATE decision SET answer_out = ? WHERE answer = ?');
    for (const { answer: number } of decisions) note.run(answer.id, number);
    station.audit('review.release', answer.id, undefined, { partner: id, decisions: decisions.length });
  });
  return { id: answer.id, decisions: decisions.length };
}
