import { crc32 } from 'node:zlib';
import { refuse } from '../../../shared/contract/failures.ts';
import { codesOnPage, type MissingCodes, mostAnswerPages } from '../../../shared/exchange/answer-page.ts';
import { concatBytes, toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import { decodeBase45, encodeBase45 } from './base45.ts';

const head = 'YIDI-ANSWER-1';
/** What a code holds beside its head, so that it stays at QR version 25, level M. */
export const codeBytes = 934;

/** One QR code of an answer; docs/format/answer-codes-v1.md. */
export interface AnswerCode {
  /** Number of the pages that belong together. */
  readonly answer: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly payload: Uint8Array;
  readonly text: string;
}

/** The codes of one answer that were read so far, by their numbers. */
export interface GatheredAnswer {
  readonly answer: string;
  readonly of: number;
  readonly codes: Map<number, AnswerCode>;
}

/** Number of an answer on paper: the first eight bytes of the file's SM3, in capital hex digits. */
export function answerNumber(bytes: Uint8Array): string {
  return toHex(sm3(bytes)).slice(0, 16).toUpperCase();
}

/** The texts of the codes of a sealed file in their order, as many as fill whole pages. Refuses `answer-too-long`. */
export function codesOf(bytes: Uint8Array): string[] {
  const pages = Math.ceil(bytes.length / (codesOnPage * codeBytes));
  if (pages > mostAnswerPages)
    refuse('answer-too-long', { kb: Math.ceil(bytes.length / 1000), pages, limit: mostAnswerPages });
  const of = pages * codesOnPage;
  const answer = answerNumber(bytes);
  const start = (at: number): number => Math.floor((at * bytes.length) / of);
  return Array.from({ length: of }, (_, at) => {
    const rest = `${answer} ${at + 1}/${of} ${encodeBase45(bytes.subarray(start(at), start(at + 1)))}`;
    return `${head} ${checkOf(rest)} ${rest}`;
  });
}

/** `damaged`: one of ours whose check does not hold; `newer`: of a later version; otherwise what else the code is of, in words. */
export function parseCode(text: string): AnswerCode | 'damaged' | 'newer' | { readonly other: string } {
  if (!text.startsWith(`${head} `)) return /^YIDI-ANSWER-\d/.test(text) ? 'newer' : { other: otherOf(text) };
  const [, check = '', rest = '', answer = '', number = '', of = '', digits = ''] =
    /^\S+ ([0-9A-F]{8}) (([0-9A-F]{16}) ([1-9]\d{0,2})\/([1-9]\d{0,2}) (.*))$/s.exec(text) ?? [];
  const payload = decodeBase45(digits);
  if (check === '' || checkOf(rest) !== check || payload === null || Number(number) > Number(of)) return 'damaged';
  return { answer, number: Number(number), of: Number(of), payload, text };
}

/** The page that a code stands on, from 1. */
export const pageOfCode = (number: number): number => Math.ceil(number / codesOnPage);

/** Puts a code to those of its answer; false: it is there already. */
export function gather(answers: Map<string, GatheredAnswer>, code: AnswerCode): boolean {
  const key = `${code.answer} ${code.of}`;
  const known = answers.get(key) ?? { answer: code.answer, of: code.of, codes: new Map() };
  answers.set(key, known);
  if (known.codes.has(code.number)) return false;
  known.codes.set(code.number, code);
  return true;
}

/** What is still to come, by page. */
export function missingOf({ of, codes }: GatheredAnswer): MissingCodes[] {
  const pages = Array.from({ length: pageOfCode(of) }, (_, at) => ({
    page: at + 1,
    codes: Array.from({ length: codesOnPage }, (_, k) => at * codesOnPage + k + 1).filter(
      (number) => number <= of && !codes.has(number),
    ),
  }));
  return pages.filter((page) => page.codes.length > 0);
}

/** The sealed file, once no code is missing; null where its digest is not the one that its codes name. */
export function joinCodes({ answer, of, codes }: GatheredAnswer): Uint8Array | null {
  const bytes = concatBytes(...Array.from({ length: of }, (_, at) => codes.get(at + 1)!.payload));
  return answerNumber(bytes) === answer ? bytes : null;
}

const checkOf = (rest: string): string => crc32(rest).toString(16).padStart(8, '0').toUpperCase();

function otherOf(text: string): string {
  if (text.startsWith('YIDI-SP ')) return '上报审批单';
  if (text.startsWith('YIDI1 ')) return '介质交接单';
  return text.startsWith('YIDI-SEAL-') ? '印章采集表' : '别的';
}
