import type { FieldLine } from '../../../shared/exchange/review.ts';
import type { RecordLine } from './record-rules.ts';

/**
 * A record beside its last version, field by field: changed fields first, then the rest, each in the order of the form. What is
 * empty on both sides is left out. `previous` is undefined for a record that comes for the first time: then nothing is changed.
 */
export function fieldLines(current: readonly RecordLine[], previous: readonly RecordLine[] | undefined): FieldLine[] {
  const keyOf = (line: RecordLine): string => line.key ?? line.field;
  const before = new Map(previous?.map((line) => [keyOf(line), line]));
  const after = new Map(current.map((line) => [keyOf(line), line]));
  const gone = [...before.values()]
    .filter((line) => !after.has(keyOf(line)))
    .map((line) => ({ ...line, field: keyOf(line), label: `上一版${line.label}` }));
  const lines = [...current, ...gone].flatMap((line): FieldLine[] => {
    const now = after.get(keyOf(line))?.text ?? '';
    const then = before.get(keyOf(line))?.text ?? '';
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
