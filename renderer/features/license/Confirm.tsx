import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { BarFact, Page } from '../../components/Page.tsx';
import { DateText, Mono } from '../../components/text.tsx';
import type { LookProps } from './KeyAgain.tsx';
import { LookDesk } from './LookDesk.tsx';

/** 照面如此: a second person compares what somebody vouches for with the picture that was kept of it. */
export function Confirm(props: LookProps): ReactNode {
  const opened = useCall('keying.declared', { id: props.row.id });
  if (opened.failure)
    return (
      <Page>
        <FailureNote failure={opened.failure} action={<Button onClick={props.onDone}>下一件</Button>} />
      </Page>
    );
  return opened.data?.id === props.row.id ? <ConfirmForm {...props} opened={opened.data} /> : <Page>{null}</Page>;
}

function ConfirmForm({
  opened,
  tabs,
  position,
  onDone,
}: LookProps & { readonly opened: Output<'keying.declared'> }): ReactNode {
  const { id, revision, fields } = opened;
  const client = useClient();
  const confirm = useAct('keying.confirm');
  const [refusing, setRefusing] = useState(false);
  const [field, ...more] = fields;
  const answer = async (agree: boolean, reason = ''): Promise<void> => {
    if (!field || confirm.busy) return;
    const reply = await confirm.run({ id, base: revision, path: field.path, agree, reason });
    if (reply.ok && (more.length === 0 || !agree)) onDone();
  };
  useKeys({ 'Ctrl+Enter': () => void answer(true), F8: () => setRefusing(true) });
  if (!field) return <Page>{null}</Page>;
  return (
    <Page
      keys={[
        ['Ctrl+Enter', '照面确如此'],
        ['F8', '不符，退回'],
        ['PageDown', '先做下一件'],
        ['F3', '换一类'],
        ['F1', '全部按键'],
      ]}
      actions={
        <>
          {more.length > 0 ? <BarFact>本件还有 {more.length} 项</BarFact> : null}
          <BarFact>{position}</BarFact>
          <Button disabled={confirm.busy} onClick={() => setRefusing(true)}>
            不符，退回… <Keycap name="F8" />
          </Button>
          <Button type="primary" autoFocus loading={confirm.busy} onClick={() => void answer(true)}>
            照面确如此 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <LookDesk {...opened} tabs={tabs} focus={field.path} done={new Set()} title="核对照面如此">
        {() => (
          <div className="form-scroll">
            <section className="look-list" aria-label={field.label} data-field={field.path}>
              <p className="look-lead">
                校验不符，声明人认为照面上就是这样印的。逐位对照：一致就确认，不一致就退回改录。
              </p>
              <h2>{field.label}</h2>
              <img className="look-crop" src={client.blobUrl(field.crop)} alt={`${field.label}的局部图`} />
              <p className="look-big">
                <Mono>{field.value}</Mono>
              </p>
              <p className="entry-error">{field.message}</p>
              <p className="secondary small">
                {field.by}声明于 <DateText value={field.at} time />
              </p>
            </section>
          </div>
        )}
      </LookDesk>
      <Dialog title="与照面不符，退回录入" open={refusing} onClose={() => setRefusing(false)} width={440}>
        <Refusal
          onClose={() => setRefusing(false)}
          onSet={(reason) => {
            setRefusing(false);
            void answer(false, reason);
          }}
        />
      </Dialog>
    </Page>
  );
}

function Refusal({ onClose, onSet }: { onClose: () => void; onSet: (reason: string) => void }): ReactNode {
  const [reason, setReason] = useState('');
  useKeys({ 'Ctrl+Enter': () => onSet(reason.trim()) });
  return (
    <>
      <p className="secondary dialog-line">这一件转为待查，回到录入台改录，附上你看到的。</p>
      <Input
        value={reason}
        maxLength={200}
        placeholder="照面上是什么，可不填"
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={() => onSet(reason.trim())}
      />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" onClick={() => onSet(reason.trim())}>
          退回 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </>
  );
}
