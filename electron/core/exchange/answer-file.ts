import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { AnswerKind } from '../../../shared/exchange/methods.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import type { Station } from '../store/station.ts';
import { writePackage } from './format/format.ts';
import { recipientsOf, senderOf } from './pack.ts';
import type { Acting, PartnerKeys } from './partners.ts';

/** A signed answer of the bureau, not yet in the ledger. */
export interface AnswerFile {
  readonly id: string;
  readonly kind: AnswerKind;
  readonly partner: string;
  readonly sequence: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Signs an answer and encrypts it to the department. `name` without `.ydp`; '' makes one from the answer's own number. */
export async function makeAnswer(
  station: Station,
  partner: PartnerKeys,
  kind: AnswerKind,
  name: string,
  body: unknown,
): Promise<AnswerFile> {
  const last = station.db
    .prepare('SELECT id, sequence FROM answer_out WHERE partner = ? AND epoch = ? ORDER BY sequence DESC LIMIT 1')
    .get(partner.id, station.epoch) as { id: string; sequence: number } | undefined;
  const sequence = (last?.sequence ?? 0) + 1;
  const dir = join(station.dir, 'outbox');
  mkdirSync(dir, { recursive: true });
  const temporary = `sealing-${randomBytes(6).toString('hex')}`;
  const json = Buffer.from(JSON.stringify(body));
  const written = await writePackage({
    kind,
    sender: senderOf(station),
    recipients: recipientsOf(station, partner),
    epoch: station.epoch,
    sequence,
    previous: last?.id,
    auditHead: station.auditHead(),
    created: new Date(),
    entries: [{ path: `${kind}.json`, size: json.length, bytes: json }],
    out: { dir, name: temporary },
    volumeBytes: undefined,
    recovery: false,
  });
  const path = join(dir, `${temporary}.ydp`);
  const bytes = new Uint8Array(readFileSync(path));
  rmSync(path);
  return {
    id: written.packageId,
    kind,
    partner: partner.id,
    sequence,
    name: `${name || `${kind}-${partner.id.slice(0, 8)}-${String(sequence).padStart(4, '0')}`}.ydp`,
    bytes,
  };
}

/** Puts an answer into the ledger; call it inside the transaction of what it tells of. */
export function keepAnswer({ station, user }: Acting, answer: AnswerFile): void {
  station.db
    .prepare(
      `INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      answer.id,
      answer.kind,
      answer.partner,
      station.epoch,
      answer.sequence,
      station.now(),
      user.name,
      answer.name,
      Buffer.from(answer.bytes),
    );
}

/** A stored answer, byte for byte as it was signed. */
export function storedAnswer(station: Station, id: string): { name: string; bytes: Uint8Array } {
  const row = station.db.prepare('SELECT name, bytes FROM answer_out WHERE id = ?').get(id) as
    | { name: string; bytes: Buffer }
    | undefined;
  return row ? { name: row.name, bytes: new Uint8Array(row.bytes) } : refuse('package-missing', { packageId: id });
}

/** Writes a stored answer into a folder, which is made when it is missing, and notes that it was. Gives the path. */
export function writeAnswer(station: Station, id: string, folder: string): string {
  const { name, bytes } = storedAnswer(station, id);
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileAtomically(path, bytes);
  station.transaction(() => {
    station.db.prepare('UPDATE answer_out SET written_at = ? WHERE id = ?').run(station.now(), id);
    station.audit('exchange.answer', id, undefined, { path });
  });
  return path;
}
