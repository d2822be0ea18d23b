import { checkType } from '../../../shared/license/check-type.ts';
import { typeFieldLabel, typeLines } from '../../../shared/license/type-fields.ts';
import { TypeRecord } from '../../../shared/license/type-record.ts';
import { typeSearch } from '../license/license.ts';
import type { RecordRules } from './record-rules.ts';

/** 证照目录: an entry of the department's own catalog with its versions and its template. */
export function licenseTypeRules(): RecordRules<TypeRecord> {
  return {
    schema: TypeRecord,
    check: (type) => checkType(type, { others: [] }),
    label: typeFieldLabel,
    search: typeSearch,
    lines: typeLines,
  };
}
