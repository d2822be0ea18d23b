import { z } from 'zod';
import { RecordId, RecordKind } from './record.ts';

/** 退回整改通知单: the records of one 审核结果 that were returned, as people read it. */
export const ReturnNotice = z.object({
  from: z.string(),
  to: z.string(),
  /** Of the signed 审核结果, 8 digits; '' while it is not signed. */
  number: z.string(),
  at: z.string(),
  /** By when returned catalogs are to be corrected; '' where there are none. */
  catalogsBy: z.string(),
  rows: z.array(
    z.object({
      record: RecordId,
      kind: RecordKind,
      name: z.string(),
      /** Numbers of people are masked. */
      code: z.string(),
      revision: z.int(),
      /** Of the package that brought it. */
      sequence: z.int(),
      remarks: z.array(z.object({ label: z.string(), remark: z.string() })),
    }),
  ),
  /** `rows` are the first of them. */
  total: z.int(),
});
export type ReturnNotice = z.infer<typeof ReturnNotice>;
