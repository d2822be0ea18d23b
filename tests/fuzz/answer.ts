import { type FailureCode, Refusal } from '../../shared/contract/failures.ts';
import type { Answer } from './case.ts';

/** How often each answer was given, by kind of case. */
export type Answers = Record<string, Record<string, number>>;

/** Counts an answer. */
export function note(answers: Answers, kind: string, answer: string, count: number): void {
  const counts = answers[kind] ?? {};
  counts[answer] = (counts[answer] ?? 0) + count;
  answers[kind] = counts;
}

/** How work ends: `ok`, or the code with which it is refused. Throws what is no refusal, or one that has no business there. */
export async function answerOf(known: readonly FailureCode[], work: () => unknown): Promise<Answer> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return checked(known, error.failure);
  }
}

/** The code, if it is known and its sentence complete. */
export function checked(
  known: readonly FailureCode[],
  { code, message }: { readonly code: FailureCode; readonly message: string },
): FailureCode {
  if (!known.includes(code)) throw new Error(`${code} has no business here: ${message}`);
  if (/undefined|NaN|\[object/.test(message)) throw new Error(`a sentence with a hole: ${message}`);
  return code;
}
