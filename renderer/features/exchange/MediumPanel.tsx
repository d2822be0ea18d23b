import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Slip } from '../../../shared/exchange/medium.ts';
import type { SentPackage } from '../../../shared/exchange/package.ts';
import { parseWritingStep } from '../../../shared/exchange/writing-step.ts';
import type { Job, JobProgress } from '../../client/act.ts';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, formatDate, Mono, megabytes } from '../../components/text.tsx';
import { HandOverFields, type Said } from './HandOverFields.tsx';
import { serial } from './LedgerPanel.tsx';
import { VolumeTable } from './VolumeTable.tsx';
import { mediaOf, volumeNumbers, volumesToWrite } from './volume-words.ts';
import './send.css';

interface MediumPanelProps {
  /** The package that is sealed and not yet handed over, or one that is written again. */
  readonly sent: SentPackage;
  readonly write: Job<'exchange.write'>;
  /** Numbers of the volumes that this visit wrote or is writing; null = none. `done`: all of them were read back. */
  readonly run: { readonly volumes: readonly number[]; readonly done: boolean } | null;
  readonly may: boolean;
  /** File names of ticked volumes. */
  readonly ticked: readonly string[];
  readonly onTick: (files: string[]) => void;
  readonly onChoose: () => void;
  readonly onDisc: () => void;
  readonly slip: Slip | undefined;
  readonly said: Said;
  readonly onSaid: (said: Said) => void;
  readonly onHandOver: () => void;
  readonly onPrint: () => void;
  /** Puts a package away that was handed over before. */
  readonly onClose: () => void;
}

/** 写入介质 and 取出与交接 of the sealed package. */
export function MediumPanel(props: MediumPanelProps): ReactNode {
  const { sent, write, run, may, ticked, onTick } = props;
  const onMedium = sent.step === 'written';
  const handed = sent.step !== 'sealed' && sent.step !== 'written';
  return (
    <Panel
      title={handed ? '重写介质' : onMedium ? '取出与交接' : '写入介质'}
      extra={
        <>
          <span>
            上报包 <Mono>{serial(sent.sequence)}</Mono>
          </span>
          <span>
            {sent.records} 项 · {sent.volumes.length} 卷 · {megabytes(sent.bytes)} MB ·{' '}
            {sent.recovery > 0 ? `含恢复数据 ${sent.recovery}%` : '无恢复数据'}
          </span>
          {handed && !write.busy ? (
            <Button size="small" onClick={props.onClose}>
              收起
            </Button>
          ) : null}
        </>
      }
      foot={
        write.busy
          ? '写入中请勿拔出介质。取消后写完的卷有效，不留半个文件，下次接着写。'
          : '封装件留在发件箱里，随时可以再写：内容相同，包号不变。介质上已有的卷只回读，不重写。'
      }
    >
      {write.busy ? <JobBar progress={once(write.progress)} onCancel={write.cancel} /> : null}
      <VolumeTable
        volumes={sent.volumes}
        writing={write.busy && run ? { volumes: run.volumes, progress: write.progress } : null}
        {...(may && sent.kept && !write.busy ? { ticked, onTick } : {})}
      />
      {write.busy ? null : (
        <dl className="facts">
          <dt>介质</dt>
          <dd>
            <MediumState sent={sent} removable={run?.done === true} />
            {may && sent.kept ? (
              <Button size="small" onClick={props.onChoose}>
                {wordOfWriting(sent, ticked)}…
              </Button>
            ) : null}
            {may && sent.kept ? (
              <Button size="small" onClick={props.onDisc}>
                光盘…
              </Button>
            ) : null}
          </dd>
          {onMedium ? (
            <HandOverFields
              slip={props.slip}
              said={props.said}
              may={may}
              onSaid={props.onSaid}
              onHandOver={props.onHandOver}
              onPrint={props.onPrint}
            />
          ) : null}
        </dl>
      )}
      <FailureNote failure={write.failure?.code === 'cancelled' ? null : write.failure} />
    </Panel>
  );
}

function MediumState({ sent, removable }: { sent: SentPackage; removable: boolean }): ReactNode {
  const written = sent.volumes.filter(({ writtenAt }) => writtenAt !== '').length;
  if (!sent.kept) return <span className="bad">封装件已不在发件箱</span>;
  if (written === 0) return <span className="secondary">尚未写入</span>;
  const media = mediaOf(sent);
  return (
    <>
      {sent.writtenAt === '' ? (
        <DotWord tone="warn">
          已写 {written} / {sent.volumes.length} 卷，可换介质接着写
        </DotWord>
      ) : sent.step === 'sealed' ? (
        <DotWord tone="warn">途中损坏，须重写再送</DotWord>
      ) : (
        <DotWord tone="good">已写入，回读一致</DotWord>
      )}
      {sent.volumes.some(({ cached }) => cached) ? (
        <span className="warn small">回读可能来自系统缓存：拔下重插，再按“再写一份”选同一位置，只回读</span>
      ) : null}
      <span className="secondary cut" title={media}>
        {media}
        {sent.writtenAt === '' ? '' : ` · ${formatDate(sent.writtenAt, true)}`}
      </span>
      {removable ? <span className="good strong">可以取出</span> : null}
    </>
  );
}

/** What the button writes: 选介质写入, or which volumes. */
export function wordOfWriting(sent: SentPackage, ticked: readonly string[]): string {
  const numbers = volumesToWrite(sent, ticked);
  if (numbers.length < sent.volumes.length) return `选介质写入第 ${volumeNumbers(numbers)} 卷`;
  return sent.writtenAt === '' ? '选介质写入' : '再写一份';
}

/** Every byte is passed twice, written and read back; the bar counts it once. */
function once(progress: JobProgress | null): JobProgress | null {
  if (progress === null || parseWritingStep(progress.step) === null) return progress;
  return { ...progress, done: progress.done / 2, total: progress.total / 2 };
}
