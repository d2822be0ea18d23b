import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Suspense, useEffect } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { roleNames } from '../../shared/station/roles.ts';
import { useSession } from '../client/session.tsx';
import { Empty } from '../components/Empty.tsx';
import { Page } from '../components/Page.tsx';
import type { PageEntry } from './pages.tsx';
import { pagesFor } from './pages.tsx';

/** A page where its route leads: for this kind of station, and for somebody who may open it. */
export function Placed({ page }: { page: PageEntry | null }): ReactNode {
  const { station, user, has } = useSession();
  const navigate = useNavigate();
  const first = pagesFor(station.role, user.roles)[0];
  const here = page && (page.station === 'both' || page.station === station.role);
  if (!here) return first ? <Navigate to={first.path} replace /> : null;
  if (page.roles && !has(...page.roles)) {
    return (
      <Page>
        <Empty
          title={`“${page.title}”由${page.roles.map((role) => roleNames[role]).join('、')}办理`}
          hint={`${user.name}没有这个角色。请换有此角色的人登录，或请系统管理员在“设置—用户与角色”中调整。`}
        >
          <Button onClick={() => navigate(first?.path ?? '/settings')}>回到{first?.title ?? '设置'}</Button>
        </Empty>
      </Page>
    );
  }
  return (
    <Suspense fallback={<Page>{null}</Page>}>
      <Arrived key={page.path} />
      <page.page />
    </Suspense>
  );
}

const triesMs = 150;
const tries = 8;

/** On arrival the keys go to the page's list, once it is there, unless the page or the person has put the focus somewhere. */
function Arrived(): ReactNode {
  useEffect(() => {
    let left = tries;
    const timer = setInterval(() => {
      const { activeElement } = document;
      const free = activeElement === document.body || activeElement?.closest('.navigation') != null;
      const list = document.querySelector<HTMLElement>('.page [data-list]');
      if (free) list?.focus({ preventScroll: true });
      left -= 1;
      // A list may be drawn anew when its first rows arrive, and lose the focus once more.
      const ours = activeElement?.matches('[data-list]') === true;
      if ((!free && !ours) || left === 0) clearInterval(timer);
    }, triesMs);
    return () => clearInterval(timer);
  }, []);
  return null;
}
