import { Button, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type DispatchTarget, dispatchPartNames } from '../../../shared/exchange/dispatch.ts';
import { useAct } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';

interface SendDispatchDialogProps {
  readonly open: boolean;
  readonly target: DispatchTarget | null;
  /** Departments with changes that were not dispatched. */
  readonly waiting: readonly DispatchTarget[];
  readonly onClose: () => void;
}

/** 写出下发包: for the chosen department or all that have changes; what goes to whom is said before it is signed. */
export function SendDispatchDialog({ open, ...rest }: SendDispatchDialogProps): ReactNode {
  return (
    <Dialog title="写出下发包" open={open} onClose={rest.onClose} width={560}>
      <Send {...rest} />
    </Dialog>
  );
}

function Send({ target, waiting, onClose }: Omit<SendDispatchDialogProps, 'open'>): ReactNode {
  const send = useAct('dispatch.send', { failures: 'page' });
  const notify = useNotify();
  const [all, setAll] = useState(false);
  const [picking, setPicking] = useState(false);
  const going = all ? waiting : waiting.filter((one) => one.station === target?.station);
  const write = async (to: string): Promise<void> => {
    const reply = await send.run({
      to,
      stations: (all ? going : target ? [target] : []).map(({ station }) => station),
    });
    if (!reply.ok) return;
    notify.done(`下发包已写出 ${reply.value.files.length} 份`);
    onClose();
  };
  useKeys({ 'Ctrl+Enter': () => setPicking(true) });
  return (
    <div className="stack">
      <Radio.Group
        className="dispatch-whom"
        value={all}
        onChange={(event) => setAll(event.target.value)}
        options={[
          { value: false, label: `只给“${target?.name ?? ''}”` },
          { value: true, label: `给所有有改动的单位（${waiting.length} 个）`, disabled: waiting.length === 0 },
        ]}
      />
      <ul className="dispatch-going scroll">
        {going.map(({ station, name, parts }) => (
          <li key={station}>
            {name}
            <span className="secondary">
              {parts
                .filter(({ changed }) => changed)
                .map(({ part, size }) => `${dispatchPartNames[part]}${part === 'calendar' ? '' : ` ${size}`}`)
                .join('，')}
            </span>
          </li>
        ))}
        {going.length === 0 ? <li className="secondary">没有改动；以前签好而没写出的会一并写出。</li> : null}
      </ul>
      <FailureNote failure={send.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>
          取消 <Keycap name="Escape" />
        </Button>
        <Button type="primary" loading={send.busy} onClick={() => setPicking(true)}>
          选介质写出 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
      <PlacePicker
        open={picking}
        title="选写出下发包的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void write(folder)}
        onClose={() => setPicking(false)}
      />
    </div>
  );
}
