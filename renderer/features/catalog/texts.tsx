import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { FieldPathByValue } from 'react-hook-form';
import { useController, useFormContext } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { Spot, useMark } from './MetaField.tsx';

export type TextPath = FieldPathByValue<Catalog, string>;

interface TextFieldProps {
  readonly name: TextPath;
  /** Small word inside the control, before the text: 处室, 条件. */
  readonly word?: string;
  readonly suffix?: ReactNode;
  readonly mono?: boolean;
  readonly right?: boolean;
  readonly placeholder?: string;
  /** Lines of a text area; absent = one line. */
  readonly rows?: number;
  readonly label: string;
}

/** One text of the catalog. What is missing is said in the placeholder, in the colour of the finding. */
export function TextField({
  name,
  word,
  suffix,
  mono = false,
  right = false,
  placeholder = '',
  rows,
  label,
}: TextFieldProps): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name, control });
  const mark = useMark(name);
  const shared = {
    value: field.value,
    onChange: field.onChange,
    onBlur: field.onBlur,
    status: mark.status,
    placeholder: mark.placeholder || placeholder,
    className: `${mono ? 'mono' : ''} ${right ? 'right' : ''}`,
    'aria-label': label,
  } as const;
  return (
    <Spot field={name}>
      {rows ? (
        <Input.TextArea {...shared} ref={field.ref} autoSize={{ minRows: rows, maxRows: rows }} />
      ) : (
        <Input
          {...shared}
          ref={field.ref}
          {...(word === undefined ? {} : { prefix: <span className="inner-word">{word}</span> })}
          {...(suffix === undefined ? {} : { suffix: <span className="inner-word">{suffix}</span> })}
        />
      )}
    </Spot>
  );
}

interface ChoiceFieldProps {
  readonly name: TextPath;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
  /** Short word for a narrow field while nothing is chosen. */
  readonly gap?: string;
  readonly label: string;
}

/** One of a list. A value that the list does not have is shown as it came. */
export function ChoiceField({ name, options, placeholder = '', gap, label }: ChoiceFieldProps): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name, control });
  const mark = useMark(name);
  return (
    <Spot field={name}>
      <Select
        ref={field.ref}
        value={field.value === '' ? null : field.value}
        onChange={(value) => field.onChange(value ?? '')}
        onBlur={field.onBlur}
        status={mark.status}
        placeholder={(mark.placeholder === '' ? '' : gap) || mark.placeholder || placeholder}
        options={[...options]}
        showSearch={{ filterOption: (text, option) => `${option?.value} ${option?.label}`.includes(text) }}
        aria-label={label}
        style={{ width: '100%' }}
      />
    </Spot>
  );
}
