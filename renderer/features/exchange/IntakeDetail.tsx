import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IntakeRow } from '../../../shared/exchange/package.ts';
import { RecordKind, recordKindNames } from '../../../shared/exchange/record.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { formatDate, Mono, Tag } from '../../components/text.tsx';
import { AnswerPaper } from './AnswerPaper.tsx';
import {
  actOf,
  type IntakeAct,
  intakeActNames,
  isPartial,
  lackingWords,
  lossWords,
  repairedWords,
  resultOf,
} from './intake-words.ts';
import { serial } from './LedgerPanel.tsx';
import { LostFiles } from './LostFiles.tsx';
import { VolumeBlocks } from './VolumeBlocks.tsx';
import './intake.css';

interface IntakeDetailProps {
  readonly row: IntakeRow;
  readonly may: boolean;
  readonly onAct: (what: IntakeAct) => void;
}

/** The chosen package: where it came from, what was quarantined or lost, and its receipt to write again. */
export function IntakeDetail({ row, may, onAct }: IntakeDetailProps): ReactNode {
  const { user } = useSession();
  const receipt = useAct('intake.receipt');
  const paper = useAct('intake.receiptSheet');
  const { print, sheet } = usePrint();
  const letGo = useAct('intake.giveUp');
  const notify = useNotify();
  const confirm = useConfirm();
  const [placing, setPlacing] = useState(false);
  const write = async (folder: string): Promise<void> => {
    const reply = await receipt.run({ packageId: row.packageId, to: folder });
    if (reply.ok) notify.done(`签收回执已写到 ${reply.value.path}`);
  };
  const printReceipt = async (): Promise<void> => {
    const reply = await paper.run({ packageId: row.packageId });
    if (reply.ok) print(<AnswerPaper sheet={reply.value} printedBy={user.name} />);
  };
  useKeys({ 'Ctrl+P': row.ok && may ? () => void printReceipt() : undefined });
  const giveUp = async (): Promise<void> => {
    const agreed = await confirm({
      title: `不再等 ${row.senderName} 上报包 ${serial(row.sequence)} 缺的卷？`,
      content: row.ok
        ? '删去本站留存的卷。已收下的记录不变；以后须整包重送。'
        : '删去本站留存的卷和这一行。以后须整包重送。',
      ok: '删去留存',
      danger: true,
    });
    if (agreed && (await letGo.run({ packageId: row.packageId })).ok) notify.done('留存的卷已删去');
  };
  const loss = isPartial(row) ? (row.salvage?.loss ?? null) : row.loss;
  const offered = (['salvage', 'ask'] as const).filter((what) => what === actOf(row) || offers(row, what));
  return (
    <Panel
      className="intake-detail"
      title={row.senderName || row.file}
      count={row.sequence > 0 ? serial(row.sequence) : undefined}
      extra={
        <>
          {offered.map((what) => (
            <Button key={what} size="small" disabled={what === 'salvage' && !may} onClick={() => onAct(what)}>
              {intakeActNames[what]}
            </Button>
          ))}
          {row.held ? (
            <Button size="small" disabled={!may} loading={letGo.busy} onClick={() => void giveUp()}>
              不再等…
            </Button>
          ) : null}
          {row.ok ? (
            <Button size="small" disabled={!may} loading={receipt.busy} onClick={() => setPlacing(true)}>
              再写签收回执…
            </Button>
          ) : null}
          {row.ok ? (
            <Button size="small" disabled={!may} loading={paper.busy} onClick={() => void printReceipt()}>
              打印回执二维码页 <Keycap name="Ctrl+P" />
            </Button>
          ) : null}
        </>
      }
    >
      <div className="scroll intake-facts">
        {row.ok ? null : <p className={`${resultOf(row)[1]} intake-failure`}>{row.message}</p>}
        <dl className="facts facts-two">
          <dt>文件</dt>
          <dd className="mono">{row.file}</dd>
          <dt>封装</dt>
          <dd className="mono">{row.createdAt ? formatDate(row.createdAt, true) : '—'}</dd>
          <dt>包号</dt>
          <dd className="mono">{row.packageId || '—'}</dd>
          <dt>签收</dt>
          <dd>
            {row.urgent ? <Tag tone="warn">急件</Tag> : null} {row.ok ? `${row.received} 项` : '未签收'}
            {row.missing.length > 0 ? (
              <span className="warn">前面第 {row.missing.map(serial).join('、')} 号包未到</span>
            ) : null}
          </dd>
          <dt>发件站</dt>
          <dd>
            <Mono>{row.sender || '—'}</Mono>
          </dd>
          <dt>审核</dt>
          <dd>{row.ok ? `待审 ${row.waiting}，已办 ${row.decided}` : '—'}</dd>
          {row.volumes.length > 1 || row.held || row.volumes.some(({ state }) => state !== 'whole') ? (
            <>
              <dt>卷</dt>
              <dd>
                <VolumeBlocks volumes={row.volumes} />{' '}
                <span className="warn">
                  {[lackingWords(row.volumes), repairedWords(row.volumes)].filter(Boolean).join('；')}
                </span>
                {row.held ? <span className="secondary">　到过的卷由本站留存</span> : null}
              </dd>
            </>
          ) : null}
          {loss ? (
            <>
              <dt>读不出</dt>
              <dd>{lossWords(loss).replace('读不出 ', '')}</dd>
            </>
          ) : null}
          {row.salvage ? (
            <>
              <dt>抢救</dt>
              <dd>
                {row.salvage.by} <span className="mono">{formatDate(row.salvage.at, true)}</span>{' '}
                <span className="secondary">{row.salvage.reason}</span>
                {row.salvage.completedAt ? <span>，整包 {formatDate(row.salvage.completedAt, true)} 收齐</span> : null}
              </dd>
            </>
          ) : null}
        </dl>
        {loss ? <LostFiles files={loss.files} /> : null}
        {row.rejected.length > 0 ? (
          <>
            <h3 className="intake-sub">
              隔离 {row.rejected.length} 条{' '}
              <span className="secondary">
                {isPartial(row) ? '没有收入，待整包重送' : '没有收入，已记入签收回执，随回执退给填报单位'}
              </span>
            </h3>
            <ul className="rejected">
              {row.rejected.map((bad) => (
                <li key={`${bad.id}${bad.name}${bad.field}`}>
                  <span className="secondary">{kindWord(bad.kind)}</span>
                  <span className="cut">{bad.name || '（读不出名称）'}</span>
                  <Tag tone="bad">{bad.label || '整条'}</Tag>
                  <span>{bad.message}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
      <PlacePicker
        open={placing}
        title="选写出签收回执的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void write(folder)}
        onClose={() => setPlacing(false)}
      />
      {sheet}
    </Panel>
  );
}

/** What else can be done about a package that is not all there. */
function offers(row: IntakeRow, what: 'salvage' | 'ask'): boolean {
  return what === 'salvage'
    ? !row.ok && row.loss !== null && row.held
    : isPartial(row) || (!row.ok && row.loss !== null);
}

function kindWord(kind: string): string {
  const known = RecordKind.safeParse(kind);
  return known.success ? recordKindNames[known.data] : '记录';
}
