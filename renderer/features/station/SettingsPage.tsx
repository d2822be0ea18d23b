import type { KeyboardEvent, ReactNode } from 'react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Role, StationRole } from '../../../shared/station/roles.ts';
import { useSession } from '../../client/session.tsx';
import { useKeys } from '../../components/keys.tsx';
import { AuditSection } from './AuditSection.tsx';
import { BackupSection } from './BackupSection.tsx';
import { CodesSection } from './CodesSection.tsx';
import { KeyingSection } from './KeyingSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { SelfCheckSection } from './SelfCheckSection.tsx';
import { StationSection } from './StationSection.tsx';
import { UsersSection } from './UsersSection.tsx';
import './settings.css';

interface Section {
  readonly key: string;
  readonly title: string;
  readonly roles?: readonly Role[];
  /** Only in stations of this kind. */
  readonly station?: StationRole;
  readonly section: () => ReactNode;
}

const sections: readonly Section[] = [
  { key: 'users', title: '用户与角色', section: () => <UsersSection /> },
  { key: 'station', title: '单位资料', section: () => <StationSection /> },
  { key: 'keying', title: '复录规则', station: 'department', section: () => <KeyingSection /> },
  { key: 'keys', title: '密钥与指纹', section: () => <KeysSection /> },
  { key: 'backup', title: '备份与恢复', section: () => <BackupSection /> },
  { key: 'audit', title: '审计链', roles: ['admin', 'securityAuditor', 'inspector'], section: () => <AuditSection /> },
  { key: 'codes', title: '代码表', section: () => <CodesSection /> },
  { key: 'check', title: '自检', section: () => <SelfCheckSection /> },
];

/** 设置: one section at a time, its own list or form in the whole width. */
export default function SettingsPage(): ReactNode {
  const { has, station } = useSession();
  const [params, setParams] = useSearchParams();
  const shown = useMemo(
    () => sections.filter((one) => (!one.roles || has(...one.roles)) && (!one.station || one.station === station.role)),
    [has, station.role],
  );
  const at = Math.max(
    0,
    shown.findIndex((one) => one.key === params.get('section')),
  );
  const go = (index: number): void => {
    const section = shown[(index + shown.length) % shown.length];
    if (section) setParams({ section: section.key });
  };
  useKeys({ 'Alt+ArrowDown': () => go(at + 1), 'Alt+ArrowUp': () => go(at - 1) });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    go(at + (event.key === 'ArrowDown' ? 1 : -1));
  };
  const current = shown[at];
  return (
    <div className="settings">
      <aside className="settings-list">
        <header className="page-head">
          <h1>设置</h1>
        </header>
        <ul onKeyDown={onKeyDown}>
          {shown.map((one, index) => (
            <li key={one.key}>
              <button
                type="button"
                className={index === at ? 'on' : ''}
                aria-current={index === at}
                onClick={() => go(index)}
              >
                {one.title}
              </button>
            </li>
          ))}
        </ul>
      </aside>
      {current?.section()}
    </div>
  );
}
