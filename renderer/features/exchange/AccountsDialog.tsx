import { Button, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { AccountDecision } from '../../../shared/exchange/account.ts';
import type { Partner } from '../../../shared/exchange/partner.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { DateInput } from '../../components/DateInput.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { formatDate, Mono } from '../../components/text.tsx';
import './enrol.css';
import './send.css';

interface AccountsDialogProps {
  readonly partner: Partner;
  readonly open: boolean;
  readonly may: boolean;
  readonly onClose: () => void;
}

/** 账户: what was decided about the department's paper applications, and the next decision. */
export function AccountsDialog({ partner, open, ...rest }: AccountsDialogProps): ReactNode {
  return (
    <Dialog title={`${partner.name}的账户`} open={open} onClose={rest.onClose} width={820}>
      <Accounts partner={partner} {...rest} />
    </Dialog>
  );
}

const blank = { person: '', duty: '', account: '', reason: '', applied: '' };

function Accounts({ partner, may, onClose }: Omit<AccountsDialogProps, 'open'>): ReactNode {
  const call = useCall('enrol.accounts', { station: partner.id });
  const decide = useAct('enrol.decideAccount', { failures: 'page' });
  const notify = useNotify();
  const [said, setSaid] = useState(blank);
  const [agreed, setAgreed] = useState(true);
  const set = (part: Partial<typeof blank>): void => setSaid({ ...said, ...part });
  const complete = said.person.trim() !== '' && (agreed ? said.account : said.reason).trim() !== '';
  const save = async (): Promise<void> => {
    if (!may || !complete || decide.busy) return;
    const decision = { ...said, account: agreed ? said.account : '', reason: agreed ? '' : said.reason };
    if (!(await decide.run({ station: partner.id, ...decision })).ok) return;
    notify.done(`${said.person.trim()}：${agreed ? '同意，账号已登记' : '不同意，理由已登记'}`);
    setSaid({ ...blank, applied: said.applied });
    document.getElementById('account-person')?.focus();
  };
  useKeys({ 'Ctrl+Enter': () => void save() });
  return (
    <div className="stack">
      <div className="media-list">
        <DataTable<AccountDecision>
          label="账户"
          rows={call.data?.accounts ?? []}
          rowKey={({ n }) => String(n)}
          loading={call.loading}
          failure={call.failure}
          columns={[
            { title: '姓名', key: 'person', width: 90, render: (_, one) => one.person },
            { title: '职责', key: 'duty', render: (_, one) => <span className="cut">{one.duty}</span> },
            {
              title: '审核意见',
              key: 'decision',
              width: 280,
              render: (_, one) =>
                one.account ? (
                  <>
                    同意 <Mono>{one.account}</Mono>
                  </>
                ) : (
                  <span className="cut" title={one.reason}>
                    不同意：{one.reason}
                  </span>
                ),
            },
            { title: '审核人', key: 'by', width: 80, render: (_, one) => one.by },
            { title: '日期', key: 'at', width: 96, mono: true, render: (_, one) => formatDate(one.at, false) },
          ]}
          empty={<Empty title="还没有账户" hint="收到盖章的账户申请表，逐人审核，结果登记在这里。" />}
        />
      </div>
      <div className="account-fields">
        <label htmlFor="account-person">姓名</label>
        <Input
          id="account-person"
          autoFocus
          value={said.person}
          maxLength={40}
          onChange={(event) => set({ person: event.target.value })}
        />
        <label htmlFor="account-duty">职责</label>
        <Input
          id="account-duty"
          value={said.duty}
          maxLength={80}
          onChange={(event) => set({ duty: event.target.value })}
        />
        <label htmlFor="account-applied">申请日期</label>
        <DateInput id="account-applied" value={said.applied} onChange={(applied) => set({ applied })} />
        <span>审核意见</span>
        <Radio.Group
          value={agreed}
          onChange={(event) => setAgreed(event.target.value)}
          options={[
            { value: true, label: '同意' },
            { value: false, label: '不同意' },
          ]}
        />
        <label htmlFor="account-outcome">{agreed ? '账号' : '理由'}</label>
        <Input
          id="account-outcome"
          className={agreed ? 'mono' : ''}
          value={agreed ? said.account : said.reason}
          maxLength={agreed ? 64 : 200}
          onChange={(event) => set(agreed ? { account: event.target.value } : { reason: event.target.value })}
        />
      </div>
      <FailureNote failure={decide.failure} />
      <div className="dialog-foot">
        <span className="secondary small grow">同一人再登记一次，以后一次为准；停用的登记“不同意”，写明停用。</span>
        <Button onClick={onClose}>关闭</Button>
        <Button type="primary" disabled={!may || !complete} loading={decide.busy} onClick={() => void save()}>
          登记 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}
