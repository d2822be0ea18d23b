import { z } from 'zod';

// Receipts and decisions on paper: docs/format/answer-codes-v1.md.

export const codesOnPage = 6;
/** More paper than this nobody lays on a scanner. */
export const mostAnswerPages = 40;

/** A receipt or decision for printing. */
export const AnswerSheet = z.object({
  kind: z.enum(['receipt', 'decision']),
  /** Number of the pages that belong together, 16 capital hex digits. */
  answer: z.string(),
  from: z.string(),
  to: z.string(),
  /** Packages that it is about, by their sequence. */
  sequences: z.array(z.int()),
  signedAt: z.string(),
  bytes: z.int(),
  received: z.int(),
  rejected: z.int(),
  accepted: z.int(),
  returned: z.int(),
  stored: z.int(),
  /** Texts of the QR codes in order, `codesOnPage` a page; every page is full. */
  codes: z.array(z.string()),
});
export type AnswerSheet = z.infer<typeof AnswerSheet>;

/** Decisions for one department: signed, or waiting for it. */
export const SignedAnswer = z.object({
  /** '' = not signed yet. */
  id: z.string(),
  partner: z.string(),
  partnerName: z.string(),
  accepted: z.int(),
  returned: z.int(),
  stored: z.int(),
  signedAt: z.string(),
  /** Of the file; 0 while it is not signed. */
  bytes: z.int(),
  /** When it was written as a file, and printed, last. */
  writtenAt: z.string(),
  printedAt: z.string(),
});
export type SignedAnswer = z.infer<typeof SignedAnswer>;

/** What was found on one scanned page. */
export const ScannedAnswerPage = z.object({
  file: z.string(),
  /** Page of the file from 1, and how many it has; 0 of 0 where the file could not be opened. */
  page: z.int(),
  of: z.int(),
  /** Codes of answers, by answer and printed page; `again` were known before. */
  found: z.array(z.object({ answer: z.string(), page: z.int(), codes: z.int(), again: z.int() })),
  /** Codes that stand there and cannot be read. */
  unread: z.int(),
  /** What other QR codes are of. */
  others: z.array(z.string()),
  /** Why the page was not read, '' = it was. */
  code: z.string(),
  message: z.string(),
});
export type ScannedAnswerPage = z.infer<typeof ScannedAnswerPage>;

export const MissingCodes = z.object({ page: z.int(), codes: z.array(z.int()) });
export type MissingCodes = z.infer<typeof MissingCodes>;

/** An answer of which some codes were read and others not. */
export const IncompleteAnswer = z.object({
  answer: z.string(),
  of: z.int(),
  /** The texts that were read, to be given along with the next pages. */
  codes: z.array(z.string()),
  missing: z.array(MissingCodes),
});
export type IncompleteAnswer = z.infer<typeof IncompleteAnswer>;

/** 第 1 页的 2、5 号，第 3、4 页整页 */
export function missingWords(missing: readonly MissingCodes[]): string {
  const whole = missing.filter(({ codes }) => codes.length === codesOnPage).map(({ page }) => page);
  const parts = missing
    .filter(({ codes }) => codes.length < codesOnPage)
    .map(({ page, codes }) => `第 ${page} 页的 ${codes.join('、')} 号`);
  return [...parts, ...(whole.length > 0 ? [`第 ${whole.join('、')} 页整页`] : [])].join('，');
}

/** 第 1 页：新读 5 个码，1 个看不清 */
export function pageWords(page: ScannedAnswerPage): string {
  if (page.message !== '') return page.message;
  const found = page.found.map(({ answer, page: printed, codes, again }) => {
    const read = [codes > 0 ? `新读 ${codes} 个码` : '', again > 0 ? `${again} 个以前读过` : ''].filter(Boolean);
    return `编号 ${answer.slice(0, 8)} 第 ${printed} 页，${read.join('，')}`;
  });
  return `${found.length === 0 ? '没有回执的二维码' : found.join('；')}${strayWords(page)}`;
}

/** （1 个码看不清；另有介质交接单的二维码） */
export function strayWords({ unread, others }: Pick<ScannedAnswerPage, 'unread' | 'others'>): string {
  const words = [
    unread > 0 ? `${unread} 个码看不清` : '',
    others.length > 0 ? `另有${others.join('、')}的二维码` : '',
  ].filter(Boolean);
  return words.length > 0 ? `（${words.join('；')}）` : '';
}
