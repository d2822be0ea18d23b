import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { IntakeRow } from '../../../shared/exchange/package.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { useNotify } from '../../components/notify.tsx';
import { requestOf } from './intake-words.ts';
import './intake.css';

interface AskDialogProps {
  readonly row: IntakeRow | null;
  readonly onClose: () => void;
}

/** 催补: whom to call, and what to ask for in words that can be copied. */
export function AskDialog({ row, onClose }: AskDialogProps): ReactNode {
  return (
    <Dialog
      title={row ? `催补：${row.senderName} 上报包 ${String(row.sequence).padStart(4, '0')}` : ''}
      open={row !== null}
      onClose={onClose}
      width={640}
    >
      {row ? <Request row={row} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Request({ row, onClose }: AskDialogProps & { row: IntakeRow }): ReactNode {
  const { data } = useCall('enrol.partners', {});
  const info = data?.partners.find(({ id }) => id === row.sender)?.info;
  const notify = useNotify();
  const words = requestOf(row);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(words);
    notify.done('已复制');
    onClose();
  };
  return (
    <div className="stack">
      <dl className="facts">
        <dt>联络员</dt>
        <dd>{info?.contact || '—'}</dd>
        <dt>电话</dt>
        <dd className="mono">{info?.phone || '—'}</dd>
      </dl>
      <Input.TextArea value={words} readOnly autoSize aria-label="催补的话" />
      <div className="dialog-foot">
        <Button onClick={onClose}>关闭</Button>
        <Button type="primary" autoFocus onClick={() => void copy()}>
          复制
        </Button>
      </div>
    </div>
  );
}
