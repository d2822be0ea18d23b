import {
  Confirmation,
  checkConfirmation,
  confirmationLabel,
  confirmationLines,
} from '../../../shared/catalog/confirmation.ts';
import { confirmationSearch } from './list-lines.ts';
import type { RecordRules } from './record-rules.ts';

export function confirmationRules(): RecordRules<Confirmation> {
  return {
    schema: Confirmation,
    check: checkConfirmation,
    label: confirmationLabel,
    lines: confirmationLines,
    search: confirmationSearch,
  };
}
