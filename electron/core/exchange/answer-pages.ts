import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScannedAnswerPage } from '../../../shared/exchange/answer-page.ts';
import { type QrCodesOutput, qrCodesPool } from '../threads/threads.ts';
import { type GatheredAnswer, gather, pageOfCode, parseCode } from './answer-codes.ts';

/** Largest file of scans, bytes. */
const mostBytes = 256 * 1024 * 1024;
/** Pages of one file that are read ahead of the one whose turn it is. */
const pagesAhead = 6;

/** What begins like this is a picture or PDF, and no package. */
const beginnings = ['89504e47', 'ffd8ff', '49492a00', '4d4d002a', '25504446', '424d'];

export function isScan(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return beginnings.some((beginning) => start.startsWith(beginning));
}

/** Pages with QR codes of answers, read in any order and as often as they come. */
export interface AnswerPages {
  /** In the order in which their files were handed over, though several are read at a time. */
  readonly pages: readonly ScannedAnswerPage[];
  /** By answer; complete ones too. */
  readonly answers: ReadonlyMap<string, GatheredAnswer>;
  /**
   * Reads a picture, TIFF or PDF and says each page that was read. What cannot be read is named among the pages; only a `signal` that is aborted
   * ends it, as `cancelled`.
   */
  read(bytes: Uint8Array, name: string, options?: ReadOptions): Promise<void>;
}

interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly onPage?: (done: number, of: number) => void;
}

/** `held`: texts of codes that were read before. */
export function readAnswerPages(held: readonly string[]): AnswerPages {
  const answers = new Map<string, GatheredAnswer>();
  for (const text of held) {
    const code = parseCode(text);
    if (typeof code === 'object' && 'answer' in code) gather(answers, code);
  }
  const files: ScannedAnswerPage[][] = [];
  return {
    get pages() {
      return files.flat();
    },
    answers,
    async read(bytes, name, { signal, onPage } = {}) {
      const pages: ScannedAnswerPage[] = [];
      files.push(pages);
      const look = (index: number): Promise<QrCodesOutput> =>
        qrCodesPool().run({ bytes, name, index }, { name, ...(signal ? { signal } : {}) });
      const outcomeOf = async (index: number): Promise<QrCodesOutput> => {
        try {
          return await look(index);
        } catch (error) {
          if (!(error instanceof Refusal) || error.failure.code === 'cancelled') throw error;
          return { pages: 0, failure: error.failure };
        }
      };
      if (bytes.length > mostBytes) {
        const { failure } = new Refusal('file-too-large', {
          name,
          mb: Math.ceil(bytes.length / 1048576),
          limit: mostBytes / 1048576,
        });
        pages.push(lookedAt(answers, name, 0, { pages: 0, failure }));
        return;
      }
      const first = await outcomeOf(0);
      const reading: Promise<QrCodesOutput>[] = [Promise.resolve(first)];
      for (let index = 0; index < Math.max(1, first.pages); index++) {
        for (let next = reading.length; next < Math.min(first.pages, index + pagesAhead); next++) {
          const begun = outcomeOf(next);
          // What is cancelled is heard of in its turn.
          begun.catch(() => {});
          reading.push(begun);
        }
        pages.push(lookedAt(answers, name, index, await reading[index]!));
        onPage?.(index + 1, first.pages);
      }
    },
  };
}

function lookedAt(
  answers: Map<string, GatheredAnswer>,
  file: string,
  index: number,
  output: QrCodesOutput,
): ScannedAnswerPage {
  const page = { file, page: index + 1, of: output.pages, found: [], unread: 0, others: [], code: '', message: '' };
  if ('failure' in output) return { ...page, code: output.failure.code, message: output.failure.message };
  const found = new Map<string, ScannedAnswerPage['found'][number]>();
  const others = new Set<string>();
  let { unread } = output;
  for (const text of output.texts) {
    const code = parseCode(text);
    if (code === 'damaged') unread += 1;
    else if (code === 'newer') others.add('更新版本的回执（请先升级驿递）');
    else if ('other' in code) others.add(code.other);
    else {
      const printed = pageOfCode(code.number);
      const key = `${code.answer} ${printed}`;
      const known = found.get(key) ?? { answer: code.answer, page: printed, codes: 0, again: 0 };
      const fresh = gather(answers, code);
      found.set(key, { ...known, codes: known.codes + (fresh ? 1 : 0), again: known.again + (fresh ? 0 : 1) });
    }
  }
  const pagesFound = [...found.values()].sort((a, b) => a.page - b.page);
  return { ...page, found: pagesFound, unread, others: [...others] };
}
