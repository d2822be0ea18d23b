import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import { useCall } from '../../client/call.ts';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { DuePanel } from './DuePanel.tsx';
import { ObligationDrawer } from './ObligationDrawer.tsx';
import { ObligationPanel } from './ObligationPanel.tsx';
import { ObligationPaper } from './ObligationPaper.tsx';
import { PackagePanel } from './PackagePanel.tsx';
import { ReturnedPanel } from './ReturnedPanel.tsx';
import { useStart } from './start.ts';
import './desk.css';

const weekdays = ['日', '一', '二', '三', '四', '五', '六'];

/** 工作台: what this organ owes, what came back, what is due, and where each package is. */
export default function DeskPage(): ReactNode {
  const summary = useCall('desk.summary', {});
  const [query, setQuery] = useState('');
  const [edited, setEdited] = useState<ObligationLine | 'new' | null>(null);
  const navigate = useNavigate();
  const { print, sheet } = usePrint();
  const start = useStart();
  const data = summary.data;
  const printList = (): void => {
    if (data) print(<ObligationPaper lines={data.lines} today={data.today} />);
  };
  useKeys({ 'Ctrl+P': printList, N: () => setEdited('new') });
  const open = (line: ObligationLine): void => {
    const work = start(line);
    if (work.path === '') setEdited(line);
    else void navigate(work.path);
  };
  return (
    <Page
      spaced
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ['Enter', '开始'],
        ['E', '应录与期限'],
        ['P', '存量进度'],
        ['N', '增加一项'],
        ['F6', '下一区'],
        ['/', '查找'],
        ['Ctrl+K', '跳转'],
        ['F1', '本页说明'],
      ]}
    >
      <PageHead title="工作台" sub={data ? dayInWords(data.today) : null}>
        <SearchBox value={query} onChange={setQuery} placeholder="查材料、目录、证照类型" width={250} />
        <Button onClick={printList} title="打印清单（Ctrl+P）">
          打印清单
        </Button>
      </PageHead>
      <FailureNote failure={summary.failure} />
      {data ? (
        <div className="desk">
          <ObligationPanel
            lines={data.lines}
            organ={data.organ}
            query={query}
            onOpen={open}
            onEdit={setEdited}
            onAdd={() => setEdited('new')}
          />
          <div className="desk-below">
            <ReturnedPanel lines={data.returned} total={data.returnedTotal} />
            <DuePanel lines={data.due} obligations={data.lines} onEdit={setEdited} />
            <PackagePanel lines={data.packages} />
          </div>
        </div>
      ) : null}
      <ObligationDrawer line={edited} onClose={() => setEdited(null)} />
      {sheet}
    </Page>
  );
}

function dayInWords(today: string): string {
  const date = new Date(`${today}T12:00:00`);
  return `${date.getFullYear()} 年 ${date.getMonth() + 1} 月 ${date.getDate()} 日 星期${weekdays[date.getDay()] ?? ''}`;
}
