import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import type { Strip } from '../../shared/station/desk.ts';
import { useSession } from '../client/session.tsx';
import { DateText, Num } from '../components/text.tsx';
import type { PageEntry } from './pages.tsx';

interface NavigationProps {
  readonly pages: readonly PageEntry[];
  readonly current: string;
  readonly strip: Strip | null;
  readonly rail: boolean;
}

/** The pages of this person, with Alt+digit and what waits on each. */
export function Navigation({ pages, current, strip, rail }: NavigationProps): ReactNode {
  const { status } = useSession();
  return (
    <nav className="navigation" aria-label="页面">
      <ul>
        {pages.map((page, index) => {
          const count = strip && page.count ? page.count(strip) : null;
          const on = page.path === current || (page.path !== '/' && current.startsWith(`${page.path}/`));
          const key = index < 9 ? `Alt+${index + 1}` : index === 9 ? 'Alt+0' : '';
          const link = (
            <NavLink to={page.path} aria-label={page.title} className={on ? 'nav-line on' : 'nav-line'} end>
              <span className="nav-icon">{page.icon}</span>
              {rail ? null : (
                <>
                  <span className="grow">{page.title}</span>
                  {count && count.value > 0 ? (
                    <span className={`nav-count ${count.tone ?? ''}`}>
                      <Num value={count.value} />
                      {count.more ? '+' : ''}
                    </span>
                  ) : null}
                </>
              )}
            </NavLink>
          );
          const tip = `${page.title}${key ? `（${key}）` : ''}`;
          return (
            <li key={page.path}>
              {rail ? (
                <Tooltip title={tip} placement="right">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
      {rail ? null : (
        <dl className="nav-foot">
          <dt>换页</dt>
          <dd className="mono">Alt+1…{Math.min(9, pages.length)}</dd>
          <dt>备份</dt>
          <dd className={strip?.lastBackup === '' ? 'warn' : ''}>
            {strip?.lastBackup ? <DateText value={strip.lastBackup} time short /> : '还没有'}
          </dd>
          <dt>审计链</dt>
          <dd>
            <Num value={strip?.auditLines ?? 0} /> 行
          </dd>
          <dt>版本</dt>
          <dd className="mono">{status.version}</dd>
        </dl>
      )}
    </nav>
  );
}
