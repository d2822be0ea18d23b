import { z } from 'zod';
import { ListLine } from '../exchange/dispatch.ts';
import type { Finding } from '../exchange/finding.ts';
import { RecordId } from '../exchange/record.ts';

/** What a department says to a line of the list that the bureau dispatched (notice, annex 1, 2.2). */
export const listAnswerNames = { confirmed: '确认', revised: '修订', refused: '不编制' } as const;
export type ListAnswer = keyof typeof listAnswerNames;
export const ListAnswer = z.enum(Object.keys(listAnswerNames) as [ListAnswer, ...ListAnswer[]]);

const line = (max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .transform((text) => text.replace(/[\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim());

/** 清单确认: a department's answer to one line, a record of its own with signatures, revisions and the bureau's decision. */
export const Confirmation = z.object({
  line: RecordId,
  /** The line as it was when it was answered: another version of the list may ask for something else. */
  asked: ListLine.omit({ id: true }),
  answer: ListAnswer,
  /** As the department would have it; of a line that was confirmed, as it was asked. */
  name: line(400),
  code: line(200),
  /** Why it is revised or refused. */
  reason: line(2000),
  /** Id of the catalog that it became; '' = none. */
  catalog: RecordId.or(z.literal('')),
});
export type Confirmation = z.infer<typeof Confirmation>;

/** What of a line an answer is about; a change of it needs a new answer, a change of its date alone does not. */
export function sameAsked(a: Confirmation['asked'], b: Confirmation['asked']): boolean {
  return a.name === b.name && a.code === b.code && a.abstract === b.abstract;
}

/** What is wrong with an answer. */
export function checkConfirmation({ answer, asked, name, code, reason, catalog }: Confirmation): Finding[] {
  const findings: Finding[] = [];
  const error = (field: string, code: string, message: string): void => {
    findings.push({ field, level: 'error', code, message });
  };
  if (answer !== 'confirmed' && reason === '')
    error('reason', 'reason-missing', answer === 'revised' ? '修订须写明理由' : '不编制须写明理由');
  if (answer === 'revised' && name === '') error('name', 'name-missing', '修订后的名称未填');
  if (answer === 'revised' && name === asked.name && code === asked.code)
    error('name', 'nothing-revised', '名称和代码都与清单相同；没有改动的请选“确认”');
  if (answer !== 'refused' && catalog === '')
    error('catalog', 'catalog-missing', '没有对应的目录；请选一个已有的目录，或新建草稿');
  return findings;
}

const labels: Readonly<Record<string, string>> = {
  'asked.name': '清单上的名称',
  'asked.code': '清单上的代码',
  'asked.abstract': '清单上的摘要',
  'asked.reason': '编制理由',
  'asked.due': '期限',
  answer: '答复',
  name: '修订后的名称',
  code: '修订后的代码',
  reason: '答复理由',
  catalog: '对应目录',
};

export function confirmationLabel(field: string): string {
  return field === '' ? '整条' : (labels[field] ?? field);
}

/** The fields as people read them, the answer first. */
export function confirmationLines(body: Confirmation): { field: string; label: string; text: string }[] {
  const { answer, asked, reason } = body;
  const texts: readonly (readonly [field: string, text: string])[] = [
    ['answer', listAnswerNames[answer]],
    ['reason', reason],
    ...(answer === 'revised'
      ? ([
          ['name', body.name],
          ['code', body.code],
        ] as const)
      : []),
    ['asked.name', asked.name],
    ['asked.code', asked.code],
    ['asked.abstract', asked.abstract],
    ['asked.reason', asked.reason],
    ['asked.due', asked.due],
  ];
  return texts.map(([field, text]) => ({ field, label: confirmationLabel(field), text }));
}
