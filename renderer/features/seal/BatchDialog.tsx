import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { isOpen } from '../../../shared/seal/look.ts';
import type { SheetView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import type { BatchLook, LookLine } from './useBatchLook.ts';

interface BatchDialogProps {
  readonly open: boolean;
  readonly look: BatchLook;
  readonly onOpen: (sheet: SheetView) => void;
  readonly onClose: () => void;
}

/** 本批清单: the pages of the last batch that need a look, each one key away; the others are confirmed together. */
export function BatchDialog({ open, onClose, ...rest }: BatchDialogProps): ReactNode {
  return (
    <Dialog title="本批需看" open={open} onClose={onClose} width={960}>
      <Lines onClose={onClose} {...rest} />
    </Dialog>
  );
}

const columns: readonly DataColumn<LookLine>[] = [
  { title: '页', key: 'where', width: 104, render: (_, { where }) => where },
  { title: '为何需看', key: 'words', render: (_, { words }) => <span title={words}>{words}</span> },
  {
    title: '文件',
    key: 'name',
    width: 148,
    render: (_, { sheet }) => <span className="secondary">{sheet?.name}</span>,
  },
];

function Lines({ look, onOpen, onClose }: Omit<BatchDialogProps, 'open'>): ReactNode {
  const { station } = useSession();
  const notify = useNotify();
  const confirm = useAct('seal.confirm');
  const [chosen, setChosen] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const { lines, pages, fine, read, toRead } = look;
  const imprints = fine.flatMap((sheet) => sheet.imprints.filter(isOpen));
  const reading = read < toRead;
  const may = !reading && imprints.length > 0 && done === null;
  const confirmFine = async (): Promise<void> => {
    setDone(0);
    for (const [at, one] of imprints.entries()) {
      const reply = await confirm.run({
        id: one.id,
        name: one.name || station.name,
        licenseTypes: look.typesOf(one),
        acceptedBecause: one.acceptedBecause,
      });
      if (!reply.ok) return setDone(null);
      setDone(at + 1);
    }
    notify.done(`已确认 ${fine.length} 页，${imprints.length} 枚印模送签批`);
    onClose();
  };
  useKeys({ 'Ctrl+Enter': may ? () => void confirmFine() : undefined });
  return (
    <>
      <p className="dialog-line">
        本批 <span className="mono">{pages}</span> 页，需看 <span className="mono">{lines.length}</span> 页
        {reading ? (
          <span className="secondary">
            （注记识读中 <span className="mono">{`${read} / ${toRead}`}</span>，读完后清单才完整）
          </span>
        ) : null}
      </p>
      <div className="batch-lines">
        <DataTable<LookLine>
          label="本批需看的页"
          rows={lines}
          rowKey={({ key }) => key}
          columns={columns}
          selected={lines.some(({ key }) => key === chosen) ? chosen : (lines[0]?.key ?? '')}
          onSelect={({ key }) => setChosen(key)}
          onOpen={({ sheet }) => sheet && onOpen(sheet)}
          autoFocus
          empty={
            <Empty
              title={reading ? '到现在没有需看的页' : '没有需看的页'}
              hint="结论通过、注记对上证照目录的页不必逐页看。"
            />
          }
        />
      </div>
      <div className="dialog-foot">
        <span className="grow secondary small">
          <Keycap name="Enter" /> 打开这一页　
          <Keycap name="L" /> 随时再看这张清单
        </span>
        <Button onClick={onClose}>关闭</Button>
        <Button type="primary" disabled={!may} loading={done !== null} onClick={() => void confirmFine()}>
          {done === null ? `确认其余 ${fine.length} 页（${imprints.length} 枚）` : `已确认 ${done} 枚`}{' '}
          <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </>
  );
}
