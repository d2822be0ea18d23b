import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IntakeRow } from '../../../shared/exchange/package.ts';
import { RecordKind, recordKindNames } from '../../../shared/exchange/record.ts';
import { useAct } from '../../client/act.ts';
import { useNotify } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { formatDate, Mono, Tag } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import './intake.css';

/** The chosen package: where it came from, what was quarantined, and its receipt to write again. */
export function IntakeDetail({ row, may }: { row: IntakeRow; may: boolean }): ReactNode {
  const receipt = useAct('intake.receipt');
  const notify = useNotify();
  const [placing, setPlacing] = useState(false);
  const write = async (folder: string): Promise<void> => {
    const reply = await receipt.run({ packageId: row.packageId, to: folder });
    if (reply.ok) notify.done(`签收回执已写到 ${reply.value.path}`);
  };
  return (
    <Panel
      className="intake-detail"
      title={row.senderName || row.file}
      count={row.sequence > 0 ? serial(row.sequence) : undefined}
      extra={
        row.ok ? (
          <Button size="small" disabled={!may} loading={receipt.busy} onClick={() => setPlacing(true)}>
            再写签收回执…
          </Button>
        ) : undefined
      }
    >
      <div className="scroll intake-facts">
        {row.ok ? null : <p className="bad intake-failure">{row.message}</p>}
        <dl className="facts facts-two">
          <dt>文件</dt>
          <dd className="mono">{row.file}</dd>
          <dt>封装</dt>
          <dd className="mono">{row.createdAt ? formatDate(row.createdAt, true) : '—'}</dd>
          <dt>包号</dt>
          <dd className="mono">{row.packageId || '—'}</dd>
          <dt>签收</dt>
          <dd>
            {row.ok ? `${row.received} 项` : '未签收'}
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
        </dl>
        {row.rejected.length > 0 ? (
          <>
            <h3 className="intake-sub">
              隔离 {row.rejected.length} 条{' '}
              <span className="secondary">没有收入，已记入签收回执，随回执退给填报单位</span>
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
    </Panel>
  );
}

function kindWord(kind: string): string {
  const known = RecordKind.safeParse(kind);
  return known.success ? recordKindNames[known.data] : '记录';
}
