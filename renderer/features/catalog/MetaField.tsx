import type { ReactNode } from 'react';
import { createContext, useContext, useMemo } from 'react';
import type { Finding } from '../../../shared/exchange/finding.ts';

interface Marks {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** False on a form that nobody has saved yet: what is missing is asked for, not complained of. */
  readonly strict: boolean;
}

const MarksContext = createContext<Marks>({ findings: new Map(), strict: false });

interface MarksProps {
  readonly findings: readonly Finding[];
  readonly strict: boolean;
  readonly children: ReactNode;
}

/** Gives the fields below what was found in them. */
export function MarksProvider({ findings, strict, children }: MarksProps): ReactNode {
  const marks = useMemo(() => {
    const map = new Map<string, Finding[]>();
    for (const finding of findings) map.set(finding.field, [...(map.get(finding.field) ?? []), finding]);
    return { findings: map, strict };
  }, [findings, strict]);
  return <MarksContext value={marks}>{children}</MarksContext>;
}

export interface Mark {
  readonly status: '' | 'error' | 'warning';
  /** For the control's placeholder while nothing is filled in. */
  readonly placeholder: string;
  /** What stands below the control. */
  readonly messages: readonly Finding[];
}

const isGap = (finding: Finding): boolean => finding.code.endsWith('-missing');

/** What was found in one of these fields; gaps become the placeholder, everything else a line below. */
export function useMark(...fields: readonly string[]): Mark {
  const { findings, strict } = useContext(MarksContext);
  const found = fields.flatMap((field) => findings.get(field) ?? []);
  const gap = found.find(isGap);
  const shown = strict ? found : found.filter((finding) => !isGap(finding));
  const status = shown.some(({ level }) => level === 'error') ? 'error' : shown.length > 0 ? 'warning' : '';
  const placeholder = gap ? (strict ? gap.message : gap.level === 'error' ? '必填' : '') : '';
  // One sentence about two cells of a table is said once.
  const messages = found.filter(
    (finding, at) => !isGap(finding) && found.findIndex(({ message }) => message === finding.message) === at,
  );
  return { status, placeholder, messages };
}

interface MetaFieldProps {
  /** Number of the metadata; 普 for the census. */
  readonly no?: string;
  readonly label?: string;
  readonly field: string;
  /** Further fields that stand in the same line and report here. */
  readonly with?: readonly string[];
  readonly children: ReactNode;
}

/** One line of the editor: number, label, control, and what was found in it. */
export function MetaField({ no = '', label = '', field, with: others = [], children }: MetaFieldProps): ReactNode {
  const { messages } = useMark(field, ...others);
  return (
    <div className="meta-field">
      <span className="meta-no">{no}</span>
      <span className="meta-label">{label}</span>
      <div className="meta-body">
        {children}
        {messages.map(({ field: at, code, level, message }) => (
          <p key={at + code} className={`meta-message ${level === 'error' ? 'bad' : 'warn'}`}>
            {message}
          </p>
        ))}
      </div>
    </div>
  );
}

/** Where a field can be found by its path, with its mark. Wrap each control. */
export function Spot({
  field,
  className = '',
  children,
}: {
  field: string;
  className?: string;
  children: ReactNode;
}): ReactNode {
  const { status } = useMark(field);
  return (
    <div className={`spot ${className}`} data-field={field} {...(status === '' ? {} : { 'data-level': status })}>
      {children}
    </div>
  );
}
