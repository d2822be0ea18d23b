import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { recordChangeNames, type SentPackage, type SentRecord } from '../../../shared/exchange/package.ts';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import { recordPath } from '../../../shared/station/record-path.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { DotWord, formatDate, megabytes, NameCode, StateTag } from '../../components/text.tsx';
import { serial, wordsOf } from './LedgerPanel.tsx';
import { VolumeTable } from './VolumeTable.tsx';
import { mediaOf, volumeNumbers, volumesToWrite } from './volume-words.ts';
import './send.css';

interface PackageDialogProps {
  readonly sent: SentPackage | null;
  readonly may: boolean;
  /** `files`: names of the volumes that were ticked. */
  readonly onPrint: (id: string) => void;
  readonly onWrite: (sent: SentPackage, files: readonly string[]) => void;
  readonly onClose: () => void;
}

/** One package of the ledger: where it is, what it carried, and what the bureau has said of each record. */
export function PackageDialog({ sent, may, onWrite, onPrint, onClose }: PackageDialogProps): ReactNode {
  return (
    <Dialog title={sent ? `上报包 ${serial(sent.sequence)}` : ''} open={sent !== null} onClose={onClose} width={1020}>
      {sent ? <Contents sent={sent} may={may} onWrite={onWrite} onPrint={onPrint} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Contents({ sent, may, onWrite, onPrint, onClose }: PackageDialogProps & { sent: SentPackage }): ReactNode {
  const call = useCall('exchange.package', { id: sent.id });
  const navigate = useNavigate();
  const [ticked, setTicked] = useState<string[]>([]);
  const [again, setAgain] = useState(false);
  const open = sent.states.sent ?? 0;
  const show = (record: SentRecord): void => {
    onClose();
    navigate(recordPath(record.kind, record.id, 'department', record.remarks[0]?.field ?? ''));
  };
  return (
    <div className="stack package-dialog">
      <dl className="facts facts-two">
        <dt>状态</dt>
        <dd>
          {wordsOf(sent).word} <span className="secondary">{wordsOf(sent).detail}</span>
        </dd>
        <dt>收件</dt>
        <dd>{sent.recipient}</dd>
        <dt>封装</dt>
        <dd>
          {sent.createdBy} <span className="mono">{formatDate(sent.createdAt, true)}</span>
        </dd>
        <dt>写入</dt>
        <dd className="cut" title={mediaOf(sent)}>
          {sent.writtenAt ? <span className="mono">{formatDate(sent.writtenAt, true)}</span> : ''}{' '}
          <span className="secondary">{mediaOf(sent) || '—'}</span>
        </dd>
        <dt>送出</dt>
        <dd>{sent.handedAt ? `${sent.courier} ${formatDate(sent.handedAt, true)}` : '—'}</dd>
        <dt>签收</dt>
        <dd>{sent.receivedAt ? formatDate(sent.receivedAt, true) : '—'}</dd>
        <dt>包号</dt>
        <dd className="mono">{sent.id}</dd>
        <dt>大小</dt>
        <dd>
          <span className="mono">{megabytes(sent.bytes)} MB</span>
          <span className="secondary">{sent.recovery > 0 ? `含恢复数据 ${sent.recovery}%` : '无恢复数据'}</span>
        </dd>
      </dl>
      {sent.salvagedAt !== '' ? (
        <p className="warn small notice">
          本包在途中损坏，主管部门只读出一部分：已签收的照常审核，其余 {sent.states.sent ?? 0}{' '}
          项仍是“已送出”。请把同一包重写介质再送，内容和包号不变。
        </p>
      ) : null}
      {sent.missing.length > 0 ? (
        <p className="warn small notice">
          主管部门签收本包时还缺第 {sent.missing.map(serial).join('、')} 号包。请把缺的包重写介质再送，或核对是否在途。
        </p>
      ) : null}
      <VolumeTable volumes={sent.volumes} wholeDigest {...(may && sent.kept ? { ticked, onTick: setTicked } : {})} />
      <div className="package-records">
        <DataTable<SentRecord>
          label="包内记录"
          rows={call.data?.records ?? []}
          total={call.data?.total ?? 0}
          loading={call.loading}
          failure={call.failure}
          rowKey={(record) => record.id}
          onOpen={show}
          autoFocus
          columns={[
            { title: '种类', key: 'kind', width: 84, render: (_, record) => recordKindNames[record.kind] },
            {
              title: '名称',
              key: 'name',
              render: (_, record) => <NameCode name={record.name || '（未填名称）'} code={record.code} />,
            },
            {
              title: '变化',
              key: 'change',
              width: 56,
              render: (_, record) => recordChangeNames[record.change],
            },
            { title: '版', key: 'revision', width: 44, number: true, render: (_, record) => record.revision },
            { title: '状态', key: 'state', width: 92, render: (_, record) => <SentStateTag state={record.state} /> },
            {
              title: '意见',
              key: 'remarks',
              width: 260,
              render: (_, record) => (
                <span title={record.remarks.map((one) => one.remark).join('\n')}>
                  {record.remarks.map((one) => one.remark).join('；')}
                </span>
              ),
            },
          ]}
          empty={<Empty title="这一包没有记录" hint="" />}
        />
      </div>
      {again ? <SendAgain sent={sent} onDone={onClose} onCancel={() => setAgain(false)} /> : null}
      <div className="dialog-foot">
        <Button onClick={() => onPrint(sent.id)}>打印交接单</Button>
        {may && open > 0 && sent.replacedBy === 0 && !again ? (
          <Button onClick={() => setAgain(true)}>未签收的另装新包…</Button>
        ) : null}
        {may && sent.kept ? (
          <Button disabled={again} onClick={() => onWrite(sent, ticked)}>
            {ticked.length > 0 ? `重写第 ${volumeNumbers(volumesToWrite(sent, ticked))} 卷…` : '重写介质…'}
          </Button>
        ) : null}
        <Button type={again ? 'default' : 'primary'} onClick={onClose}>
          关闭
        </Button>
      </div>
    </div>
  );
}

/** A later revision has arrived before anybody decided about this one, and nobody will. */
function SentStateTag({ state }: Pick<SentRecord, 'state'>): ReactNode {
  return state === 'superseded' ? <DotWord tone="plain">已有新版</DotWord> : <StateTag state={state} />;
}

/** Why what nobody has signed for goes once more: 原介质遗失, 封装件已不在. */
function SendAgain({
  sent,
  onDone,
  onCancel,
}: {
  sent: SentPackage;
  onDone: () => void;
  onCancel: () => void;
}): ReactNode {
  const ask = useAct('exchange.sendAgain', { failures: 'page' });
  const notify = useNotify();
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const reply = await ask.run({ package: sent.id, reason: reason.trim() });
    if (!reply.ok) return;
    notify.done(`${reply.value.records} 项已列入待发清单，随下一包重送`);
    onDone();
  };
  return (
    <div className="send-again">
      <p className="secondary small">
        {sent.oldKeys
          ? '本包加密给收件方原来的密钥，换了密钥就打不开，须另装新包。'
          : sent.kept
            ? '封装件还在：介质丢了或坏了，通常“重写介质”即可，内容和包号不变。'
            : '封装件已不在，只能另装新包。'}
        另装新包时，还没有签收的记录原样重送，签批照旧有效；两包都送到也不会收重。
      </p>
      <div className="row">
        <Input
          autoFocus
          value={reason}
          maxLength={200}
          placeholder="重送理由，如“介质在途遗失，已报备”"
          aria-label="重送理由"
          onChange={(event) => setReason(event.target.value)}
          onPressEnter={() => reason.trim() !== '' && void save()}
        />
        <Button type="primary" disabled={reason.trim() === ''} loading={ask.busy} onClick={() => void save()}>
          列入待发
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
      <FailureNote failure={ask.failure} />
    </div>
  );
}
