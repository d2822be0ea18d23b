import { Button, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { LicenseFilter } from '../../../shared/license/methods.ts';
import { useJob } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { Num } from '../../components/text.tsx';
import { useFirstFocus } from './useFirstFocus.ts';

interface ExportDialogProps {
  readonly open: boolean;
  readonly filter: LicenseFilter;
  /** Filters besides type, search and state are set. */
  readonly narrowed: boolean;
  readonly total: number;
  readonly atLeast: boolean;
  readonly onClose: () => void;
}

const formats = [
  { value: 'xlsx', label: 'Excel 表格 xlsx' },
  { value: 'csv', label: '文本表格 csv' },
  { value: 'json', label: '数据交换 json' },
] as const;

/** Export with its purpose: the file holds whole identity numbers, so who and what for is logged. */
export function ExportDialog({ open, ...rest }: ExportDialogProps): ReactNode {
  return (
    <Dialog title="导出证照" open={open} onClose={rest.onClose} width={520}>
      <ExportForm {...rest} />
    </Dialog>
  );
}

function ExportForm({ filter, narrowed, total, atLeast, onClose }: Omit<ExportDialogProps, 'open'>): ReactNode {
  const [format, setFormat] = useState<'xlsx' | 'csv' | 'json'>('xlsx');
  const [purpose, setPurpose] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useFirstFocus(box);
  const [choosing, setChoosing] = useState(false);
  const job = useJob('license.export', { failures: 'page' });
  const notify = useNotify();
  const ready = purpose.trim().length >= 2 && !job.busy;
  const choose = (): void => {
    if (ready) setChoosing(true);
  };
  useKeys({ 'Ctrl+Enter': choose });
  const write = async (to: string): Promise<void> => {
    const reply = await job.run({ ...filter, format, purpose: purpose.trim(), to });
    if (!reply.ok) return;
    notify.done(`已导出 ${reply.value.rows} 条到 ${reply.value.path}`);
    onClose();
  };
  return (
    <>
      <div className="form" style={{ '--label-width': '72px' } as never}>
        <FormRow label="范围">
          {filter.type ?? '全部类型'}
          {filter.query ? `，查找“${filter.query}”` : ''}
          {filter.states ? '，所选状态' : ''}
          {narrowed ? '，照筛选条件' : ''}：共 <Num value={total} /> 条{atLeast ? '以上' : ''}
        </FormRow>
        <FormRow label="格式">
          <Radio.Group value={format} onChange={(event) => setFormat(event.target.value)} options={[...formats]} />
        </FormRow>
        <FormRow label="用途">
          <div ref={box}>
            <Input
              value={purpose}
              maxLength={200}
              placeholder="例如：移交档案科核对存量"
              onChange={(event) => setPurpose(event.target.value)}
            />
          </div>
          <p className="field-hint">
            必填，与导出人、时间、条数一并记入审计链。文件含完整证件号码，且不加密，请按规定保管。
          </p>
        </FormRow>
      </div>
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={job.failure} />
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
