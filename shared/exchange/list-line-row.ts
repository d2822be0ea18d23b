import { z } from 'zod';
import { ListAnswer } from '../catalog/confirmation.ts';
import { ListLine } from './dispatch.ts';
import { Remark } from './finding.ts';
import { RecordId, RecordState } from './record.ts';

const NamedCatalog = z.object({ id: RecordId, code: z.string(), name: z.string(), state: RecordState });

/** A line of the list with the department's answer, as both sides show it. */
export const ListLineRow = z.object({
  line: ListLine,
  /** Working days until its date, negative when overdue; null = no date. */
  daysLeft: z.number().int().nullable(),
  answer: z
    .object({
      id: RecordId,
      answer: ListAnswer,
      name: z.string(),
      code: z.string(),
      reason: z.string(),
      state: RecordState,
      remarks: z.array(Remark),
      /** The line asks for something else since. */
      outdated: z.boolean(),
    })
    .nullable(),
  /** The catalog that it became; null also where it has not come to the bureau yet. */
  catalog: NamedCatalog.nullable(),
  /** Department: an own catalog that fits by code or name and is not tied yet. */
  match: NamedCatalog.nullable(),
  /** The line's code or name is that of a catalog that was withdrawn: which, when and why. */
  retired: z.object({ code: z.string(), name: z.string(), date: z.string(), reason: z.string() }).nullable(),
});
export type ListLineRow = z.infer<typeof ListLineRow>;
