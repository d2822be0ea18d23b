import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IntakeRow } from '../../../shared/exchange/package.ts';
import { useJob } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { lackingWords, lossWords } from './intake-words.ts';
import { LostFiles } from './LostFiles.tsx';
import './intake.css';

interface SalvageDialogProps {
  readonly row: IntakeRow | null;
  /** Where the receipt goes at once; '' = it is written out later. */
  readonly receiptTo: string;
  readonly onClose: () => void;
}

/** An officer confirms that the readable part of a package is taken in: what is lost, what will happen, and why. */
export function SalvageDialog({ row, receiptTo, onClose }: SalvageDialogProps): ReactNode {
  return (
    <Dialog
      title={row ? `抢救可读部分：${row.senderName} 上报包 ${String(row.sequence).padStart(4, '0')}` : ''}
      open={row !== null}
      onClose={onClose}
      width={640}
    >
      {row ? <Confirm row={row} receiptTo={receiptTo} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Confirm({ row, receiptTo, onClose }: SalvageDialogProps & { row: IntakeRow }): ReactNode {
  const salvage = useJob('intake.salvage', { failures: 'page' });
  const notify = useNotify();
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '' && !salvage.busy;
  const take = async (): Promise<void> => {
    const reply = await salvage.run({
      packageId: row.packageId,
      reason: reason.trim(),
      ...(receiptTo ? { receiptTo } : {}),
    });
    if (!reply.ok) return;
    const { received, rejected, receipt } = reply.value;
    notify.done(
      `抢救收下 ${received} 件${rejected.length > 0 ? `，${rejected.length} 件缺附件未收` : ''}；${receipt ? '签收回执已写出' : '签收回执可在下方写出'}`,
    );
    onClose();
  };
  return (
    <div className="stack">
      <dl className="facts">
        <dt>损坏</dt>
        <dd>{lackingWords(row.volumes)}</dd>
        <dt>读不出</dt>
        <dd className="bad">{row.loss ? lossWords(row.loss).replace('读不出 ', '') : '—'}</dd>
      </dl>
      {row.loss ? <LostFiles files={row.loss.files} /> : null}
      <ul className="salvage-terms">
        <li>只收附件齐全的记录，每一块都与签名的摘要一致；逐条标明“抢救”，可照常审核。</li>
        <li>缺附件的记录不收，写进签收回执；读不出的记录，来文单位那里仍是“已送出”。</li>
        <li>整包以后送到，自动补齐，不会重复；在那以前本包算没有收齐。</li>
      </ul>
      <FailureNote failure={salvage.failure?.code === 'cancelled' ? null : salvage.failure} />
      {salvage.busy ? <JobBar progress={salvage.progress} onCancel={salvage.cancel} /> : null}
      <Input
        autoFocus
        value={reason}
        maxLength={200}
        disabled={salvage.busy}
        placeholder="谁决定、为何不等整包重送，例如“周立群：原盘已毁，月底前要入库”"
        aria-label="抢救的理由"
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={() => ready && void take()}
      />
      <div className="dialog-foot">
        <span className="secondary small grow">理由和您的姓名记入审计链和签收回执</span>
        <Button onClick={onClose} disabled={salvage.busy}>
          取消
        </Button>
        <Button type="primary" disabled={!ready} loading={salvage.busy} onClick={() => void take()}>
          抢救可读部分
        </Button>
      </div>
    </div>
  );
}
