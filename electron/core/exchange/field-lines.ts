import type { FieldLine } from '../../../shared/exchange/review.ts';
import type { RecordLine } from './record-rules.ts';

/**
 * A record beside its last version, field by field: changed fields first, then the rest, each in the order of the form. What is
 * empty on both sides is left out. `previous` is undefined for a record that comes for the first time: then nothing is changed.
 */
export function fieldLines(current: readonly RecordLine[], previous: readonly RecordLine[] | undefined): FieldLine[] {
  const before = new Map(previous?.map((line) => [line.field, line]));
  const after = new Map(current.map((line) => [line.field, line]));
  const gone = [...before.values()].filter((line) => !after.has(line.field));
  const lines = [...current, ...gone].flatMap((line): FieldLine[] => {
    const now = after.get(line.field)?.text ?? '';
    const then = before.get(line.field)?.text ?? '';
    if (now === '' && then === '') return [];
    return [
      {
        field: line.field,
        label: line.label,
        before: then,
        after: now,
        changed: previous !== undefined && now !== then,
      },
    ];
  });
  return [...lines.filter((line) => line.changed), ...lines.filter((line) => !line.changed)];
}
