import { useRef, useState } from 'react';
import { isUntouched, tickedBy } from '../../../shared/seal/look.ts';
import type { ImprintView, NoteView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import type { ImprintFields } from './ImprintCard.tsx';

export interface ImprintEdits {
  /** What stands in the fields of an imprint: what was typed last, else what is stored, else what its note ticks. */
  fieldsOf(one: ImprintView): ImprintFields;
  /** Takes a change over at once; nothing is written yet. */
  type(one: ImprintView, patch: Partial<ImprintFields>): void;
  /** Takes a change over at once and writes it. */
  change(one: ImprintView, patch: Partial<ImprintFields>): void;
  /** Forgets what was typed: the store has it, or the imprint went. */
  forget(one: ImprintView): void;
}

/**
 * What is typed on the scan desk, ahead of the store: two changes in quick succession build on each other, also while the first is still
 * being written. What a note ticks counts until a person touches the types, and is written only when the page is confirmed.
 */
export function useImprintEdits(
  stationName: string,
  notes: Readonly<Record<string, NoteView | undefined>>,
): ImprintEdits {
  const save = useAct('seal.save');
  const [, redraw] = useState(0);
  const typed = useRef(new Map<string, Partial<ImprintFields>>());
  const stored = (one: ImprintView): ImprintFields => ({
    name: one.name || stationName,
    licenseTypes: one.licenseTypes,
    acceptedBecause: one.acceptedBecause,
    ...typed.current.get(one.id),
  });
  const type = (one: ImprintView, patch: Partial<ImprintFields>): void => {
    typed.current.set(one.id, { ...typed.current.get(one.id), ...patch });
    redraw((count) => count + 1);
  };
  return {
    fieldsOf(one) {
      const fields = stored(one);
      const untouched = isUntouched({ ...one, ...fields }) && !chosen(typed.current.get(one.id));
      return untouched ? { ...fields, licenseTypes: tickedBy(notes[one.id]) } : fields;
    },
    type,
    change(one, patch) {
      type(one, patch);
      const fields = stored(one);
      void save.run({
        id: one.id,
        ...fields,
        licenseTypes: [...fields.licenseTypes],
        chosen: chosen(typed.current.get(one.id)),
      });
    },
    forget(one) {
      typed.current.delete(one.id);
    },
  };
}

const chosen = (typed: Partial<ImprintFields> | undefined): boolean => typed?.licenseTypes !== undefined;
