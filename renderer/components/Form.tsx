import type { CSSProperties, ReactNode } from 'react';
import { createContext, useContext, useMemo } from 'react';
import type { Control, FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { FormProvider, get, useController, useFormContext } from 'react-hook-form';
import type { Finding } from '../../shared/exchange/finding.ts';
import { useKeys } from './keys.tsx';
import './form.css';

interface FormProps<T extends FieldValues> {
  readonly form: UseFormReturn<T>;
  /** Ctrl+S. Called as it is: drafts are saved with gaps; use `form.handleSubmit` inside where gaps must block. */
  readonly onSave?: () => unknown;
  /** What the subject's check found; shown under the fields that they name. */
  readonly findings?: readonly Finding[];
  /** Width of the label column in px. */
  readonly labelWidth?: number;
  readonly children: ReactNode;
  readonly className?: string;
}

interface FormSettings {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly labelWidth: number;
}

const FormContext = createContext<FormSettings>({ findings: new Map(), labelWidth: 104 });

/** A form of react-hook-form with findings at their fields, Ctrl+S, and one label column. */
export function Form<T extends FieldValues>(props: FormProps<T>): ReactNode {
  const { form, onSave, findings, labelWidth = 104, children, className = '' } = props;
  useKeys({ 'Ctrl+S': onSave ? () => void onSave() : undefined });
  const settings = useMemo(() => ({ findings: byField(findings ?? []), labelWidth }), [findings, labelWidth]);
  return (
    <FormProvider {...form}>
      <FormContext value={settings}>
        <form
          className={`form ${className}`}
          noValidate
          autoComplete="off"
          onSubmit={(event) => event.preventDefault()}
          style={{ '--label-width': `${labelWidth}px` } as CSSProperties}
        >
          {children}
        </form>
      </FormContext>
    </FormProvider>
  );
}

/** What a field gives to its control: spread it over Ant Design's `Input`, `Select`, `DatePicker`… */
export interface FieldControl {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: the control decides the type of its value
  readonly value: any;
  // biome-ignore lint/suspicious/noExplicitAny: an event or a value, as the control sends it
  readonly onChange: (...event: any[]) => void;
  readonly onBlur: () => void;
  readonly ref: (instance: unknown) => void;
  readonly status: '' | 'error' | 'warning';
}

interface FieldProps {
  /** Dotted path, the same in form, finding and remark. */
  readonly name: string;
  readonly label: ReactNode;
  /** Number of the metadata in the notice. */
  readonly no?: ReactNode;
  readonly required?: boolean;
  /** Under the control while there is nothing to complain of. */
  readonly hint?: ReactNode;
  /** Beside the control: what belongs to it in the same line. */
  readonly aside?: ReactNode;
  readonly children: (control: FieldControl) => ReactNode;
}

/** One labelled line of a form, with its errors and warnings below the control. */
export function Field({ name, label, no, required = false, hint, aside, children }: FieldProps): ReactNode {
  const { control, messages, status } = useField(name);
  return (
    <div className="field" data-field={name} {...(status === '' ? {} : { 'data-level': status })}>
      <label htmlFor={control.id}>
        {no !== undefined ? <span className="field-no">{no}</span> : null}
        {label}
        {required ? <i className="field-required" title="必填" /> : null}
      </label>
      <div className="field-body">
        <div className="field-line">
          <div className="grow">{children(control)}</div>
          {aside}
        </div>
        {messages.map((message) => (
          <p key={message.text} className={message.level === 'error' ? 'field-error' : 'field-warning'}>
            {message.text}
          </p>
        ))}
        {messages.length === 0 && hint ? <p className="field-hint">{hint}</p> : null}
      </div>
    </div>
  );
}

interface Message {
  readonly level: 'error' | 'warning';
  readonly text: string;
}

/** A field's value, its control, and what is wrong with it. */
function useField(name: string): {
  control: FieldControl;
  messages: readonly Message[];
  status: '' | 'error' | 'warning';
} {
  const form = useFormContext();
  const { findings } = useContext(FormContext);
  const { field, formState } = useController({
    name: name as FieldPath<FieldValues>,
    control: form.control as Control,
  });
  const own = get(formState.errors, name) as { message?: string } | undefined;
  const messages: Message[] = [
    ...(own?.message ? [{ level: 'error' as const, text: own.message }] : []),
    ...(findings.get(name) ?? []).map((finding) => ({ level: finding.level, text: finding.message })),
  ];
  const status = messages.some((message) => message.level === 'error') ? 'error' : messages.length > 0 ? 'warning' : '';
  // An error is taken back as soon as it is put right, also one that only a step or a button brought up.
  const onChange = (...event: unknown[]): void => {
    field.onChange(...event);
    if (own) void form.trigger(name);
  };
  const control = {
    id: `field-${name}`,
    value: field.value,
    onChange,
    onBlur: field.onBlur,
    ref: field.ref,
    status,
  } as const;
  return { control, messages, status };
}

/** A line of a form without a field: facts, groups of buttons, plain text. */
export function FormRow({ label, no, children }: { label: ReactNode; no?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className="field">
      <span className="field-label">
        {no !== undefined ? <span className="field-no">{no}</span> : null}
        {label}
      </span>
      <div className="field-body">
        <div className="field-text">{children}</div>
      </div>
    </div>
  );
}

function byField(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const finding of findings) map.set(finding.field, [...(map.get(finding.field) ?? []), finding]);
  return map;
}
