import type { ReactNode } from 'react';
import './page.css';

interface PanelProps {
  readonly title?: ReactNode;
  /** Number behind the title. */
  readonly count?: ReactNode;
  /** Right end of the head. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Fills the height that is left; its body scrolls. */
  readonly fill?: boolean;
  readonly foot?: ReactNode;
}

/** A white area with a 34 px head; Ctrl+F6 walks from panel to panel. */
export function Panel({ title, count, extra, children, className = '', fill = false, foot }: PanelProps): ReactNode {
  return (
    <section className={`panel ${fill ? 'panel-fill' : ''} ${className}`} data-panel tabIndex={-1}>
      {title !== undefined ? (
        <header className="panel-head">
          <h2>{title}</h2>
          {count !== undefined ? <span className="panel-count">{count}</span> : null}
          <div className="panel-extra">{extra}</div>
        </header>
      ) : null}
      <div className="panel-body">{children}</div>
      {foot ? <footer className="panel-foot">{foot}</footer> : null}
    </section>
  );
}
