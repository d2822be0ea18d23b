import { refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes, equalBytes, fromHex, toHex, utf8 } from '../../crypto/bytes.ts';
import { isPublicKey, sm2Sign, sm2Verify } from '../../crypto/sm2.ts';
import { decodeSignature, encodeSignature } from '../../crypto/sm2-asn1.ts';
import { fingerprintOf, stationIdOf } from '../../crypto/station-id.ts';
import { headerInstant } from './package-header.ts';

/** What an enrolment file says of the station that wrote it. docs/format/ydk-v1.md. */
export interface EnrolmentToWrite {
  readonly kind: 'request' | 'response';
  readonly role: 'department' | 'bureau';
  /** Name of the organ: one line, at most 200 characters. */
  readonly name: string;
  /** Unified social credit code. */
  readonly uscc: string;
  /** Public keys, 04 ‖ x ‖ y in hex. */
  readonly signingKey: string;
  readonly encryptionKey: string;
  /** A further encryption key, kept off line, that packages are wrapped to as well. */
  readonly spareEncryptionKey?: string | undefined;
  readonly created: Date | string;
  /** In a response: fingerprint of the station that asked. */
  readonly inReplyTo?: string | undefined;
}

/** An enrolment file that was read: its signature holds under the signing key inside. */
export interface Enrolment extends EnrolmentToWrite {
  readonly created: string;
  readonly stationId: string;
  readonly fingerprint: string;
}

/** The bytes of a .ydk file, signed with the private key that belongs to `signingKey`. Throws on a value outside the grammar. */
export function encodeEnrolment(fields: EnrolmentToWrite, signingPrivateKey: string): Uint8Array {
  const body = encodeBody(fields);
  const problem = readBody(body);
  if (typeof problem === 'string') throw new Error(`enrolment outside the grammar: ${problem}`);
  const signature = decodeSignature(sm2Sign(body, signingPrivateKey, fields.signingKey))!;
  return concatBytes(body, utf8(`${SIGNATURE}${toHex(signature)}\n`));
}

/**
 * Reads a .ydk file. Refuses `not-a-package`, `unsupported-version`, `truncated`, `enrolment-invalid` with the rule that is
 * broken, `signature-invalid`. Whether the station is who it says it is, only the fingerprint on paper can tell.
 * @param name of the file, for the message
 */
export function parseEnrolment(file: Uint8Array, name: string): Enrolment {
  const start = new TextDecoder().decode(file.subarray(0, FIRST_WORD.length));
  if (!FIRST_WORD.startsWith(start)) refuse('not-a-package', { name });
  if (file.length > FILE_BYTES) refuse('limit-exceeded', { name, what: `“${name}”超过 ${FILE_BYTES} 字节` });
  if (start !== FIRST_WORD) refuse('truncated', { name, found: file.length });
  const version = /^v([1-9][0-9]{0,8})\n/.exec(new TextDecoder().decode(file.subarray(FIRST_WORD.length)))?.[1];
  if (version !== undefined && version !== '1') refuse('unsupported-version', { name, version });
  const invalid = (reason: string): never => refuse('enrolment-invalid', { name, reason });

  const signatureAt = Buffer.from(file).indexOf(`\n${SIGNATURE}`) + 1;
  const expected = signatureAt + SIGNATURE.length + 128 + 1;
  if (signatureAt === 0 && endsLikeSignature(file)) invalid('签名行写法不合规定');
  if (signatureAt === 0 || file.length < expected) refuse('truncated', { name, found: file.length });
  if (file.length > expected) invalid(`签名之后多出 ${file.length - expected} 字节`);
  const body = file.subarray(0, signatureAt);
  const signature = /^([0-9a-f]{128})\n$/.exec(
    new TextDecoder().decode(file.subarray(signatureAt + SIGNATURE.length)),
  )?.[1];
  if (signature === undefined) return invalid('签名行写法不合规定');

  const fields = readBody(body);
  if (typeof fields === 'string') return invalid(fields);
  if (!sm2Verify(body, encodeSignature(fromHex(signature)), fields.signingKey)) refuse('signature-invalid', { name });
  return {
    ...fields,
    stationId: stationIdOf(fields.signingKey, fields.encryptionKey),
    fingerprint: fingerprintOf(fields.signingKey, fields.encryptionKey),
  };
}

const FIRST_WORD = 'yidi-enrolment ';
const SIGNATURE = 'signature ';
const FILE_BYTES = 8192;

/** Whether the last line is as long as a signature's, so that nothing can have been cut off; a `signing` line is as long too. */
function endsLikeSignature(file: Uint8Array): boolean {
  const last = file.subarray(file.lastIndexOf(0x0a, file.length - 2) + 1);
  return (
    last.length === SIGNATURE.length + 129 &&
    last.at(-1) === 0x0a &&
    !Buffer.from(last).toString().startsWith('signing ')
  );
}

type Body = EnrolmentToWrite & { readonly created: string };

/** All lines before `signature`: what is signed. */
function encodeBody(fields: EnrolmentToWrite): Uint8Array {
  const { spareEncryptionKey, inReplyTo } = fields;
  return utf8(
    [
      `${FIRST_WORD}v1`,
      `kind ${fields.kind}`,
      `role ${fields.role}`,
      `name ${fields.name}`,
      `uscc ${fields.uscc}`,
      `signing ${fields.signingKey}`,
      `encryption ${fields.encryptionKey}`,
      ...(spareEncryptionKey === undefined ? [] : [`spare ${spareEncryptionKey}`]),
      `created ${headerInstant(fields.created)}`,
      ...(inReplyTo === undefined ? [] : [`in-reply-to ${inReplyTo}`]),
      '',
    ].join('\n'),
  );
}

/** The fields of a body, or the rule that it breaks as part of a Chinese sentence. */
function readBody(body: Uint8Array): Body | string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  const match = GRAMMAR.exec(text);
  if (match?.groups === undefined) return '栏目不全，或次序、写法不合规定';
  const { kind, role, name, uscc, signing, encryption, spare, created, reply } = match.groups;
  if ([...name!].length > 200 || name !== name!.trim() || name!.normalize('NFC') !== name)
    return '单位名称写法不合规定';
  for (const key of [signing!, encryption!, ...(spare === undefined ? [] : [spare])]) {
    if (!isPublicKey(key)) return '公钥不是国密曲线上的点';
  }
  if (new Set([signing, encryption, spare]).size < 3) return '几把公钥相同';
  if (Number.isNaN(Date.parse(created!)) || headerInstant(created!) !== created) return '时间不存在';
  if ((kind === 'response') !== (reply !== undefined))
    return kind === 'response' ? '缺回复的指纹' : '申请不应有回复的指纹';
  const fields: Body = {
    kind: kind as Body['kind'],
    role: role as Body['role'],
    name: name!,
    uscc: uscc!,
    signingKey: signing!,
    encryptionKey: encryption!,
    ...(spare !== undefined && { spareEncryptionKey: spare }),
    created: created!,
    ...(reply !== undefined && { inReplyTo: reply }),
  };
  return equalBytes(encodeBody(fields), body) ? fields : '写法不合规定';
}

const GRAMMAR = new RegExp(
  [
    '^yidi-enrolment v1',
    'kind (?<kind>request|response)',
    'role (?<role>department|bureau)',
    'name (?<name>[^\\p{Cc}\\p{Zl}\\p{Zp}\\ufeff\\ufffd]+)',
    'uscc (?<uscc>[0-9A-Z]{18})',
    'signing (?<signing>[0-9a-f]{130})',
    'encryption (?<encryption>[0-9a-f]{130})',
    '(?:spare (?<spare>[0-9a-f]{130})\n)?created (?<created>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)',
    '(?:in-reply-to (?<reply>[0-9a-f]{64})\n)?$',
  ].join('\n'),
  'u',
);
