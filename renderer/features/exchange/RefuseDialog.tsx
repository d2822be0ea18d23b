import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { useNotify } from '../../components/notify.tsx';

interface RefuseDialogProps {
  readonly ids: readonly string[];
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The head or the secrecy officer does not sign: the entries go back to their clerk as drafts, with the reason. */
export function RefuseDialog({ ids, open, onClose }: RefuseDialogProps): ReactNode {
  return (
    <Dialog title={`退回填报员（${ids.length} 项）`} open={open} onClose={onClose}>
      <Reason ids={ids} onClose={onClose} />
    </Dialog>
  );
}

function Reason({ ids, onClose }: Omit<RefuseDialogProps, 'open'>): ReactNode {
  const refuse = useAct('approval.refuse');
  const notify = useNotify();
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const reply = await refuse.run({ records: [...ids], reason: reason.trim() });
    if (!reply.ok) return;
    notify.done(`已退回 ${reply.value.moved} 项`);
    onClose();
  };
  return (
    <>
      <p className="secondary">
        退回后变为草稿，不随本包送出；填报员改好再送签批。重送的只是不再重送，仍等原来那一包签收。
      </p>
      <Input
        autoFocus
        value={reason}
        maxLength={200}
        placeholder="退回原因"
        aria-label="退回原因"
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={() => reason.trim() !== '' && void save()}
      />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={reason.trim() === ''} loading={refuse.busy} onClick={() => void save()}>
          退回
        </Button>
      </div>
    </>
  );
}
