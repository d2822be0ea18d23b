import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type IncompleteAnswer, missingWords, pageWords } from '../../../shared/exchange/answer-page.ts';
import { type AnswerKind, type AnswerOutcome, answerKindNames } from '../../../shared/exchange/methods.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { useJob } from '../../client/act.ts';
import type { Output } from '../../client/call.ts';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { DotWord, type Tone } from '../../components/text.tsx';
import { ScannerBar } from '../scanner/ScannerBar.tsx';
import { pageWord } from './answer-words.ts';
import { serial } from './LedgerPanel.tsx';
import './send.css';

const endings = '.ydp,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.bmp';

/**
 * 收回执: takes receipts, decisions and dispatches from files, from a medium or from pages with QR codes, and says what each one changed. Codes that were
 * read are kept until their answer is complete, also while the dialog is closed.
 */
export function AnswersDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const [incomplete, setIncomplete] = useState<readonly IncompleteAnswer[]>([]);
  return (
    <Dialog title="收签收回执、审核结果和下发包" open={open} onClose={onClose} width={820}>
      <Answers onClose={onClose} incomplete={incomplete} onIncomplete={setIncomplete} />
    </Dialog>
  );
}

interface AnswersProps {
  readonly onClose: () => void;
  readonly incomplete: readonly IncompleteAnswer[];
  readonly onIncomplete: (next: readonly IncompleteAnswer[]) => void;
}

function Answers({ onClose, incomplete, onIncomplete }: AnswersProps): ReactNode {
  const take = useJob('exchange.takeAnswers', { failures: 'page' });
  const [taken, setTaken] = useState<Output<'exchange.takeAnswers'> | null>(null);
  const [picking, setPicking] = useState(false);
  const run = async (input: Parameters<typeof take.run>[0]): Promise<void> => {
    const reply = await take.run({ ...input, codes: incomplete.flatMap(({ codes }) => codes) });
    if (!reply.ok) return;
    setTaken(reply.value);
    onIncomplete(reply.value.incomplete);
  };
  const scan = (profile: ScanProfile): void => void run({ profile });
  const nothing = taken?.outcomes.length === 0 && taken.pages.length === 0;
  return (
    <div className="stack answers">
      <div className="answers-ways">
        <DropFiles
          title="把 .ydp 文件、二维码页的扫描件拖到这里，或点按选择"
          hint="扫描件、照片（图片或 PDF）不分页序；收两次、扫两次都不会重复记。"
          accept={endings}
          disabled={take.busy}
          onFiles={(files) => void run({ files: files.map(({ name, bytes }) => ({ name, bytes })) })}
        />
        <ScannerBar busy={take.busy} onScan={scan} />
      </div>
      {take.busy ? <JobBar progress={take.progress} onCancel={take.cancel} /> : null}
      <FailureNote failure={take.failure} />
      {taken?.ended && taken.ended.code !== 'cancelled' ? <p className="warn">{taken.ended.message}</p> : null}
      {nothing ? <p className="warn">这个文件夹里没有 .ydp 文件。请确认介质插好、文件夹选对。</p> : null}
      {incomplete.length > 0 ? (
        <ul className="outcomes" aria-label="没有收齐的二维码页">
          {incomplete.map((one) => (
            <li key={one.answer}>
              <span>
                编号 <span className="mono">{one.answer.slice(0, 8)}</span>
              </span>
              <DotWord tone="warn">
                {one.codes.length}/{one.of}
              </DotWord>
              <span className="answers-missing">
                <span className="warn grow">
                  还缺 {one.of - one.codes.length} 个码：{missingWords(one.missing)}
                </span>
                <Button size="small" onClick={() => onIncomplete(incomplete.filter((other) => other !== one))}>
                  不收这份
                </Button>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {taken && taken.outcomes.length > 0 ? (
        <ul className="outcomes scroll" aria-label="收到的">
          {taken.outcomes.map((one) => (
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
      ) : null}
      {taken && taken.pages.length > 0 ? (
        <ul className="outcomes scroll" aria-label="读过的页">
          {taken.pages.map((page, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be read twice
            <li key={at}>
              <span className="mono cut" title={page.file}>
                {page.file}
                {page.of > 1 ? ` 第 ${page.page} 页` : ''}
              </span>
              <DotWord tone={pageWord(page)[1]}>{pageWord(page)[0]}</DotWord>
              <span className="secondary">{pageWords(page)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="dialog-foot">
        <Button onClick={() => setPicking(true)} disabled={take.busy}>
          从介质或文件夹收…
        </Button>
        <Button type="primary" onClick={onClose}>
          {taken === null || incomplete.length > 0 ? '关闭' : '完成'}
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
