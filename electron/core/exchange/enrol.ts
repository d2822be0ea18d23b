import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import type { EnrolmentPreview } from '../../../shared/exchange/partner.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';
import { type Enrolment, encodeEnrolment, parseEnrolment } from './format/format.ts';
import { type Acting, findPartner, listPartners, matchFingerprint, type PartnerKeys, savePartner } from './partners.ts';
import { spareKeyOf } from './spare-key.ts';

export interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where it was written, '' = nowhere. */
  readonly path: string;
}

/** Our enrolment file: public keys and name, signed by ourselves. Logged, since it introduces this station to another. */
export function ownEnrolment(station: Station, to: string | undefined, inReplyTo?: string): MadeFile {
  const { name, uscc } = station.info();
  const bytes = encodeEnrolment(
    {
      kind: inReplyTo === undefined ? 'request' : 'response',
      role: station.role,
      name,
      uscc,
      signingKey: station.keys.signing.publicKey,
      encryptionKey: station.keys.encryption.publicKey,
      spareEncryptionKey: spareKeyOf(station),
      created: new Date(),
      inReplyTo,
    },
    station.keys.signing.privateKey,
  );
  const file = `${name}-${inReplyTo === undefined ? '接入申请' : '接入回复'}.ydk`;
  const path = to === undefined ? '' : join(to, file);
  if (path !== '') writeFileAtomically(path, bytes);
  station.audit('enrol.request', station.id, undefined, { file, path, inReplyTo });
  return { name: file, bytes, path };
}

/** What a file says, before it is taken in. Refuses what `parseEnrolment` refuses. */
export function previewEnrolment(station: Station, name: string, bytes: Uint8Array): EnrolmentPreview {
  const file = parseEnrolment(bytes, name);
  const same = listPartners(station).find(
    (one) => one.uscc === file.uscc && one.id !== file.stationId && one.state !== 'revoked',
  );
  return {
    id: file.stationId,
    role: file.role,
    name: file.name,
    uscc: file.uscc,
    fingerprint: file.fingerprint,
    created: file.created,
    known: findPartner(station, file.stationId)?.state ?? null,
    sameOrgan: same?.name ?? '',
  };
}

/**
 * Takes a station in by its enrolment file. With `fingerprint` (as it stands on paper) it counts as 已核对 at once, and a different
 * one is refused as `fingerprint-mismatch`; without, it is 未核对. A department takes a bureau in, a bureau a department; anything
 * else is `enrolment-invalid`, as is an answer that was written for another station.
 */
export function takeEnrolment(
  acting: Acting,
  name: string,
  bytes: Uint8Array,
  fingerprint: string | undefined,
): PartnerKeys {
  const { station } = acting;
  const file = parseEnrolment(bytes, name);
  const wanted = station.role === 'bureau' ? 'department' : 'bureau';
  if (file.role !== wanted)
    refuse('enrolment-invalid', {
      name,
      reason: wanted === 'department' ? '这是主管部门的文件，这里要填报单位的' : '这是填报单位的文件，这里要主管部门的',
    });
  if (file.inReplyTo !== undefined && file.inReplyTo !== station.fingerprint.replaceAll(' ', ''))
    refuse('enrolment-invalid', { name, reason: '这份回复是写给另一个工作站的' });
  if (fingerprint !== undefined) matchFingerprint(file.fingerprint, fingerprint);
  return savePartner(acting, newPartner(file), fingerprint !== undefined);
}

/** Reads an enrolment file from a path; refuses `file-missing`. */
export function readEnrolmentFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioFailure(error, path);
  }
}

function newPartner(file: Enrolment): Parameters<typeof savePartner>[1] {
  return {
    id: file.stationId,
    role: file.role,
    name: file.name,
    uscc: file.uscc,
    signing: file.signingKey,
    encryption: [file.encryptionKey, ...(file.spareEncryptionKey === undefined ? [] : [file.spareEncryptionKey])],
    fingerprint: file.fingerprint,
  };
}
