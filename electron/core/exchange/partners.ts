import { refuse } from '../../../shared/contract/failures.ts';
import { PackedStation } from '../../../shared/exchange/contents.ts';
import { cleanFingerprint, type Partner, type PartnerState } from '../../../shared/exchange/partner.ts';
import type { StationRole } from '../../../shared/station/roles.ts';
import type { Context } from '../context.ts';
import type { Station } from '../store/station.ts';

/** In whose name something is done, and where. */
export type Acting = Pick<Context, 'station' | 'user'>;

/** A partner with its public keys, hex. Files for it are encrypted to every key in `encryption`. */
export interface PartnerKeys extends Partner {
  readonly signing: string;
  readonly encryption: readonly string[];
}

export interface NewPartner {
  readonly id: string;
  readonly role: StationRole;
  readonly name: string;
  readonly uscc: string;
  readonly signing: string;
  readonly encryption: readonly string[];
  readonly fingerprint: string;
}

interface Row extends Omit<Partner, 'info'> {
  readonly keys: string;
  readonly says: string;
}

const select = `SELECT p.id, p.role, p.name, p.uscc, p.fingerprint, p.state, p.keys, p.says, p.enrolled_at AS enrolledAt,
    p.enrolled_by AS enrolledBy, p.confirmed_at AS confirmedAt, p.confirmed_by AS confirmedBy, p.revoked_at AS revokedAt,
    p.revoked_by AS revokedBy, p.revoked_reason AS revokedReason,
    (SELECT count(*) FROM intake i WHERE i.sender = p.id) + (SELECT count(*) FROM package k WHERE k.recipient = p.id) AS packages,
    coalesce((SELECT max(at) FROM intake i WHERE i.sender = p.id), (SELECT max(created_at) FROM package k WHERE k.recipient = p.id), '')
      AS lastAt
  FROM partner p`;

/** All partners, those to be confirmed first, revoked ones last. */
export function listPartners(station: Station): PartnerKeys[] {
  const rows = station.db
    .prepare(`${select} ORDER BY CASE p.state WHEN 'unverified' THEN 0 WHEN 'verified' THEN 1 ELSE 2 END, p.name`)
    .all() as Row[];
  return rows.map(parsed);
}

export function findPartner(station: Station, id: string): PartnerKeys | undefined {
  const row = station.db.prepare(`${select} WHERE p.id = ?`).get(id) as Row | undefined;
  return row && parsed(row);
}

/** Versions of dispatched parts that a department's last package said to be in force there. */
export function saidVersions(station: Station, id: string): Readonly<Record<string, number>> {
  const says = station.db.prepare('SELECT says FROM partner WHERE id = ?').pluck().get(id) as string | undefined;
  return says ? PackedStation.parse(JSON.parse(says)).inForce : {};
}

/** The partner behind a station id that a file names; refuses `unknown-sender` and `sender-revoked`. */
export function trustedSender(station: Station, id: string): PartnerKeys {
  const partner = findPartner(station, id) ?? refuse('unknown-sender', { sender: id });
  if (partner.state === 'revoked') refuse('sender-revoked', { name: partner.name, at: partner.revokedAt });
  return partner;
}

/** Public signing key of a station that is known here, this one included; undefined for a stranger. */
export function senderKeyOf(station: Station, id: string): string | undefined {
  return id === station.id ? station.keys.signing.publicKey : findPartner(station, id)?.signing;
}

/** The bureau that a department reports to: the one enrolled last and not revoked; refuses `partner-missing`. */
export function bureauOf(station: Station): PartnerKeys {
  const row = station.db
    .prepare(`${select} WHERE p.role = 'bureau' AND p.state <> 'revoked' ORDER BY p.enrolled_at DESC LIMIT 1`)
    .get() as Row | undefined;
  return row ? parsed(row) : refuse('partner-missing');
}

/** Takes a partner in, or takes the same one in again; a revoked station comes back as one to be confirmed. */
export function savePartner({ station, user }: Acting, partner: NewPartner, confirmed: boolean): PartnerKeys {
  return station.transaction(() => {
    const old = findPartner(station, partner.id);
    const at = station.now();
    const state: PartnerState = confirmed || old?.state === 'verified' ? 'verified' : 'unverified';
    const by = user.name;
    station.db
      .prepare(
        `INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by, confirmed_at, confirmed_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, uscc = excluded.uscc, keys = excluded.keys, state = excluded.state,
           enrolled_at = excluded.enrolled_at, enrolled_by = excluded.enrolled_by,
           confirmed_at = CASE WHEN excluded.confirmed_at <> '' THEN excluded.confirmed_at ELSE confirmed_at END,
           confirmed_by = CASE WHEN excluded.confirmed_by <> '' THEN excluded.confirmed_by ELSE confirmed_by END,
           revoked_at = '', revoked_by = '', revoked_reason = ''`,
      )
      .run(
        partner.id,
        partner.role,
        partner.name,
        partner.uscc,
        JSON.stringify({ signing: partner.signing, encryption: partner.encryption }),
        partner.fingerprint,
        state,
        at,
        by,
        confirmed ? at : '',
        confirmed ? by : '',
      );
    station.audit('enrol.accept', partner.id, old && { state: old.state }, {
      name: partner.name,
      fingerprint: partner.fingerprint,
      state,
    });
    return required(station, partner.id);
  });
}

/** Marks the fingerprint as compared with paper; refuses `fingerprint-mismatch`. */
export function confirmPartner({ station, user }: Acting, id: string, fingerprint: string): PartnerKeys {
  return station.transaction(() => {
    const partner = required(station, id);
    matchFingerprint(partner.fingerprint, fingerprint);
    if (partner.state === 'revoked') refuse('sender-revoked', { name: partner.name });
    station.db
      .prepare("UPDATE partner SET state = 'verified', confirmed_at = ?, confirmed_by = ? WHERE id = ?")
      .run(station.now(), user.name, id);
    station.audit(
      'enrol.confirm',
      id,
      { state: partner.state },
      { state: 'verified', fingerprint: partner.fingerprint },
    );
    return required(station, id);
  });
}

/** From now on nothing of this station is taken in, and nothing is sealed for it. */
export function revokePartner({ station, user }: Acting, id: string, reason: string): PartnerKeys {
  return station.transaction(() => {
    const partner = required(station, id);
    station.db
      .prepare("UPDATE partner SET state = 'revoked', revoked_at = ?, revoked_by = ?, revoked_reason = ? WHERE id = ?")
      .run(station.now(), user.name, reason, id);
    station.audit('enrol.revoke', id, { state: partner.state }, { state: 'revoked', reason });
    return required(station, id);
  });
}

/** Refuses `fingerprint-mismatch` unless what stands on paper is the fingerprint of the file, blanks and case aside. */
export function matchFingerprint(found: string, paper: string): void {
  if (cleanFingerprint(found) !== cleanFingerprint(paper)) refuse('fingerprint-mismatch', { found, expected: paper });
}

function required(station: Station, id: string): PartnerKeys {
  return findPartner(station, id) ?? refuse('unknown-sender', { sender: id });
}

function parsed({ keys, says, ...row }: Row): PartnerKeys {
  const info = says === '' ? null : (JSON.parse(says) as PackedStation).info;
  return { ...row, info, ...(JSON.parse(keys) as { signing: string; encryption: string[] }) };
}
