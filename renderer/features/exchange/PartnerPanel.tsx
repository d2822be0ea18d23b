import { Button, Checkbox, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { fingerprintGroups, type Partner, partnerStateNames } from '../../../shared/exchange/partner.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { useNotify } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DotWord, formatDate, Mono, type Tone } from '../../components/text.tsx';
import { AccountsDialog } from './AccountsDialog.tsx';
import { Fingerprint } from './Fingerprint.tsx';
import './enrol.css';

const tones: Readonly<Record<Partner['state'], Tone>> = { unverified: 'warn', verified: 'good', revoked: 'bad' };

/** One partner: its fingerprint to compare row by row with paper, and what can be done about it. */
export function PartnerPanel({ partner, may }: { partner: Partner | null; may: boolean }): ReactNode {
  const [revoking, setRevoking] = useState(false);
  if (!partner) {
    return (
      <Panel title="指纹核对" fill>
        <Empty title="没有选中的单位" hint="收下接入文件后，在这里逐组对照对方纸面上的指纹。" />
      </Panel>
    );
  }
  const { state } = partner;
  return (
    <Panel
      title="指纹核对"
      extra={<DotWord tone={tones[state]}>{partnerStateNames[state]}</DotWord>}
      fill
      foot={
        state === 'revoked' ? (
          `${partner.revokedBy} 于 ${formatDate(partner.revokedAt, true)} 撤销：${partner.revokedReason}。重新接入须再收一次接入文件。`
        ) : (
          <>
            <span className="grow">
              {partner.role === 'department' ? '' : '密钥遗失、更换或单位撤并时撤销，撤销后拒收它的包。'}
            </span>
            {partner.role === 'department' ? <AccountsButton partner={partner} /> : null}
            {partner.role === 'department' ? <TellAgain partner={partner} /> : null}
            <Button
              size="small"
              danger
              disabled={!may}
              title="密钥遗失、更换或单位撤并时撤销，撤销后拒收它的包"
              onClick={() => setRevoking(true)}
            >
              撤销…
            </Button>
          </>
        )
      }
    >
      <div className="partner scroll">
        <p className="strong">{partner.name}</p>
        <p className="secondary small">
          <Mono>{partner.uscc}</Mono> · 工作站 <Mono>{partner.id}</Mono>
        </p>
        {state === 'unverified' ? (
          <Compare key={partner.id} partner={partner} may={may} />
        ) : (
          <>
            <Fingerprint value={partner.fingerprint} />
            <dl className="facts">
              <dt>接入</dt>
              <dd>
                {partner.enrolledBy} <Mono>{formatDate(partner.enrolledAt, true)}</Mono>
              </dd>
              <dt>核对</dt>
              <dd>{partner.confirmedBy ? `${partner.confirmedBy} ${formatDate(partner.confirmedAt, true)}` : '—'}</dd>
              {partner.info ? (
                <>
                  <dt>责任处室</dt>
                  <dd>
                    {[partner.info.office, partner.info.leader && `分管 ${partner.info.leader}`]
                      .filter(Boolean)
                      .join('，') || '—'}
                  </dd>
                  <dt>联络员</dt>
                  <dd>{[partner.info.contact, partner.info.phone].filter(Boolean).join(' ') || '—'}</dd>
                </>
              ) : null}
              <dt>往来</dt>
              <dd>
                {partner.packages} 包{partner.lastAt ? `，最近 ${formatDate(partner.lastAt, true)}` : ''}
              </dd>
            </dl>
          </>
        )}
      </div>
      <RevokeDialog partner={partner} open={revoking} onClose={() => setRevoking(false)} />
    </Panel>
  );
}

function AccountsButton({ partner }: { partner: Partner }): ReactNode {
  const { has } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" title="审核账户申请，登记账号" onClick={() => setOpen(true)}>
        账户…
      </Button>
      <AccountsDialog
        partner={partner}
        open={open}
        may={has('catalogAuditor', 'admin')}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

/** For a station that was restored and has nothing to send: everything that was answered to it, once more. */
function TellAgain({ partner }: { partner: Partner }): ReactNode {
  const { has } = useSession();
  const tell = useAct('review.tellAgain');
  const notify = useNotify();
  const [placing, setPlacing] = useState(false);
  const write = async (to: string): Promise<void> => {
    const reply = await tell.run({ partner: partner.id, to });
    if (!reply.ok) return;
    const { decisions, receipts, dispatches } = reply.value;
    notify.done(`已写出：审核结果 ${decisions} 项，签收回执 ${receipts} 份，下发包 ${dispatches} 份`);
  };
  return (
    <>
      <Button
        size="small"
        disabled={!has('catalogAuditor', 'licenseAuditor', 'dataManager', 'intake')}
        loading={tell.busy}
        title="该单位由备份恢复后，把给它的回执、审核结果、下发包全部再写一份"
        onClick={() => setPlacing(true)}
      >
        回文再给一次…
      </Button>
      <PlacePicker
        open={placing}
        title={`选写出给${partner.name}的全部回文的位置`}
        pick="folder"
        write
        onPick={([folder]) => folder && void write(folder)}
        onClose={() => setPlacing(false)}
      />
    </>
  );
}

function Compare({ partner, may }: { partner: Partner; may: boolean }): ReactNode {
  const confirm = useAct('enrol.confirm');
  const notify = useNotify();
  const [same, setSame] = useState<readonly boolean[]>([false, false, false, false]);
  const groups = fingerprintGroups(partner.fingerprint);
  const all = same.every(Boolean);
  const save = async (): Promise<void> => {
    const reply = await confirm.run({ station: partner.id, fingerprint: partner.fingerprint });
    if (reply.ok) notify.done(`${partner.name}的指纹已核对`);
  };
  return (
    <>
      <p className="warn">尚未核对。取对方盖章的接入表，逐行对照下面四行，一致的打勾。</p>
      <div className="key-print">
        {same.map((ticked, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the four rows have no identity but their place
          <div key={row} className="key-print-row">
            <p>
              <i>{row + 1}</i>
              {groups.slice(row * 4, row * 4 + 4).map((group, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
                <span key={place}>{group}</span>
              ))}
            </p>
            <Checkbox
              checked={ticked}
              disabled={!may}
              onChange={(event) => setSame(same.map((one, at) => (at === row ? event.target.checked : one)))}
            >
              一致
            </Checkbox>
          </div>
        ))}
      </div>
      <div className="row">
        <Button type="primary" disabled={!may || !all} loading={confirm.busy} onClick={() => void save()}>
          {all ? '确认指纹一致' : `确认指纹一致（还差 ${same.filter((one) => !one).length} 行）`}
        </Button>
      </div>
      <p className="secondary small">有一行不同，文件就可能被调换：不要确认，撤销后与对方当面核对。</p>
    </>
  );
}

function RevokeDialog({ partner, open, onClose }: { partner: Partner; open: boolean; onClose: () => void }): ReactNode {
  return (
    <Dialog title={`撤销${partner.name}`} open={open} onClose={onClose}>
      <RevokeForm id={partner.id} onClose={onClose} />
    </Dialog>
  );
}

function RevokeForm({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const revoke = useAct('enrol.revoke');
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const reply = await revoke.run({ station: id, reason: reason.trim() });
    if (reply.ok) onClose();
  };
  return (
    <>
      <p>从现在起拒收这个工作站签名的包，也不再向它加密。已收下的内容不变。</p>
      <p className="reason">
        <Input
          value={reason}
          maxLength={200}
          placeholder="撤销原因，记入审计链"
          aria-label="撤销原因"
          onChange={(event) => setReason(event.target.value)}
        />
      </p>
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button danger type="primary" disabled={reason.trim() === ''} loading={revoke.busy} onClick={() => void save()}>
          撤销
        </Button>
      </div>
    </>
  );
}
