import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type AnswerSheet, codesOnPage, type SignedAnswer } from '../../../shared/exchange/answer-page.ts';
import type { ReturnNotice } from '../../../shared/exchange/return-notice.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { formatDate, Mono, Tag } from '../../components/text.tsx';
import { answerWords } from './answer-words.ts';
import './send.css';

interface SignedAnswersDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onPrint: (sheet: AnswerSheet) => void;
  readonly onNotice: (notice: ReturnNotice) => void;
}

/** 审核结果 by department: what waits is signed and printed, or written; what was signed is printed and written again. */
export function SignedAnswersDialog({ open, ...props }: SignedAnswersDialogProps): ReactNode {
  return (
    <Dialog title="审核结果：打印二维码页、写成文件" open={open} onClose={props.onClose} width={900}>
      <Answers {...props} />
    </Dialog>
  );
}

const keyOf = ({ id, partner }: SignedAnswer): string => id || `waiting ${partner}`;

function Answers({ onPrint, onNotice }: Omit<SignedAnswersDialogProps, 'open'>): ReactNode {
  const notify = useNotify();
  const call = useCall('review.answers', {});
  const sheet = useAct('review.answerSheet', { failures: 'page' });
  const release = useAct('review.release', { failures: 'page' });
  const write = useAct('review.writeAnswer', { failures: 'page' });
  const notice = useAct('review.returnNotice', { failures: 'page' });
  const [at, setAt] = useState('');
  const [placing, setPlacing] = useState(false);
  const rows = call.data?.rows ?? [];
  const chosen = rows.find((row) => keyOf(row) === at) ?? rows[0];
  const busy = sheet.busy || release.busy || write.busy || notice.busy;
  const print = async (row: SignedAnswer | undefined): Promise<void> => {
    if (!row || busy) return;
    const reply = await sheet.run(row.id ? { answer: row.id } : { partner: row.partner });
    if (!reply.ok) return;
    onPrint(reply.value);
    notify.done(
      `${row.partnerName}的审核结果 ${reply.value.codes.length / codesOnPage} 页已送打印，没有打出来的再打一次`,
    );
  };
  const writeOut = async (row: SignedAnswer, folder: string): Promise<void> => {
    const reply = row.id
      ? await write.run({ answer: row.id, to: folder })
      : await release.run({ to: folder, partner: row.partner });
    if (!reply.ok) return;
    const path = 'path' in reply.value ? reply.value.path : reply.value.files.map((file) => file.path).join('、');
    notify.done(`审核结果已写到 ${path}`);
  };
  const printNotice = async (row: SignedAnswer | undefined): Promise<void> => {
    if (!row || row.returned === 0 || busy) return;
    const reply = await notice.run(row.id ? { answer: row.id } : { partner: row.partner });
    if (reply.ok) onNotice(reply.value);
  };
  useKeys({
    F4: () => void printNotice(chosen),
    'Ctrl+P': () => void print(chosen),
    F2: chosen && !busy ? () => setPlacing(true) : undefined,
  });
  return (
    <div className="stack media-book">
      <FailureNote failure={call.failure ?? sheet.failure ?? write.failure ?? release.failure ?? notice.failure} />
      <div className="media-list signed-list">
        <DataTable<SignedAnswer>
          label="审核结果"
          rows={rows}
          rowKey={keyOf}
          loading={call.loading}
          selected={chosen ? keyOf(chosen) : ''}
          onSelect={(row) => setAt(keyOf(row))}
          onOpen={(row) => void print(row)}
          autoFocus
          columns={[
            { title: '填报单位', key: 'partner', render: (_, row) => <span className="cut">{row.partnerName}</span> },
            { title: '内容', key: 'counts', width: 230, render: (_, row) => answerWords(row) },
            {
              title: '签发',
              key: 'signed',
              width: 132,
              render: (_, row) =>
                row.id ? (
                  <Mono className="small">{formatDate(row.signedAt, true)}</Mono>
                ) : (
                  <Tag tone="blue">待签发</Tag>
                ),
            },
            {
              title: 'KB',
              key: 'bytes',
              width: 56,
              number: true,
              render: (_, row) => (row.id ? Math.ceil(row.bytes / 1000) : ''),
            },
            {
              title: '交出',
              key: 'out',
              width: 190,
              render: (_, row) => <Handed row={row} />,
            },
          ]}
          empty={
            <Empty
              title="还没有审核结果"
              hint="在“审核”里通过、退回之后，每个单位一份列在这里：打印成二维码页寄回、由来人带回，或写成文件。"
            />
          }
        />
      </div>
      <div className="dialog-foot">
        <span className="secondary small grow">待签发的一打印、一写出就签名；签发过的再打、再写，内容逐字节相同。</span>
        <Button disabled={!chosen || chosen.returned === 0 || busy} onClick={() => void printNotice(chosen)}>
          打印整改通知单 <Keycap name="F4" />
        </Button>
        <Button disabled={!chosen || busy} onClick={() => setPlacing(true)}>
          写成文件… <Keycap name="F2" />
        </Button>
        <Button type="primary" disabled={!chosen} loading={sheet.busy} onClick={() => void print(chosen)}>
          打印二维码页 <Keycap name="Ctrl+P" />
        </Button>
      </div>
      <PlacePicker
        open={placing}
        title="选写出审核结果的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && chosen && void writeOut(chosen, folder)}
        onClose={() => setPlacing(false)}
      />
    </div>
  );
}

function Handed({ row: { id, writtenAt, printedAt } }: { row: SignedAnswer }): ReactNode {
  if (id === '') return null;
  if (!writtenAt && !printedAt) return <span className="warn">未交出</span>;
  const day = (value: string): string => formatDate(value, true, true);
  return (
    <span className="small">
      {printedAt ? `打印 ${day(printedAt)}` : ''}
      {printedAt && writtenAt ? '　' : ''}
      {writtenAt ? `文件 ${day(writtenAt)}` : ''}
    </span>
  );
}
