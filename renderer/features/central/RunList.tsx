import type { ReactNode } from 'react';
import type { CentralRun } from '../../../shared/central/methods.ts';
import { DotWord, formatDate, Mono, Num } from '../../components/text.tsx';

interface RunListProps {
  readonly runs: readonly CentralRun[];
  /** The newest is under way. */
  readonly busy: boolean;
}

/** 历次装载, newest first: how much went in, or what ended it. */
export function RunList({ runs, busy }: RunListProps): ReactNode {
  if (runs.length === 0) return <p className="central-none faint">还没有装载过</p>;
  return (
    <ul className="central-runs scroll" data-list>
      {runs.map((run, at) => (
        <li key={run.at}>
          <p>
            <Mono>{formatDate(run.at, true, true)}</Mono>
            <Ended run={run} busy={busy && at === 0} />
            <span className="secondary cut">{run.by}</span>
          </p>
          <p className="secondary small">
            装载 <Num value={run.loaded} /> 条
            {run.removed > 0 ? (
              <>
                ，撤下 <Num value={run.removed} /> 条
              </>
            ) : null}
            {run.unfit > 0 ? (
              <span className="bad">
                ，装不进 <Num value={run.unfit} /> 条
              </span>
            ) : null}
            {run.there !== null ? (
              <>
                ；库中 <Num value={run.there} /> 条
              </>
            ) : null}
          </p>
          {run.message ? <p className="small bad">{run.message}</p> : null}
        </li>
      ))}
    </ul>
  );
}

function Ended({ run: { code, endedAt }, busy }: { run: CentralRun; busy: boolean }): ReactNode {
  if (busy) return <DotWord tone="blue">进行中</DotWord>;
  if (endedAt === '') return <DotWord tone="warn">中断</DotWord>;
  if (code === 'cancelled') return <DotWord tone="warn">已取消</DotWord>;
  return code === '' ? <DotWord tone="good">完成</DotWord> : <DotWord tone="bad">失败</DotWord>;
}
