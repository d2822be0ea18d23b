import { Button, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useJob } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';

const formats = [
  { value: 'csv', label: '文本表格 csv' },
  { value: 'parquet', label: '数据文件 Parquet' },
] as const;

/** Export of everything that stands accepted, with the columns of the central database; who and what for is logged. */
export function ExportDialog({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Dialog title="导出审核通过的记录" open onClose={onClose} width={520}>
      <ExportForm onClose={onClose} />
    </Dialog>
  );
}

function ExportForm({ onClose }: { onClose: () => void }): ReactNode {
  const notify = useNotify();
  const [format, setFormat] = useState<'csv' | 'parquet'>('csv');
  const [purpose, setPurpose] = useState('');
  const [choosing, setChoosing] = useState(false);
  const job = useJob('central.export', { failures: 'page' });
  const ready = purpose.trim().length >= 2 && !job.busy;
  const choose = (): void => {
    if (ready) setChoosing(true);
  };
  useKeys({ 'Ctrl+Enter': choose });
  const write = async (to: string): Promise<void> => {
    const reply = await job.run({ format, purpose: purpose.trim(), to });
    if (!reply.ok) return;
    notify.done(`已导出 ${reply.value.rows} 条到 ${reply.value.path}`);
    onClose();
  };
  return (
    <>
      <div className="form" style={{ '--label-width': '72px' } as never}>
        <FormRow label="范围">全部审核通过和已入库的记录，各取通过的最新一版；各列与中心库的表相同</FormRow>
        <FormRow label="格式">
          <Radio.Group value={format} onChange={(event) => setFormat(event.target.value)} options={[...formats]} />
        </FormRow>
        <FormRow label="用途">
          <Input
            aria-label="用途"
            value={purpose}
            maxLength={200}
            placeholder="例如：移交市基础共享库"
            onChange={(event) => setPurpose(event.target.value)}
          />
          <p className="field-hint">
            必填，与导出人、时间、条数一并记入审计链。文件含完整证件号码，且不加密，请按规定保管。
          </p>
        </FormRow>
      </div>
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={job.failure?.code === 'cancelled' ? null : job.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!ready} onClick={choose}>
          选文件夹并导出 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
      <PlacePicker
        title="导出到"
        open={choosing}
        pick="folder"
        write
        onPick={([folder]) => {
          if (folder) void write(folder);
        }}
        onClose={() => setChoosing(false)}
      />
    </>
  );
}
