import type { ReactNode } from 'react';
import type { RecordState } from '../../shared/exchange/record.ts';
import { recordStateNames } from '../../shared/exchange/record.ts';
import './text.css';

/** A code or number in the monospaced face. */
export function Mono({ children, className = '' }: { children: ReactNode; className?: string }): ReactNode {
  return <span className={`mono ${className}`}>{children}</span>;
}

/** A whole number with its digits grouped by margin, so that copied text stays clean. */
export function Num({ value, className = '' }: { value: number; className?: string }): ReactNode {
  const groups = String(Math.trunc(Math.abs(value))).match(/\d{1,3}(?=(\d{3})*$)/g) ?? ['0'];
  return (
    <span className={`num ${className}`}>
      {value < 0 ? '−' : ''}
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}

/** Bytes as MB with one decimal, the unit of the slip and the ledger. */
export function megabytes(bytes: number): string {
  if (bytes > 0 && bytes < 100_000) return '0.1';
  return (bytes / 1_000_000).toFixed(bytes >= 1e11 ? 0 : 1);
}

/**
 * A date or instant in local time: `2026-11-23`, with `time` `2026-11-23 14:32`, `short` `11-23 14:32`. Empty text when there is none.
 */
export function DateText({
  value,
  time = false,
  short = false,
}: {
  value: string;
  time?: boolean;
  short?: boolean;
}): ReactNode {
  return <span className="mono">{formatDate(value, time, short)}</span>;
}

export function formatDate(value: string, time: boolean, short = false): string {
  if (value === '') return '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return short ? value.slice(5) : value;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${short ? '' : `${at.getFullYear()}-`}${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return time ? `${day} ${two(at.getHours())}:${two(at.getMinutes())}` : day;
}

/** Name first, its code in grey behind, so that truncation eats the code. */
export function NameCode({ name, code, word }: { name: string; code?: string | undefined; word?: string }): ReactNode {
  return (
    <span className="name-code">
      <span className="cut">
        {word ? <span className="secondary">{word} </span> : null}
        {name}
      </span>
      {code ? <span className="mono small cut">{code}</span> : null}
    </span>
  );
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'blue';

/** A word with a coloured dot: states, verdicts. Plain is grey, so that exceptions stand out. */
export function DotWord({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return (
    <span className={`dot-word dot-${tone}`}>
      <i />
      {children}
    </span>
  );
}

const stateTones: Record<RecordState, Tone> = {
  draft: 'plain',
  pending: 'blue',
  sent: 'blue',
  received: 'plain',
  accepted: 'good',
  returned: 'bad',
  stored: 'good',
};

/** One of the seven states of a record. */
export function StateTag({ state, note }: { state: RecordState; note?: ReactNode }): ReactNode {
  return (
    <DotWord tone={stateTones[state]}>
      {recordStateNames[state]}
      {note}
    </DotWord>
  );
}

/** A small outlined tag; `tone` only where the colour means something. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }): ReactNode {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** Working days left until a date: cinnabar when overdue, amber within three days. */
export function DaysLeft({ days }: { days: number }): ReactNode {
  const tone = days < 0 ? 'bad' : days <= 3 ? 'warn' : 'plain';
  return (
    <span className={tone === 'plain' ? '' : tone}>
      {days < 0 ? `逾期 ${-days} 天` : days === 0 ? '今天' : `${days} 天`}
    </span>
  );
}
