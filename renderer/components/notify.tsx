import { App, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { Failure } from '../../shared/contract/failures.ts';
import './notify.css';

export interface Notify {
  /** What went well, in a few words; gone after three seconds. */
  done(text: string): void;
  /** What failed, in words; stays until it is closed. */
  failure(failure: Failure): void;
}

/** Messages in the corner of the window. */
export function useNotify(): Notify {
  const { message, notification } = App.useApp();
  return useMemo(
    () => ({
      done: (text) => void message.success(text, 3),
      failure: (failure) =>
        notification.error({
          title: <FailureWords failure={failure} />,
          duration: 0,
          placement: 'topRight',
          key: failure.code,
        }),
    }),
    [message, notification],
  );
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

function FailureWords({ failure }: { failure: Failure }): ReactNode {
  const detail = JSON.stringify({ code: failure.code, ...failure.details }, null, 1);
  return (
    <div className="failure-words">
      <p>{failure.message}</p>
      <details>
        <summary>详情</summary>
        <Typography.Text copyable={{ text: detail, tooltips: ['复制', '已复制'] }}>
          <code>{failure.code}</code>
        </Typography.Text>
        <pre>{detail}</pre>
      </details>
    </div>
  );
}
