import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type LookTask, lookTasks } from '../../../shared/license/keying-methods.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { Empty } from '../../components/Empty.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Mono } from '../../components/text.tsx';
import { Confirm } from './Confirm.tsx';
import { Decide } from './Decide.tsx';
import { KeyAgain, type LastKeyed } from './KeyAgain.tsx';
import './second-keying.css';

const words: Record<LookTask, string> = { key: '待复录', decide: '待裁定', confirm: '照面如此' };

/** 复核台: what a second person does, one piece after the other. `?task=` says which kind. */
export default function SecondKeyingPage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const queue = useCall('keying.queue', {});
  const last = useRef<LastKeyed>(new Map());
  const [at, setAt] = useState('');
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const counts = queue.data?.counts;
  const wanted = lookTasks.find((task) => task === search.get('task'));
  const task = wanted ?? lookTasks.find((one) => (counts?.[one] ?? 0) > 0) ?? 'key';
  const rows = (queue.data?.rows ?? []).filter((row) => row.task === task);
  const row = rows.find(({ id }) => id === at) ?? rows.find(({ id }) => !passed.has(id)) ?? rows[0];
  // The address changes a moment after a key: a second F3 counts from what the first asked for.
  const asked = useRef(task);
  useEffect(() => {
    asked.current = task;
  }, [task]);
  const go = (next: LookTask): void => {
    asked.current = next;
    setAt('');
    setPassed(new Set());
    setSearch({ task: next });
  };
  const step = (by: number): void => {
    const next = rows[rows.findIndex(({ id }) => id === row?.id) + by];
    if (next) setAt(next.id);
  };
  const statistics = (): void => void navigate('/second-keying/statistics');
  useKeys({
    F3: () => go(lookTasks[(lookTasks.indexOf(asked.current) + 1) % lookTasks.length] ?? 'key'),
    PageDown: () => step(1),
    PageUp: () => step(-1),
    'Alt+S': statistics,
  });
  const tabs = (
    <div className="look-tabs">
      <Segmented
        size="small"
        value={task}
        onChange={(value) => go(value as LookTask)}
        options={lookTasks.map((one) => ({ value: one, label: `${words[one]} ${counts?.[one] ?? 0}` }))}
      />
      <Button size="small" type="text" tabIndex={-1} title="统计（Alt+S）" onClick={statistics}>
        统计
      </Button>
    </div>
  );
  if (queue.failure)
    return (
      <Page>
        <FailureNote failure={queue.failure} />
      </Page>
    );
  if (!queue.data) return <Page>{null}</Page>;
  if (!row)
    return (
      <Page
        keys={[
          ['F3', '换一类'],
          ['Alt+S', '统计'],
          ['F1', '本页说明'],
        ]}
      >
        <PageHead title="复核台" sub={tabs} />
        <Nothing task={task} waiting={queue.data.waiting[task] ?? 0} active={queue.data.active} />
      </Page>
    );
  const props = {
    row,
    tabs,
    position: (
      <>
        余 <Mono>{counts?.[task] ?? 0}</Mono> 件
      </>
    ),
    onDone: () => {
      setPassed((before) => new Set([...before, row.id]));
      setAt('');
    },
  };
  if (task === 'key') return <KeyAgain key={row.id} {...props} last={last.current} />;
  return task === 'decide' ? <Decide key={row.id} {...props} /> : <Confirm key={row.id} {...props} />;
}

function Nothing({ task, waiting, active }: { task: LookTask; waiting: number; active: boolean }): ReactNode {
  const navigate = useNavigate();
  const { has } = useSession();
  if (task === 'key' && !active)
    return (
      <Empty title="本站没有启用复录" hint="系统管理员可在“设置—复录规则”里选：全部、按比例，或某几个人录的。">
        {has('admin') ? (
          <Button type="primary" onClick={() => void navigate('/settings?section=keying')}>
            去选复录规则
          </Button>
        ) : null}
      </Empty>
    );
  const title = { key: '没有待你复录的证照', decide: '没有待你裁定的差异', confirm: '没有待你核对的照面如此' }[task];
  const why = {
    key: '送签批的证照按规则列到这里，由没有经手首录的人再录一遍关键项。',
    decide: '两次录入不同的列到这里，由首录和复录以外的人对照原件裁定。',
    confirm: '录入台按 Alt+Z 声明“照面如此”的列到这里，由另一人对照局部图核对。',
  }[task];
  return (
    <Empty
      title={title}
      hint={waiting > 0 ? `另有 ${waiting} 件须由他人办理；只有一人的单位，改日由本人办。${why}` : why}
    >
      <Button onClick={() => void navigate('/license')}>到证照列表</Button>
    </Empty>
  );
}
