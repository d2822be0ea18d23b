import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type AnswerKind, type AnswerOutcome, answerKindNames } from '../../../shared/exchange/methods.ts';
import { useJob } from '../../client/act.ts';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DotWord, type Tone } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import './send.css';

/** 收回执: takes receipts, decisions and dispatches from files or from a medium, and says what each one changed. */
export function AnswersDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  return (
    <Dialog title="收签收回执、审核结果和下发包" open={open} onClose={onClose} width={760}>
      <Answers onClose={onClose} />
    </Dialog>
  );
}

function Answers({ onClose }: { onClose: () => void }): ReactNode {
  const take = useJob('exchange.takeAnswers', { failures: 'page' });
  const [outcomes, setOutcomes] = useState<readonly AnswerOutcome[] | null>(null);
  const [picking, setPicking] = useState(false);
  const run = async (input: Parameters<typeof take.run>[0]): Promise<void> => {
    const reply = await take.run(input);
    if (reply.ok) setOutcomes(reply.value.outcomes);
  };
  return (
    <div className="stack answers">
      <DropFiles
        title="把 .ydp 文件拖到这里，或点按选择"
        hint="同一份收两次不会重复记；收错单位的会指出来。"
        accept=".ydp"
        disabled={take.busy}
        onFiles={(files) => void run({ files: files.map(({ name, bytes }) => ({ name, bytes })) })}
      />
      {take.busy ? <JobBar progress={take.progress} onCancel={take.cancel} /> : null}
      <FailureNote failure={take.failure} />
      {outcomes === null ? null : outcomes.length === 0 ? (
        <p className="warn">这个文件夹里没有 .ydp 文件。请确认介质插好、文件夹选对。</p>
      ) : (
        <ul className="outcomes scroll">
          {outcomes.map((one) => (
            <li key={one.file}>
              <span className="mono cut">{one.file}</span>
              <DotWord tone={toneOf(one)}>{wordOf(one)}</DotWord>
              <span className={one.ok ? 'secondary' : 'bad'}>
                {one.ok && one.code === '' && one.kind !== 'dispatch'
                  ? [factOf(one), one.message].filter(Boolean).join('；')
                  : one.message}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-foot">
        <Button onClick={() => setPicking(true)} disabled={take.busy}>
          从介质或文件夹收…
        </Button>
        <Button type="primary" onClick={onClose}>
          {outcomes === null ? '关闭' : '完成'}
        </Button>
      </div>
      <PlacePicker
        open={picking}
        title="选有回执或下发包的介质或文件夹"
        pick="folder"
        onPick={(paths) => void run({ paths })}
        onClose={() => setPicking(false)}
      />
    </div>
  );
}

function toneOf(one: AnswerOutcome): Tone {
  if (!one.ok) return 'bad';
  return one.code === 'salvaged-there' || (one.code === '' && one.returned > 0) ? 'warn' : 'plain';
}

function wordOf(one: AnswerOutcome): string {
  if (!one.ok) return '未收';
  if (one.code === 'already-received') return '以前收过';
  if (one.code === 'salvaged-there') return '须重送';
  return answerKindNames[one.kind as AnswerKind];
}

function factOf(one: AnswerOutcome): string {
  const parts = [
    one.received > 0 ? `签收 ${one.received} 项` : '',
    one.accepted > 0 ? `通过 ${one.accepted} 项` : '',
    one.returned > 0 ? `退回 ${one.returned} 项` : '',
  ].filter(Boolean);
  return `${one.sequence > 0 ? `上报包 ${serial(one.sequence)}：` : ''}${parts.join('，') || '状态没有变化'}`;
}
