import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import {
  type Medium,
  type MediumKind,
  mediumEventNames,
  mediumKindNames,
  mediumMoves,
  mediumStateNames,
} from '../../../shared/exchange/medium.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { DotWord, formatDate, Mono, type Tone } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import { LossPaper, MediaPaper } from './MediaPaper.tsx';
import './send.css';

interface MediaDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onPrint: (paper: ReactNode) => void;
}

/** 介质登记簿: every medium with its number, where it is and what happened to it; losses are reported here. */
export function MediaDialog({ open, ...props }: MediaDialogProps): ReactNode {
  return (
    <Dialog title="介质登记簿" open={open} onClose={props.onClose} width={1020}>
      <Book {...props} />
    </Dialog>
  );
}

type Move = 'takeBack' | 'lose' | 'destroy';

const tones: Readonly<Record<Medium['state'], Tone>> = { kept: 'plain', away: 'blue', lost: 'bad', destroyed: 'plain' };

const moveWords: Readonly<Record<Move, { readonly key: string; readonly ask: string; readonly says: string }>> = {
  takeBack: {
    key: 'B',
    ask: '收回说明，如“送件人孙晓东交回，已查毒”',
    says: '收回后可以再写。找回的遗失介质先查毒、清除再用。',
  },
  lose: {
    key: 'L',
    ask: '何时、何地、经过，向谁报告',
    says: '内容已加密，拾得者打不开。登记遗失后，没有签收的包回到“待写介质”，请重写到另一介质再送；报告可打印。',
  },
  destroy: { key: 'X', ask: '销毁方式、监销人', says: '销毁后编号不再使用。' },
};

function Book({ onClose, onPrint }: Omit<MediaDialogProps, 'open'>): ReactNode {
  const { has, station, user } = useSession();
  const call = useCall('medium.list', {});
  const media = call.data?.media ?? [];
  const [at, setAt] = useState('');
  const [adding, setAdding] = useState(false);
  const [moving, setMoving] = useState<Move | null>(null);
  const may = has('exchangeOfficer');
  const medium = media.find(({ number }) => number === at) ?? media[0];
  const moves = may && medium ? mediumMoves[medium.state] : [];
  const begin = (move: Move) => (moves.includes(move) && !adding ? () => setMoving(move) : undefined);
  const who = { department: station.name, printedBy: user.name };
  const printAll = (): void => {
    onClose();
    onPrint(<MediaPaper media={media} {...who} />);
  };
  const printLoss = (): void => {
    if (!medium) return;
    onClose();
    onPrint(<LossPaper medium={medium} {...who} />);
  };
  useKeys({
    'Ctrl+P': printAll,
    'Alt+N': may ? () => setAdding(true) : undefined,
    B: begin('takeBack'),
    L: begin('lose'),
    X: begin('destroy'),
  });
  return (
    <div className="stack media-book">
      <FailureNote failure={call.failure} />
      <div className="media-list">
        <DataTable<Medium>
          label="介质"
          rows={media}
          rowKey={({ number }) => number}
          loading={call.loading}
          selected={medium?.number ?? ''}
          onSelect={({ number }) => {
            setAt(number);
            setMoving(null);
          }}
          autoFocus
          columns={[
            { title: '编号', key: 'number', width: 160, mono: true, render: (_, one) => one.number },
            { title: '类型', key: 'kind', width: 80, render: (_, one) => mediumKindNames[one.kind] },
            {
              title: '型号、序列号',
              key: 'model',
              render: (_, one) => (
                <span className="cut">
                  {one.model} <Mono className="small faint">{one.serial}</Mono>
                </span>
              ),
            },
            { title: '密级', key: 'secrecy', width: 66, render: (_, one) => one.secrecy },
            {
              title: '状态',
              key: 'state',
              width: 104,
              render: (_, one) => <DotWord tone={tones[one.state]}>{mediumStateNames[one.state]}</DotWord>,
            },
            {
              title: '未签收的包',
              key: 'waiting',
              width: 116,
              mono: true,
              render: (_, one) => one.waiting.map(serial).join('、'),
            },
            {
              title: '最近',
              key: 'last',
              width: 170,
              render: (_, one) => {
                const last = one.entries.at(-1);
                return last ? (
                  <>
                    {mediumEventNames[last.what]} <Mono className="small">{formatDate(last.at, true)}</Mono>
                  </>
                ) : null;
              },
            },
          ]}
          empty={
            <Empty
              title="还没有登记介质"
              hint="往 U 盘、光盘写上报包时自动登记、编号；也可以按 Alt+N 先登记。编号请写在介质的标签上。"
            />
          }
        />
      </div>
      {adding ? (
        <Register next={call.data?.next ?? ''} onDone={() => setAdding(false)} />
      ) : moving && medium ? (
        <MoveForm medium={medium} move={moving} onDone={() => setMoving(null)} />
      ) : medium ? (
        <ul className="media-entries scroll" aria-label={`${medium.number} 的记录`}>
          {[...medium.entries].reverse().map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a book have no identity but their place
            <li key={index}>
              <Mono className="small">{formatDate(entry.at, true)}</Mono>
              <span>{mediumEventNames[entry.what]}</span>
              <Mono>{entry.sequence > 0 ? serial(entry.sequence) : ''}</Mono>
              <span className="cut grow" title={entry.text}>
                {entry.text}
              </span>
              <span className="secondary">{entry.by}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="dialog-foot">
        {may ? (
          <>
            <Button disabled={adding} onClick={() => setAdding(true)}>
              登记介质 <Keycap name="Alt+N" />
            </Button>
            {moves.map((move) => (
              <Button key={move} disabled={adding} onClick={() => setMoving(move)}>
                {mediumEventNames[move]} <Keycap name={moveWords[move].key} />
              </Button>
            ))}
          </>
        ) : null}
        <span className="grow" />
        {medium?.entries.some(({ what }) => what === 'lose') ? <Button onClick={printLoss}>打印遗失报告</Button> : null}
        <Button type="primary" disabled={media.length === 0} onClick={printAll}>
          打印登记簿 <Keycap name="Ctrl+P" />
        </Button>
      </div>
    </div>
  );
}

function Register({ next, onDone }: { next: string; onDone: () => void }): ReactNode {
  const act = useAct('medium.register', { failures: 'page' });
  const notify = useNotify();
  const [number, setNumber] = useState(next);
  const [kind, setKind] = useState<MediumKind>('stick');
  const [model, setModel] = useState('');
  const [serialNumber, setSerialNumber] = useState('');
  const save = async (): Promise<void> => {
    const reply = await act.run({ number: number.trim(), kind, model, serial: serialNumber });
    if (!reply.ok) return;
    notify.done(`${reply.value.number} 已登记，请写在介质的标签上`);
    onDone();
  };
  useKeys({ 'Ctrl+Enter': () => void save() });
  return (
    <div className="media-form">
      <div className="row">
        <Input
          className="mono"
          style={{ width: 180 }}
          autoFocus
          value={number}
          aria-label="介质编号"
          onChange={(event) => setNumber(event.target.value)}
        />
        <Select<MediumKind>
          style={{ width: 110 }}
          aria-label="类型"
          value={kind}
          options={(Object.keys(mediumKindNames) as MediumKind[]).map((value) => ({
            value,
            label: mediumKindNames[value],
          }))}
          onChange={setKind}
        />
        <Input
          value={model}
          maxLength={80}
          placeholder="品牌、型号、容量"
          aria-label="型号"
          onChange={(event) => setModel(event.target.value)}
        />
        <Input
          className="mono"
          value={serialNumber}
          maxLength={80}
          placeholder="序列号"
          aria-label="序列号"
          onChange={(event) => setSerialNumber(event.target.value)}
        />
        <Button type="primary" loading={act.busy} onClick={() => void save()}>
          登记 <Keycap name="Ctrl+Enter" />
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
      <FailureNote failure={act.failure} />
    </div>
  );
}

function MoveForm({ medium, move, onDone }: { medium: Medium; move: Move; onDone: () => void }): ReactNode {
  const act = useAct('medium.move', { failures: 'page' });
  const notify = useNotify();
  const [text, setText] = useState('');
  const { ask, says } = moveWords[move];
  const save = async (): Promise<void> => {
    if (text.trim() === '') return;
    const reply = await act.run({ number: medium.number, what: move, text: text.trim() });
    if (!reply.ok) return;
    notify.done(`${medium.number} 已登记“${mediumEventNames[move]}”`);
    onDone();
  };
  useKeys({ 'Ctrl+Enter': () => void save() });
  return (
    <div className="media-form">
      <p className="secondary small">
        <Mono>{medium.number}</Mono> {mediumEventNames[move]}。{says}
        {move === 'lose' && medium.waiting.length > 0 ? (
          <span className="warn">　涉及第 {medium.waiting.map(serial).join('、')} 号包。</span>
        ) : null}
      </p>
      <div className="row">
        <Input
          autoFocus
          value={text}
          maxLength={400}
          placeholder={ask}
          aria-label={`${mediumEventNames[move]}说明`}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={(event) => event.ctrlKey || void save()}
        />
        <Button
          type="primary"
          danger={move === 'lose'}
          disabled={text.trim() === ''}
          loading={act.busy}
          onClick={() => void save()}
        >
          登记{mediumEventNames[move]} <Keycap name="Ctrl+Enter" />
        </Button>
        <Button onClick={onDone}>取消</Button>
      </div>
      <FailureNote failure={act.failure} />
    </div>
  );
}
