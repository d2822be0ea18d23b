import { Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { obligationKinds } from '../../../shared/station/obligation.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Field } from '../../components/Form.tsx';

interface ObligationFieldsProps {
  readonly codeHint?: string;
  /** Who settles the number. */
  readonly expectedHint: string;
  /** The line is there already: what changes is its number. */
  readonly known: boolean;
}

/** What a line of 应交材料 says, at the department and at the bureau that dispatches it. */
export function ObligationFields({ codeHint, expectedHint, known }: ObligationFieldsProps): ReactNode {
  return (
    <>
      <Field name="code" label="编号" hint={codeHint}>
        {(control) => <Input {...control} className="mono" maxLength={16} />}
      </Field>
      <Field name="text" label="材料" required>
        {(control) => <Input.TextArea {...control} autoSize={{ minRows: 2, maxRows: 4 }} maxLength={200} />}
      </Field>
      <Field name="kind" label="种类" required>
        {(control) => <Select {...control} options={obligationKinds.map((value) => ({ value, label: value }))} />}
      </Field>
      <Field name="expected" label="应录数" hint={expectedHint}>
        {(control) => (
          <InputNumber
            {...control}
            data-autofocus={known ? true : undefined}
            className="mono"
            min={0}
            precision={0}
            controls={false}
            style={{ width: 160 }}
          />
        )}
      </Field>
      <Field name="due" label="截止日期">
        {(control) => <DateInput {...control} />}
      </Field>
    </>
  );
}
