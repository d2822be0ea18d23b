import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Approval, type ApprovalKind, approvalKindNames, type Outbox } from '../../../shared/exchange/approval.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { useNotify } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, formatDate } from '../../components/text.tsx';
import './send.css';

interface ApprovalPanelProps {
  readonly outbox: Outbox;
  readonly onPaper: () => void;
  readonly onPrint: () => void;
}

/** 审批与保密审查: the two signatures, in the program or from a signed paper. */
export function ApprovalPanel({ outbox, onPaper, onPrint }: ApprovalPanelProps): ReactNode {
  const { has } = useSession();
  return (
    <Panel
      title="审批与保密审查"
      extra={
        outbox.totals.length > 0 ? (
          <>
            <Button size="small" onClick={onPrint}>
              打印审批单
            </Button>
            {has('exchangeOfficer') && (outbox.lacking.head > 0 || outbox.lacking.secrecy > 0) ? (
              <Button size="small" onClick={onPaper}>
                登记纸质审批单…
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <SignatureRow kind="head" outbox={outbox} />
      <SignatureRow kind="secrecy" outbox={outbox} />
    </Panel>
  );
}

function SignatureRow({ kind, outbox }: { kind: ApprovalKind; outbox: Outbox }): ReactNode {
  const sign = useSign(kind, outbox);
  const total = outbox.totals.reduce((sum, one) => sum + one.total, 0);
  const lacking = outbox.lacking[kind];
  const given = outbox.approvals.filter((one) => one.kind === kind);
  return (
    <div className="signature">
      <span className="signature-kind">{approvalKindNames[kind]}</span>
      <div className="grow">
        {given.map((one) => (
          <p key={one.id}>
            <DotWord tone={lacking === 0 ? 'good' : 'plain'}>{wordsOf(one)}</DotWord>
            <span className="secondary small">
              {one.way === 'paper' ? `纸质审批单，${one.recordedBy}登记` : kind === 'head' ? '单位负责人' : '保密员'} ·{' '}
              {formatDate(one.date, false)} · {one.covers} 项
            </span>
          </p>
        ))}
        {lacking > 0 ? (
          <p className="warn">
            <span>
              {lacking === total ? '' : '还有 '}
              {lacking} 项待签
              {sign.own > 0 ? (
                <span className="secondary">
                  ，{sign.own === lacking ? '都' : `其中 ${sign.own} 项`}由本人填报，须由他人签或登记纸质审批单
                </span>
              ) : null}
            </span>
          </p>
        ) : total === 0 ? (
          <p className="faint">没有待签的内容</p>
        ) : null}
      </div>
      {sign.may && sign.count > 0 ? (
        <Button size="small" loading={sign.busy} onClick={() => void sign.run()}>
          {kind === 'head' ? `同意上报（${sign.count} 项）` : `审为非涉密（${sign.count} 项）`}
        </Button>
      ) : null}
    </div>
  );
}

function wordsOf(one: Approval): string {
  return one.text.includes(one.person) ? one.text : `${one.person} ${one.text}`;
}

export interface Sign {
  /** The user has the role of this signature. */
  readonly may: boolean;
  /** Entries that the user may sign now, and own ones, which somebody else must sign. */
  readonly count: number;
  readonly own: number;
  readonly busy: boolean;
  run(): Promise<void>;
}

/** Signing in the program: everything pending that is not the signer's own entry. */
export function useSign(kind: ApprovalKind, outbox: Outbox): Sign {
  const { user, has } = useSession();
  const notify = useNotify();
  const give = useAct('approval.give');
  const may = has(kind === 'head' ? 'head' : 'secrecyOfficer');
  const open = outbox.items.filter((item) => !item[kind]);
  const others = open.filter((item) => item.createdBy !== user.name && !item.writers.includes(user.name));
  return {
    may,
    count: others.length,
    own: may ? open.length - others.length : 0,
    busy: give.busy,
    async run() {
      const reply = await give.run({ kind, records: others.map(({ id, revision }) => ({ id, revision })) });
      if (reply.ok) notify.done(`${approvalKindNames[kind]}已签 ${reply.value.covered} 项`);
    },
  };
}
