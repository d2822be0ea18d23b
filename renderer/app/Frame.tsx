import type { ReactNode } from 'react';
import { useState } from 'react';
import { matchPath, useLocation, useNavigate } from 'react-router';
import { useAct } from '../client/act.ts';
import { useCall } from '../client/call.ts';
import { useSession } from '../client/session.tsx';
import { focusNextMark } from '../components/FindingList.tsx';
import { focusNextPanel } from '../components/focus.ts';
import { useKeys } from '../components/keys.tsx';
import { GoTo } from './GoTo.tsx';
import { HelpDrawer } from './HelpDrawer.tsx';
import { Navigation } from './Navigation.tsx';
import { pages, pagesFor } from './pages.tsx';
import { TopBar } from './TopBar.tsx';
import { useActivity } from './useActivity.ts';
import './frame.css';

/** Navigation left, top bar, and the page with its key bar. */
export default function Frame({ children }: { children: ReactNode }): ReactNode {
  const { station, user } = useSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const strip = useCall('desk.strip', {}).data ?? null;
  const lock = useAct('station.lock');
  const [goTo, setGoTo] = useState(false);
  const [help, setHelp] = useState(false);
  const listed = pagesFor(station.role, user.roles);
  const current = pages.find((page) => matchPath(page.path, pathname)) ?? listed[0];
  const lockNow = (): void => void lock.run({});
  useActivity();
  useKeys({
    ...Object.fromEntries(listed.slice(0, 9).map((page, index) => [`Alt+${index + 1}`, () => navigate(page.path)])),
    'Alt+0': () => navigate(listed[9]?.path ?? '/settings'),
    'Ctrl+K': () => setGoTo(true),
    F1: () => setHelp(true),
    F6: () => focusNextMark() || focusNextPanel(),
    'Ctrl+F6': () => focusNextPanel(),
    'Ctrl+Shift+F6': () => focusNextPanel(true),
    'Ctrl+L': lockNow,
    // Without a form on the page the browser would offer to save the page as a file.
    'Ctrl+S': () => true,
  });
  const rail = current?.desk === true;
  return (
    <div className={rail ? 'frame frame-rail' : 'frame'}>
      <TopBar strip={strip} rail={rail} onGoTo={() => setGoTo(true)} onHelp={() => setHelp(true)} onLock={lockNow} />
      <Navigation pages={listed} current={current?.path ?? ''} strip={strip} rail={rail} />
      {children}
      <GoTo open={goTo} onClose={() => setGoTo(false)} />
      {current ? <HelpDrawer page={current} open={help} onClose={() => setHelp(false)} /> : null}
    </div>
  );
}
