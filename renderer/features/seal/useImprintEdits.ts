import { useRef, useState } from 'react';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import type { ImprintFields } from './ImprintCard.tsx';

export interface ImprintEdits {
  /** What stands in the fields of an imprint: what was typed last, else what is stored. */
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
 * being written.
 */
export function useImprintEdits(stationName: string): ImprintEdits {
  const save = useAct('seal.save');
  const [, redraw] = useState(0);
  const typed = useRef(new Map<string, ImprintFields>());
  const fieldsOf = (one: ImprintView): ImprintFields =>
    typed.current.get(one.id) ?? {
      name: one.name || stationName,
      licenseTypes: one.licenseTypes,
      acceptedBecause: one.acceptedBecause,
    };
  const type = (one: ImprintView, patch: Partial<ImprintFields>): void => {
    typed.current.set(one.id, { ...fieldsOf(one), ...patch });
    redraw((count) => count + 1);
  };
  return {
    fieldsOf,
    type,
    change(one, patch) {
      type(one, patch);
      const fields = fieldsOf(one);
      void save.run({ id: one.id, ...fields, licenseTypes: [...fields.licenseTypes] });
    },
    forget(one) {
      typed.current.delete(one.id);
    },
  };
}
