import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { SentPackage, WrittenFile } from '../../../shared/exchange/package.ts';
import type { Job } from '../../client/act.ts';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, formatDate, Mono, megabytes } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import './send.css';

interface MediumPanelProps {
  /** The package that is sealed and not yet handed over. */
  readonly sent: SentPackage;
  readonly write: Job<'exchange.write'>;
  /** What was written in this visit, as read back. */
  readonly written: WrittenFile | null;
  readonly onChoose: () => void;
  readonly may: boolean;
  readonly courier: string;
  readonly onCourier: (courier: string) => void;
  /** Enter in the courier's field. */
  readonly onHandOver: () => void;
}

/** 写入介质 and 取出与交接 of the sealed package. */
export function MediumPanel(props: MediumPanelProps): ReactNode {
  const { sent, write, written, onChoose, may } = props;
  const onMedium = sent.writtenAt !== '';
  return (
    <Panel
      title={onMedium ? '取出与交接' : '写入介质'}
      extra={
        <>
          <span>
            上报包 <Mono>{serial(sent.sequence)}</Mono>
          </span>
          <span>
            {sent.records} 项 · {megabytes(sent.bytes)} MB
          </span>
        </>
      }
      foot={
        write.busy
          ? '写入中请勿拔出介质。取消后介质上不留半个文件，封装件不变，可以重写。'
          : '封装件留在发件箱里，随时可以重写到另一个介质：内容相同，包号不变。'
      }
    >
      {write.busy ? (
        <JobBar progress={write.progress} onCancel={write.cancel} />
      ) : (
        <dl className="facts">
          <dt>文件</dt>
          <dd className="mono">{sent.file}</dd>
          <dt>SM3</dt>
          <dd className="mono digest">{sent.sm3.match(/.{8}/g)?.join(' ')}</dd>
          <dt>介质</dt>
          <dd>
            {onMedium ? (
              <>
                <DotWord tone="good">已写入，回读一致</DotWord>
                <span className="secondary cut" title={sent.medium}>
                  {sent.medium} · {formatDate(sent.writtenAt, true)}
                </span>
                {written ? <span className="good strong">可以取出</span> : null}
              </>
            ) : sent.kept ? (
              <span className="secondary">尚未写入</span>
            ) : (
              <span className="bad">封装件已不在发件箱</span>
            )}
            {may && sent.kept ? (
              <Button size="small" onClick={onChoose}>
                {onMedium ? '再写一份…' : '选介质写入…'}
              </Button>
            ) : null}
          </dd>
          {onMedium ? (
            <>
              <dt>送件人</dt>
              <dd>
                <Input
                  id="courier"
                  style={{ width: 180 }}
                  value={props.courier}
                  maxLength={40}
                  disabled={!may}
                  placeholder="携介质送件的人"
                  aria-label="送件人"
                  onChange={(event) => props.onCourier(event.target.value)}
                  onPressEnter={(event) => event.ctrlKey || props.onHandOver()}
                />
                <span className="secondary small">交给{sent.recipient}，取回签收回执后收入本页。</span>
              </dd>
            </>
          ) : null}
        </dl>
      )}
      <FailureNote failure={write.failure?.code === 'cancelled' ? null : write.failure} />
    </Panel>
  );
}
