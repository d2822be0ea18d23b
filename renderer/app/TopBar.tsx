import { LockOutlined, QuestionCircleOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { Strip } from '../../shared/station/desk.ts';
import { roleNames } from '../../shared/station/roles.ts';
import { useSession } from '../client/session.tsx';
import { Keycap } from '../components/Keycap.tsx';
import { Num } from '../components/text.tsx';

interface TopBarProps {
  readonly strip: Strip | null;
  readonly rail: boolean;
  readonly onGoTo: () => void;
  readonly onHelp: () => void;
  readonly onLock: () => void;
}

/** Station, Ctrl+K, the status strip that is always true, user, help and lock. */
export function TopBar({ strip, rail, onGoTo, onHelp, onLock }: TopBarProps): ReactNode {
  const { station, user } = useSession();
  const [first, ...others] = user.roles;
  const roles = user.roles.map((role) => roleNames[role]);
  return (
    <header className="top-bar">
      <div className="brand">
        <span className="brand-mark">驿</span>
        {rail ? null : <span className="brand-name">驿递</span>}
      </div>
      <strong className="station-name cut" title={station.name}>
        {station.name}
      </strong>
      <button type="button" className="go-to-box" onClick={onGoTo}>
        <SearchOutlined />
        <span>{station.role === 'department' ? '到页面、目录、证照' : '到页面、单位、记录'}</span>
        <Keycap name="Ctrl+K" />
      </button>
      <ul className="status-strip" aria-label="状态">
        {strip ? (
          station.role === 'department' ? (
            <DepartmentStrip strip={strip} />
          ) : (
            <BureauStrip strip={strip} />
          )
        ) : null}
      </ul>
      <div className="top-user">
        <Tooltip title={roles.join('、')} placement="bottomRight">
          <span className="row">
            <UserOutlined className="secondary" />
            <strong>{user.name}</strong>
            <span className="secondary">
              {first ? roleNames[first] : ''}
              {others.length > 0 ? ` 等 ${user.roles.length} 个角色` : ''}
            </span>
          </span>
        </Tooltip>
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          title="本页说明（F1）"
          aria-label="本页说明"
          onClick={onHelp}
        />
        <Button type="text" icon={<LockOutlined />} title="锁定（Ctrl+L）" aria-label="锁定" onClick={onLock} />
      </div>
    </header>
  );
}

function DepartmentStrip({ strip }: { strip: Strip }): ReactNode {
  const [way, ...more] = strip.onTheWay;
  return (
    <>
      <Fact word="未送出" value={strip.unsent} />
      {way === undefined ? (
        <li>无在途包</li>
      ) : (
        <li>
          上报包 <b className="mono">{String(way).padStart(4, '0')}</b>
          {more.length > 0 ? ` 等 ${more.length + 1} 个` : ''} 在途
        </li>
      )}
      <Fact word="待回执" value={strip.receiptsWaiting} />
      {strip.overdue > 0 ? <Fact word="逾期" value={strip.overdue} tone="bad" /> : null}
      {strip.dueSoon > 0 ? <Fact word="3 天内到期" value={strip.dueSoon} tone="warn" /> : null}
      {strip.overdue + strip.dueSoon === 0 ? <li>近期无到期</li> : null}
    </>
  );
}

function BureauStrip({ strip }: { strip: Strip }): ReactNode {
  return (
    <>
      <Fact word="今日收件" value={strip.receivedToday} />
      <Fact word="待审" value={strip.toReview} />
      {strip.toConfirm > 0 ? <Fact word="待核指纹" value={strip.toConfirm} tone="warn" /> : <li>无待核指纹</li>}
    </>
  );
}

function Fact({ word, value, tone = '' }: { word: string; value: number; tone?: 'bad' | 'warn' | '' }): ReactNode {
  return (
    <li className={tone}>
      {word}{' '}
      <b>
        <Num value={value} />
      </b>
    </li>
  );
}
