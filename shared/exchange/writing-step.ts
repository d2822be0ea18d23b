/** What is being done with which volume while a package is written to a medium. */
export interface WritingStep {
  readonly phase: 'write' | 'readBack';
  /** From 1. */
  readonly number: number;
  /** Volumes of the package. */
  readonly of: number;
}

const words = { write: '写入', readBack: '回读' } as const;

/** The step in words, as the progress of the job names it: 写入第 2 卷，共 3 卷. */
export function writingStepText({ phase, number, of }: WritingStep): string {
  return `${words[phase]}第 ${number} 卷，共 ${of} 卷`;
}

/** The step that the words name; null for the words of another step. */
export function parseWritingStep(text: string): WritingStep | null {
  const [, word, number, of] = /^(写入|回读)第 (\d+) 卷，共 (\d+) 卷$/.exec(text) ?? [];
  if (word === undefined) return null;
  return { phase: word === words.write ? 'write' : 'readBack', number: Number(number), of: Number(of) };
}
