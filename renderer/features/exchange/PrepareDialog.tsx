import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type DispatchTarget, dispatchPartNames, type PreparedReport } from '../../../shared/exchange/dispatch.ts';
import { useAct } from '../../client/act.ts';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';

interface PrepareDialogProps {
  readonly open: boolean;
  readonly target: DispatchTarget | null;
  readonly onClose: () => void;
}

/** 收进文件: a list, obligations, a calendar, a classification table or license types out of a file, with every row that stays out. */
export function PrepareDialog({ open, target, onClose }: PrepareDialogProps): ReactNode {
  return (
    <Dialog title="收进要下发的内容" open={open} onClose={onClose} width={720}>
      <Prepare target={target} onClose={onClose} />
    </Dialog>
  );
}

function Prepare({ target, onClose }: Omit<PrepareDialogProps, 'open'>): ReactNode {
  const prepare = useAct('dispatch.prepare', { failures: 'page' });
  const [divide, setDivide] = useState(target === null);
  const [reports, setReports] = useState<readonly PreparedReport[] | null>(null);
  const run = async ([file]: readonly PickedFile[]): Promise<void> => {
    if (!file) return;
    setReports(null);
    const { name, bytes } = file;
    const reply = await prepare.run({ name, bytes, ...(target && !divide ? { station: target.station } : {}) });
    if (reply.ok) setReports(reply.value.reports);
  };
  const whose = target && !divide ? `“${target.name}”` : '“提供方”一列写明的各单位';
  useKeys({ 'Ctrl+Enter': reports ? onClose : undefined });
  return (
    <div className="stack">
      <DropFiles
        title="把文件拖到这里，或点按选择"
        hint={`目录清单（有“资源名称”一列）给${whose}，应交材料（“材料”“种类”两列）给所选单位；工作日历（“日期”“安排”两列）、资源分类表和证照类型（json）给所有单位。xlsx、xls、et、csv、json 均可。`}
        accept=".xlsx,.xls,.et,.csv,.txt,.tsv,.json"
        multiple={false}
        limitMb={32}
        disabled={prepare.busy}
        onFiles={(files) => void run(files)}
      />
      {target && !reports ? (
        <Checkbox checked={divide} onChange={(event) => setDivide(event.target.checked)} disabled={prepare.busy}>
          一张表里有几个单位的目录清单：按“提供方”一列分给各单位
        </Checkbox>
      ) : null}
      <FailureNote failure={prepare.failure} />
      {reports?.map(({ part, department, taken, rejected }) => (
        <div key={`${part} ${department}`}>
          <p>
            {[dispatchPartNames[part], department].filter(Boolean).join(' · ')}：收下 {taken}{' '}
            {part === 'calendar' ? '年' : '项'}
            {rejected.length > 0 ? <span className="bad">，{rejected.length} 行没有收</span> : null}
          </p>
          {rejected.length > 0 ? (
            <ul className="dispatch-rejected scroll">
              {rejected.map(({ row, message }) => (
                <li key={row}>
                  <span className="mono secondary">第 {row} 行</span> {message}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ))}
      <div className="dialog-foot">
        <Button type={reports ? 'primary' : 'default'} onClick={onClose}>
          {reports ? '完成' : '取消'} <Keycap name={reports ? 'Ctrl+Enter' : 'Escape'} />
        </Button>
      </div>
    </div>
  );
}
