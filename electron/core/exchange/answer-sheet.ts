import { refuse } from '../../../shared/contract/failures.ts';
import { type AnswerSheet, codesOnPage, type SignedAnswer } from '../../../shared/exchange/answer-page.ts';
import type { Station } from '../store/station.ts';
import { answerNumber, codesOf } from './answer-codes.ts';

const listed = 200;

/** A stored receipt or decision for printing, and notes that it was. Refuses `package-missing`, `answer-too-long`. */
export function answerSheet(station: Station, id: string): AnswerSheet {
  const row = station.db
    .prepare(
      `SELECT a.kind, p.name AS "to", a.created_at AS signedAt, a.bytes FROM answer_out a JOIN partner p ON p.id = a.partner
       WHERE a.id = ? AND a.kind IN ('receipt', 'decision')`,
    )
    .get(id) as { kind: AnswerSheet['kind']; to: string; signedAt: string; bytes: Buffer } | undefined;
  if (!row) return refuse('package-missing', { packageId: id });
  const codes = codesOf(row.bytes);
  station.transaction(() => {
    station.db.prepare('UPDATE answer_out SET printed_at = ? WHERE id = ?').run(station.now(), id);
    station.audit('exchange.printAnswer', id, undefined, { pages: codes.length / codesOnPage });
  });
  return {
    ...row,
    ...(row.kind === 'receipt' ? ofReceipt(station, id) : ofDecision(station, id)),
    answer: answerNumber(row.bytes),
    from: station.info().name,
    bytes: row.bytes.length,
    codes,
  };
}

type About = Pick<AnswerSheet, 'sequences' | 'received' | 'rejected' | 'accepted' | 'returned' | 'stored'>;

function ofReceipt(station: Station, id: string): About {
  const row = station.db
    .prepare(`SELECT sequence, received, json_array_length(rejected) AS rejected FROM intake WHERE receipt = ?`)
    .get(id) as { sequence: number; received: number; rejected: number } | undefined;
  const { sequence, received, rejected } = row ?? refuse('package-missing', { packageId: id });
  return { sequences: [sequence], received, rejected, accepted: 0, returned: 0, stored: 0 };
}

function ofDecision(station: Station, id: string): About {
  const counts = station.db
    .prepare(
      `SELECT sum(outcome = 'accepted') AS accepted, sum(outcome = 'returned') AS returned, sum(outcome = 'stored') AS stored
       FROM decision WHERE answer_out = ? AND answer_out <> ''`,
    )
    .get(id) as Pick<About, 'accepted' | 'returned' | 'stored'>;
  const sequences = station.db
    .prepare(
      `SELECT DISTINCT i.sequence FROM decision d JOIN intake_record x ON x.record = d.record AND x.revision = d.revision
       JOIN intake i ON i.n = x.intake WHERE d.answer_out = ? AND d.answer_out <> '' ORDER BY i.sequence`,
    )
    .pluck()
    .all(id) as number[];
  return { ...counts, sequences, received: 0, rejected: 0 };
}

/** Decisions by department: those that wait to be signed, then the last signed ones, newest first. */
export function signedAnswers({ db }: Station): SignedAnswer[] {
  const counts = `sum(d.outcome = 'accepted') AS accepted, sum(d.outcome = 'returned') AS returned, sum(d.outcome = 'stored') AS stored`;
  const waiting = db
    .prepare(
      `SELECT '' AS id, d.partner, p.name AS partnerName, ${counts}, '' AS signedAt, 0 AS bytes, '' AS writtenAt, '' AS printedAt
       FROM decision d JOIN partner p ON p.id = d.partner WHERE d.answer_out = '' AND p.state <> 'revoked'
       GROUP BY d.partner ORDER BY p.name`,
    )
    .all() as SignedAnswer[];
  const signed = db
    .prepare(
      `SELECT a.id, a.partner, p.name AS partnerName, ${counts}, a.created_at AS signedAt, length(a.bytes) AS bytes,
         a.written_at AS writtenAt, a.printed_at AS printedAt
       FROM (SELECT id FROM answer_out WHERE kind = 'decision' ORDER BY created_at DESC LIMIT ${listed}) one
       JOIN answer_out a ON a.id = one.id JOIN partner p ON p.id = a.partner
       JOIN decision d ON d.answer_out = a.id AND d.answer_out <> ''
       GROUP BY a.id ORDER BY a.created_at DESC`,
    )
    .all() as SignedAnswer[];
  return [...waiting, ...signed];
}
