import { Button, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { BoardOf } from '../../../shared/score/methods.ts';
import { useAct } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';

interface ExportDialogProps {
  readonly of: BoardOf;
  readonly onClose: () => void;
}

/** The sheet as a table, each figure with what is above and below the line and where both come from. */
export function ExportDialog({ of, onClose }: ExportDialogProps): ReactNode {
  return (
    <Dialog title="导出成绩单" open onClose={onClose} width={420}>
      <ExportForm of={of} onClose={onClose} />
    </Dialog>
  );
}

function ExportForm({ of, onClose }: ExportDialogProps): ReactNode {
  const notify = useNotify();
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [choosing, setChoosing] = useState(false);
  const write = useAct('score.export', { failures: 'page' });
  useKeys({ 'Ctrl+Enter': () => setChoosing(true) });
  const exportTo = async (to: string): Promise<void> => {
    const reply = await write.run({ of, format, to });
    if (!reply.ok) return;
    notify.done(`已导出到 ${reply.value.path}`);
    onClose();
  };
  return (
    <>
      <Radio.Group
        value={format}
        onChange={(event) => setFormat(event.target.value)}
        options={[
          { value: 'xlsx', label: 'Excel 表格 xlsx' },
          { value: 'csv', label: '文本表格 csv' },
        ]}
      />
      <FailureNote failure={write.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={write.busy} onClick={() => setChoosing(true)}>
          选文件夹并导出 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
      <PlacePicker
        title="成绩单导出到"
        open={choosing}
        pick="folder"
        write
        onPick={([folder]) => {
          if (folder) void exportTo(folder);
        }}
        onClose={() => setChoosing(false)}
      />
    </>
  );
}
