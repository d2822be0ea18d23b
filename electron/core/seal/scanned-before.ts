import type { Sheet } from '../../../shared/seal/imprint.ts';
import type { SheetView } from '../../../shared/seal/methods.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** The scan of a printed sheet that came in last before another one (`@id`). Its index counts on these words. */
export const scansOfForm = `SELECT id AS sheet, code, created_at AS at FROM record
  WHERE kind = 'sheet' AND origin = @origin AND json_extract(body, '$.page.form.id') = @form
    AND json_extract(body, '$.page.form.uscc') = @uscc AND n < (SELECT n FROM record WHERE id = @id)
  ORDER BY n DESC LIMIT 1`;

/** An earlier scan of the same sheet of ours; null where there is none, or a person let both count. */
export function scannedBefore(
  { db }: Station,
  { id, origin }: StoredRecord,
  { page: { form }, again }: Sheet,
): SheetView['before'] {
  if (!form || again !== '') return null;
  const found = prepared(db, scansOfForm).get({ origin, form: form.id, uscc: form.uscc, id });
  return (found as SheetView['before'] | undefined) ?? null;
}
