import { Button, Checkbox, Input, type InputRef } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { AlikeWarnings } from '../../../shared/license/methods.ts';
import { useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';

interface WarningsDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Warnings without a reason, those that are alike in one line: one reason for all of them. */
export function WarningsDialog({ open, onClose }: WarningsDialogProps): ReactNode {
  return (
    <Dialog title="提醒：成批写明理由" open={open} onClose={onClose} width={860}>
      <Warnings onClose={onClose} />
    </Dialog>
  );
}

const keyOf = ({ type, field, code }: AlikeWarnings): string => `${type} ${field} ${code}`;

function Warnings({ onClose }: Omit<WarningsDialogProps, 'open'>): ReactNode {
  const list = useCall('license.warnings', {});
  const job = useJob('license.reasonAll', { failures: 'page' });
  const notify = useNotify();
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const [submit, setSubmit] = useState(true);
  const input = useRef<InputRef>(null);
  const rows = list.data?.alike ?? [];
  const group = rows.find((row) => keyOf(row) === chosen) ?? rows[0];
  const give = async (): Promise<void> => {
    if (!group || job.busy) return;
    if (reason.trim().length < 2) return void input.current?.focus();
    const { type, field, code } = group;
    const reply = await job.run({ type, field, code, reason, submit });
    if (!reply.ok) return;
    const { changed, submitted } = reply.value;
    notify.done(`已为 ${changed} 条写明理由${submitted > 0 ? `，其中 ${submitted} 条已送签批` : ''}`);
    setReason('');
    setChosen('');
    document.querySelector<HTMLElement>('.warnings-list [tabindex]')?.focus();
  };
  useKeys({ 'Ctrl+Enter': () => void give() });
  return (
    <div className="warnings">
      <div className="warnings-list">
        <DataTable<AlikeWarnings>
          label="提醒"
          autoFocus
          rows={rows}
          rowKey={keyOf}
          selected={group ? keyOf(group) : ''}
          onSelect={(row) => setChosen(keyOf(row))}
          onOpen={() => input.current?.focus()}
          loading={list.loading}
          failure={list.failure}
          columns={[
            { title: '证照类型', key: 'type', width: 150, render: (_, row) => row.type },
            { title: '字段', key: 'label', width: 140, render: (_, row) => row.label },
            {
              title: '提醒',
              key: 'message',
              render: (_, row) => <span title={row.message}>{row.message}</span>,
            },
            { title: '条数', key: 'licenses', width: 72, number: true, render: (_, row) => row.licenses },
          ]}
          empty={
            <Empty title="没有待写理由的提醒" hint="带提醒的草稿写明理由后才能送签批，同样的提醒在这里一次写明。" />
          }
        />
      </div>
      {group ? (
        <p className="secondary small">
          例如：
          {group.examples.map(({ id, code, name }) => `${name || '（未填）'} ${code}`.trim() || id).join('；')}
          {group.licenses > group.examples.length ? ` 等 ${group.licenses} 条` : ''}
        </p>
      ) : null}
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      {group && !job.busy ? (
        <Input
          ref={input}
          value={reason}
          maxLength={500}
          addonBefore="理由"
          aria-label="理由"
          placeholder={`写给这 ${group.licenses} 条，例如：均为旧版证照，照面如此`}
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={() => void give()}
        />
      ) : null}
      <FailureNote failure={job.failure} />
      <div className="dialog-foot">
        <Checkbox checked={submit} onChange={(event) => setSubmit(event.target.checked)}>
          没有其他问题的一并送签批
        </Checkbox>
        <span className="grow" />
        <Button onClick={onClose}>关闭</Button>
        <Button type="primary" disabled={!group} loading={job.busy} onClick={() => void give()}>
          为 {group?.licenses ?? 0} 条写明理由 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}
