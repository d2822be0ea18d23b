import type { ReactNode } from 'react';
import './page.css';

interface EmptyProps {
  /** What is not there yet: 还没有资源目录 */
  readonly title: string;
  /** How to begin, in one or two sentences. */
  readonly hint: ReactNode;
  /** The buttons that begin. */
  readonly children?: ReactNode;
}

/** An empty list or page: says what would stand here and how to begin. */
export function Empty({ title, hint, children }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{hint}</p>
      {children ? <div className="empty-actions">{children}</div> : null}
    </div>
  );
}
