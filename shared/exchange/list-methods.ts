import { z } from 'zod';
import { ListAnswer } from '../catalog/confirmation.ts';
import { method } from '../contract/method.ts';
import { ListLineRow } from './list-line-row.ts';
import { RecordId } from './record.ts';

/** A department's answer to one line as the window hands it over. */
export const AnswerLine = z.object({
  line: RecordId,
  answer: ListAnswer,
  /** Only of a revised line. */
  name: z.string().max(400).default(''),
  code: z.string().max(200).default(''),
  reason: z.string().max(2000).default(''),
  /** Id of an own catalog, or a new draft; the draft that an earlier answer made is taken again. */
  catalog: RecordId.or(z.literal('new')).default('new'),
});
export type AnswerLine = z.output<typeof AnswerLine>;

export const listMethods = {
  /** Department: the list that the bureau dispatched, with its answers. `version` 0 = none came yet. */
  'list.lines': method(
    'user',
    z.object({}),
    z.object({ version: z.number().int(), bureau: z.string(), at: z.string(), rows: z.array(ListLineRow) }),
  ),
  /** Answers a line and hands the answer in. Refuses `list-line-missing`, `catalog-retired`, `invalid-input` with the field. */
  'list.answer': method(['clerk'], AnswerLine, ListLineRow),
  /** Takes an answer back that was handed in and not sent. */
  'list.withdraw': method(['clerk'], z.object({ id: RecordId }), z.object({})),
} as const;
