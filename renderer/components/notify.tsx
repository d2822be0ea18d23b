import type { ReactNode } from 'react';
import { createContext, useContext, useState } from 'react';
import type { Failure } from '../../shared/contract/failures.ts';
import './notify.css';

export interface Notify {
  /** What went well, in a few words; gone after three seconds. */
  done(text: string): void;
  /** What failed, in words; stays until it is closed. */
  failure(failure: Failure): void;
}

const nowhere = (): never => {
  throw new Error('no Messages above');
};

export const NotifyContext = createContext<Notify>({ done: nowhere, failure: nowhere });

/** Messages in the corner of the window. Before the window is open there is no corner: what stands there shows its failures itself. */
export function useNotify(): Notify {
  return useContext(NotifyContext);
}

/** A failure where it belongs on the page: its sentence, and the code only in a detail that can be copied. */
export function FailureNote({ failure, action }: { failure: Failure | null; action?: ReactNode }): ReactNode {
  if (!failure) return null;
  return (
    <div className="failure-note" role="alert">
      <FailureWords failure={failure} />
      {action}
    </div>
  );
}

export function FailureWords({ failure }: { failure: Failure }): ReactNode {
  const [copied, setCopied] = useState(false);
  const detail = JSON.stringify({ code: failure.code, ...failure.details }, null, 1);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(detail);
    setCopied(true);
  };
  return (
    <div className="failure-words">
      <p>{failure.message}</p>
      <details>
        <summary>详情</summary>
        <code>{failure.code}</code>
        <button type="button" className="button button-link" onClick={() => void copy()}>
          {copied ? '已复制' : '复制'}
        </button>
        <pre>{detail}</pre>
      </details>
    </div>
  );
}
