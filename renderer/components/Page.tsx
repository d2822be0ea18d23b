import type { ReactNode } from 'react';
import { Keycap } from './Keycap.tsx';
import './page.css';

/** A key, or several that do the same, and what it does. */
export type KeyHint = readonly [keys: string, what: string];

interface PageProps {
  readonly children: ReactNode;
  /** Keys of this page, shown in the bottom bar. */
  readonly keys?: readonly KeyHint[];
  /** Right end of the bottom bar: short states, then the one primary button. */
  readonly actions?: ReactNode;
  /** True where panels stand apart on the ground (desk, send); otherwise they meet at hairlines. */
  readonly spaced?: boolean;
}

/** The page area: body, and the bottom bar with keys and the primary button. */
export function Page({ children, keys = [], actions, spaced = false }: PageProps): ReactNode {
  return (
    <main className="page">
      <div className={spaced ? 'page-body page-spaced' : 'page-body'}>{children}</div>
      <footer className={actions ? 'key-bar key-bar-tall' : 'key-bar'}>
        <ul>
          {keys.map(([names, what]) => (
            <li key={names + what}>
              {names.split(' ').map((name) => (
                <Keycap key={name} name={name} />
              ))}
              <span>{what}</span>
            </li>
          ))}
        </ul>
        {actions ? <div className="key-bar-actions">{actions}</div> : null}
      </footer>
    </main>
  );
}

interface PageHeadProps {
  readonly title: ReactNode;
  /** Beside the title: tag, code, a short fact. */
  readonly sub?: ReactNode;
  /** Right end: search, plain buttons. */
  readonly children?: ReactNode;
}

/** The line above a page or above one of its columns, 40 px. */
export function PageHead({ title, sub, children }: PageHeadProps): ReactNode {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {sub ? <div className="page-head-sub">{sub}</div> : null}
      <div className="page-head-tools">{children}</div>
    </header>
  );
}

/** What stands in the key bar before the primary button, divided by hairlines. */
export function BarFact({ children }: { children: ReactNode }): ReactNode {
  return <span className="bar-fact">{children}</span>;
}
