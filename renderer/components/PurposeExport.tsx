import { Button, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Failure } from '../../shared/contract/failures.ts';
import type { JobProgress } from '../client/act.ts';
import { Dialog } from './dialogs.tsx';
import { FormRow } from './Form.tsx';
import { JobBar } from './JobBar.tsx';
import { Keycap } from './Keycap.tsx';
import { useKeys } from './keys.tsx';
import { FailureNote, useNotify } from './notify.tsx';
import { PlacePicker } from './PlacePicker.tsx';

interface PurposeExportProps<F extends string> {
  readonly title: string;
  /** What the file will hold. */
  readonly scope: ReactNode;
  /** The first is chosen beforehand. */
  readonly formats: readonly { readonly value: F; readonly label: string }[];
  /** A purpose, as an example. */
  readonly example: string;
  readonly job: {
    readonly busy: boolean;
    readonly failure: Failure | null;
    readonly progress: JobProgress | null;
    readonly cancel: () => void;
  };
  /** Writes the file into a folder; null where it failed. */
  readonly onWrite: (wish: {
    format: F;
    purpose: string;
    to: string;
  }) => Promise<{ rows: number; path: string } | null>;
  readonly onClose: () => void;
}

/** Export of records with whole identity numbers: who and what for is logged (notice, 5.3). */
export function PurposeExport<F extends string>(props: PurposeExportProps<F>): ReactNode {
  return (
    <Dialog title={props.title} open onClose={props.onClose} width={520}>
      <ExportForm {...props} />
    </Dialog>
  );
}

function ExportForm<F extends string>(props: PurposeExportProps<F>): ReactNode {
  const { scope, formats, example, job, onWrite, onClose } = props;
  const notify = useNotify();
  const [format, setFormat] = useState(formats[0]!.value);
  const [purpose, setPurpose] = useState('');
  const [choosing, setChoosing] = useState(false);
  const ready = purpose.trim().length >= 2 && !job.busy;
  const choose = (): void => {
    if (ready) setChoosing(true);
  };
  useKeys({ 'Ctrl+Enter': choose });
  const write = async (to: string): Promise<void> => {
    const written = await onWrite({ format, purpose: purpose.trim(), to });
    if (!written) return;
    notify.done(`已导出 ${written.rows} 条到 ${written.path}`);
    onClose();
  };
  return (
    <>
      <div className="form" style={{ '--label-width': '72px' } as never}>
        <FormRow label="范围">{scope}</FormRow>
        <FormRow label="格式">
          <Radio.Group value={format} onChange={(event) => setFormat(event.target.value)} options={[...formats]} />
        </FormRow>
        <FormRow label="用途">
          <Input
            aria-label="用途"
            data-autofocus
            value={purpose}
            maxLength={200}
            placeholder={`例如：${example}`}
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
