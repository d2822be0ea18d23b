import { AutoComplete, Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';

const usual = [
  '印章盖住号码，看不清',
  '扫描不清，需重扫',
  '缺页或缺附件',
  '号码校验不符，需核对原件',
  '原件有涂改',
  '疑与已录证照重复',
];

interface SetAsideDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onSet: (reason: string) => void;
}

/** F8: puts a license aside with a reason; what was typed is kept. */
export function SetAsideDialog({ open, onClose, onSet }: SetAsideDialogProps): ReactNode {
  return (
    <Dialog title="转待查" open={open} onClose={onClose} width={440}>
      <Reason onClose={onClose} onSet={onSet} />
    </Dialog>
  );
}

function Reason({ onClose, onSet }: Omit<SetAsideDialogProps, 'open'>): ReactNode {
  const [reason, setReason] = useState('');
  const confirm = (): void => {
    if (reason.trim() === '') return;
    onClose();
    onSet(reason.trim());
  };
  useKeys({ 'Ctrl+Enter': confirm });
  return (
    <>
      <p className="secondary dialog-line">已键入的内容保留为草稿，继续录下一件；补齐后可从缩略图或“证照”页打开。</p>
      <AutoComplete
        className="wide"
        value={reason}
        options={usual.map((value) => ({ value }))}
        placeholder="原因，可选可写"
        maxLength={500}
        onChange={setReason}
        onInputKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || reason.trim() === '') return;
          event.preventDefault();
          confirm();
        }}
      />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={reason.trim() === ''} onClick={confirm}>
          转待查 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </>
  );
}
