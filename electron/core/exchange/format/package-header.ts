import { refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes, equalBytes, toHex, utf8 } from '../../crypto/bytes.ts';
import { sm3 } from '../../crypto/sm3.ts';
import { LINE_BYTES, RECIPIENTS } from './limits.ts';

export const packageKinds = ['report', 'receipt', 'decision', 'dispatch'] as const;
export type PackageKind = (typeof packageKinds)[number];

/** The file key wrapped for one encryption key. Types other than `sm2` are carried along and not used. */
export interface RecipientLine {
  readonly type: string;
  /** Names the encryption key, 32 hex digits: `recipientIdOf`. */
  readonly id: string;
  /** Hex; for `sm2` the ASN.1 of GM/T 0009. */
  readonly wrapped: string;
}

/** What the text header of a package says. Chapter 4 of docs/format/ydp-v1.md. */
export interface PackageHeader {
  readonly packageId: string;
  readonly kind: PackageKind;
  /** Station id of the sender. */
  readonly sender: string;
  readonly epoch: number;
  readonly sequence: number;
  /** Id of the package before; undefined for the first of all. */
  readonly previous: string | undefined;
  /** UTC, whole seconds: 2026-11-23T01:07:10Z. */
  readonly created: string;
  /** Last line of the sender's audit chain when it packed. */
  readonly auditHead: { readonly seq: number; readonly sm3: string };
  readonly recipients: readonly RecipientLine[];
}

/** The one text form of a header, its `digest` line included. Throws on a value outside the grammar: that is a bug of the caller. */
export function encodePackageHeader(header: PackageHeader): Uint8Array {
  const bytes = encodeLines(header);
  const again = readLines(new TextDecoder().decode(bytes).split('\n').slice(0, -2));
  if (typeof again === 'string') throw new Error(`package header outside the grammar: ${again}`);
  return bytes;
}

/**
 * Reads a header from exactly its bytes. Refuses `header-damaged` when the digest line does not fit the bytes before it, and
 * then, for a header that is whole, `unsupported-version`, `limit-exceeded`, or `header-damaged` with the rule it breaks.
 * @param name of the file, for the message
 */
export function parsePackageHeader(bytes: Uint8Array, name: string): PackageHeader {
  if (!headerIsWhole(bytes)) refuse('header-damaged', { name, reason: '摘要不符' });
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n').slice(0, -2);
  const version = /^yidi-package v([1-9][0-9]{0,8})$/.exec(lines[0] ?? '')?.[1];
  if (version !== undefined && version !== '1') refuse('unsupported-version', { name, version });
  const recipients = lines.filter((line) => line.startsWith('recipient ')).length;
  if (recipients > RECIPIENTS) refuse('limit-exceeded', { name, what: `“${name}”有 ${recipients} 个收件人` });
  const header = readLines(lines);
  if (typeof header === 'string') return refuse('header-damaged', { name, reason: header });
  if (!equalBytes(encodeLines(header), bytes)) refuse('header-damaged', { name, reason: '写法不合规范' });
  return header;
}

/** Whether the last line is `digest` and holds the SM3 of all bytes before it. */
export function headerIsWhole(bytes: Uint8Array): boolean {
  const at = bytes.length - DIGEST_LINE_BYTES;
  return bytes[at - 1] === LINE_FEED && equalBytes(bytes.subarray(at), digestLine(bytes.subarray(0, at)));
}

/** The 32 bytes of the `digest` line of a header that is whole. */
export function headerDigest(bytes: Uint8Array): Uint8Array {
  return sm3(bytes.subarray(0, bytes.length - DIGEST_LINE_BYTES));
}

/** Whole seconds in UTC, as the `created` line has it. */
export function headerInstant(created: Date | string): string {
  return `${new Date(created).toISOString().slice(0, 19)}Z`;
}

const LINE_FEED = 0x0a;
const DIGEST_LINE_BYTES = 'digest '.length + 64 + 1;

function digestLine(before: Uint8Array): Uint8Array {
  return utf8(`digest ${toHex(sm3(before))}\n`);
}

function encodeLines(header: PackageHeader): Uint8Array {
  const body = utf8(
    [
      'yidi-package v1',
      `package ${header.packageId}`,
      `kind ${header.kind}`,
      `sender ${header.sender}`,
      `epoch ${header.epoch}`,
      `sequence ${header.sequence}`,
      `previous ${header.previous ?? 'none'}`,
      `created ${header.created}`,
      `audit ${header.auditHead.seq} ${header.auditHead.sm3}`,
      ...header.recipients.map((line) => `recipient ${line.type} ${line.id} ${line.wrapped}`),
      '',
    ].join('\n'),
  );
  return concatBytes(body, digestLine(body));
}

const ID = '[0-9a-f]{32}';
const NUMBER = '0|[1-9][0-9]{0,15}';

const rules: readonly (readonly [word: string, rule: RegExp])[] = [
  ['yidi-package', /^(v1)$/],
  ['package', new RegExp(`^(${ID})$`)],
  ['kind', new RegExp(`^(${packageKinds.join('|')})$`)],
  ['sender', new RegExp(`^(${ID})$`)],
  ['epoch', new RegExp(`^(${NUMBER})$`)],
  ['sequence', new RegExp(`^(${NUMBER})$`)],
  ['previous', new RegExp(`^(none|${ID})$`)],
  ['created', /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/],
  ['audit', new RegExp(`^(${NUMBER}) ([0-9a-f]{64})$`)],
];
const recipientRule = new RegExp(`^recipient ([a-z0-9-]{1,16}) (${ID}) ((?:[0-9a-f]{2})+)$`);

/** The header in these lines (without `digest`), or the rule that they break, as part of a Chinese sentence. */
function readLines(lines: readonly string[]): PackageHeader | string {
  const long = lines.findIndex((line) => line.length > LINE_BYTES);
  if (long >= 0) return `第 ${long + 1} 行过长`;
  const values: string[][] = [];
  for (const [i, [word, rule]] of rules.entries()) {
    const line = lines[i] ?? '';
    const match = line.startsWith(`${word} `) ? rule.exec(line.slice(word.length + 1)) : null;
    if (match === null) return `第 ${i + 1} 行应为 ${word}`;
    values.push(match.slice(1));
  }
  const recipients: RecipientLine[] = [];
  for (let i = rules.length; i < lines.length; i++) {
    const match = recipientRule.exec(lines[i]!);
    if (match === null) return `第 ${i + 1} 行应为 recipient`;
    recipients.push({ type: match[1]!, id: match[2]!, wrapped: match[3]! });
  }
  if (recipients.length === 0) return '没有收件人';
  if (recipients.length > RECIPIENTS) return `收件人多于 ${RECIPIENTS} 个`;
  if (new Set(recipients.map((line) => line.id)).size < recipients.length) return '两行收件人相同';
  const value = (i: number, j = 0): string => values[i]![j]!;
  const [epoch, sequence, auditSeq] = [Number(value(4)), Number(value(5)), Number(value(8))];
  if (![epoch, sequence, auditSeq].every(Number.isSafeInteger)) return '数字过大';
  const created = value(7);
  if (Number.isNaN(Date.parse(created)) || headerInstant(created) !== created) return '时间不存在';
  return {
    packageId: value(1),
    kind: value(2) as PackageKind,
    sender: value(3),
    epoch,
    sequence,
    previous: value(6) === 'none' ? undefined : value(6),
    created,
    auditHead: { seq: auditSeq, sm3: value(8, 1) },
    recipients,
  };
}
