import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DueLine, ObligationLine } from '../../../shared/station/desk.ts';
import { recordPath } from '../../../shared/station/record-path.ts';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DaysLeft } from '../../components/text.tsx';
import { Below, LineList } from './LineList.tsx';
import { useStart } from './start.ts';

interface DuePanelProps {
  readonly lines: readonly DueLine[];
  readonly obligations: readonly ObligationLine[];
  readonly onEdit: (line: ObligationLine) => void;
}

/** 到期: deadlines in working days, the nearest first. */
export function DuePanel({ lines, obligations, onEdit }: DuePanelProps): ReactNode {
  const navigate = useNavigate();
  const [below, setBelow] = useState(0);
  const start = useStart();
  const open = ({ target }: DueLine): void => {
    if (target.about === 'record') return void navigate(recordPath(target.kind, target.id, 'department'));
    if (target.about === 'licenses') return void navigate(`/license?type=${encodeURIComponent(target.type)}`);
    if (target.about === 'list') return void navigate('/catalog-list');
    if (target.about === 'package') return void navigate('/send');
    const line = obligations.find((one) => target.about === 'obligation' && one.id === target.id);
    if (!line) return;
    const work = start(line);
    if (work.path === '') onEdit(line);
    else void navigate(work.path);
  };
  return (
    <Panel
      title="到期"
      count={lines.length}
      extra={
        <>
          <Below lines={below} />
          按工作日计
        </>
      }
    >
      {lines.length === 0 ? (
        <Empty
          title="没有待办的期限"
          hint="给应交材料填上截止日期（选中一行按 E），就会按工作日倒数；送出的包满 5 个工作日未回执也列在这里。"
        />
      ) : (
        <LineList
          onBelow={setBelow}
          label="到期"
          items={lines}
          keyOf={(line) => `${line.date} ${line.title}`}
          onOpen={open}
        >
          {(line) => (
            <div className="due">
              <span className={`mono strong ${line.daysLeft < 0 ? 'bad' : line.daysLeft <= 3 ? 'warn' : ''}`}>
                {line.date.slice(5)}
              </span>
              <span className="cut">{line.title}</span>
              <span className="small">
                <DaysLeft days={line.daysLeft} />
              </span>
              <span className="cut secondary small">
                {line.detail}
                {line.provisional ? ' · 该年放假安排未公布，暂按周一至周五推算' : ''}
              </span>
            </div>
          )}
        </LineList>
      )}
    </Panel>
  );
}
