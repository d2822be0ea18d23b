import { refuse } from '../../../shared/contract/failures.ts';
import {
  type DispatchBody,
  type DispatchPart,
  dispatchParts,
  type SentDispatch,
} from '../../../shared/exchange/dispatch.ts';
import type { WrittenFile } from '../../../shared/exchange/package.ts';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import type { Station } from '../store/station.ts';
import { keepAnswer, makeAnswer, storedAnswer, writeAnswer } from './answer-file.ts';
import type { Acting } from './partners.ts';
import { departmentOf, dispatchTargets, partStates, preparedText } from './prepared.ts';

/**
 * Signs what is prepared and changed, one dispatch for each department, and writes them to a folder. `parts` names what is signed even
 * when it has not changed. A dispatch that was signed and could not be written goes along. Refuses `nothing-to-dispatch`,
 * `partner-unknown`, `sender-revoked`.
 */
export async function sendDispatches(
  acting: Acting,
  folder: string,
  only: readonly string[],
  parts: readonly DispatchPart[] | undefined,
): Promise<{ files: WrittenFile[] }> {
  const { station } = acting;
  const partners = only.length > 0 ? only : dispatchTargets(station).map((one) => one.station);
  const unwritten = unwrittenFor(station, partners);
  for (const id of partners) {
    const states = partStates(station, departmentOf(station, id).id);
    const wanted = states
      .filter(({ part, size, changed }) => size > 0 && (parts ? parts.includes(part) : changed))
      .map(({ part }) => part);
    if (wanted.length === 0) continue;
    unwritten.push(await sign(acting, id, wanted));
  }
  if (unwritten.length === 0) refuse('nothing-to-dispatch');
  return { files: unwritten.map((id) => written(station, id, folder)) };
}

/** Writes a dispatch that was signed before, byte for byte. Refuses `package-missing`. */
export function writeDispatch(station: Station, id: string, folder: string): WrittenFile {
  return written(station, id, folder);
}

/** The dispatches signed so far, newest first. */
export function sentDispatches(station: Station, limit: number): SentDispatch[] {
  const rows = station.db
    .prepare(
      `SELECT a.id, a.partner AS station, p.name, a.name AS file, a.created_at AS at, a.created_by AS by, a.written_at AS writtenAt,
         (SELECT json_group_array(part) FROM dispatched d WHERE d.answer_out = a.id) AS parts
       FROM answer_out a JOIN partner p ON p.id = a.partner WHERE a.kind = 'dispatch' ORDER BY a.created_at DESC LIMIT ?`,
    )
    .all(limit) as (Omit<SentDispatch, 'parts'> & { parts: string })[];
  return rows.map((row) => {
    const parts = JSON.parse(row.parts) as DispatchPart[];
    return { ...row, parts: dispatchParts.filter((part) => parts.includes(part)) };
  });
}

async function sign(acting: Acting, id: string, parts: readonly DispatchPart[]): Promise<string> {
  const { station } = acting;
  const version = nextVersion(station);
  const texts = parts.map((part) => ({ part, text: preparedText(station, part, id)! }));
  const body: DispatchBody = { parts: texts.map(({ part, text }) => ({ part, version, body: JSON.parse(text) })) };
  const answer = await makeAnswer(station, departmentOf(station, id), 'dispatch', '', body);
  station.transaction(() => {
    keepAnswer(acting, answer);
    const line = station.db.prepare(
      'INSERT INTO dispatched (partner, part, version, body, answer_out) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { part, text } of texts) line.run(id, part, version, text, answer.id);
    station.audit('dispatch.send', answer.id, undefined, { partner: id, version, parts });
  });
  return answer.id;
}

/** Grows with every dispatch, also past a restored backup. */
function nextVersion(station: Station): number {
  const last = station.db.prepare('SELECT coalesce(max(version), 0) FROM dispatched').pluck().get() as number;
  return Math.max(Date.now(), last + 1);
}

function unwrittenFor(station: Station, partners: readonly string[]): string[] {
  const rows = station.db
    .prepare("SELECT id, partner FROM answer_out WHERE kind = 'dispatch' AND written_at = '' ORDER BY created_at")
    .all() as { id: string; partner: string }[];
  return rows.filter(({ partner }) => partners.includes(partner)).map(({ id }) => id);
}

function written(station: Station, id: string, folder: string): WrittenFile {
  const { name, bytes } = storedAnswer(station, id);
  return { name, bytes: bytes.length, sm3: toHex(sm3(bytes)), path: writeAnswer(station, id, folder) };
}
