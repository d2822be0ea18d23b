import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { localDay } from '../../../shared/china/dates.ts';
import {
  afterEvent,
  checkEvent,
  type EventKind,
  type EventWish,
  eventsOn,
  expiryOf,
  reissues,
  statusText,
} from '../../../shared/license/event.ts';
import type { License } from '../../../shared/license/license.ts';
import { useAct } from '../../client/act.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form, FormRow } from '../../components/Form.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';

interface EventDialogProps {
  readonly open: boolean;
  readonly id: string;
  readonly base: number;
  readonly license: License;
  readonly onClose: () => void;
  /** After an event with a new paper: the fields of the face that changed are typed at the entry desk. */
  readonly onFace: () => void;
}

/** S: what happened to the license after its issue, with day, reason and document. */
export function EventDialog({ open, ...rest }: EventDialogProps): ReactNode {
  return (
    <Dialog title={`办理事项（现为“${statusText(rest.license)}”）`} open={open} onClose={rest.onClose} width={600}>
      <EventForm {...rest} />
    </Dialog>
  );
}

function EventForm({ id, base, license, onClose, onFace }: Omit<EventDialogProps, 'open'>): ReactNode {
  const possible = eventsOn(license, localDay());
  const form = useForm<EventWish>({
    defaultValues: { kind: possible[0] ?? '注销', date: localDay(), reason: '', document: '', validTo: '' },
  });
  const [file, setFile] = useState<PickedFile | null>(null);
  const [tried, setTried] = useState(false);
  const note = useAct('license.noteEvent', { failures: 'page' });
  const notify = useNotify();
  const wish = form.watch();
  const findings = tried ? checkEvent(license, wish, localDay()) : [];
  const next = afterEvent(license, wish.kind);
  const save = async (): Promise<void> => {
    setTried(true);
    const [first] = checkEvent(license, form.getValues(), localDay());
    if (first) return void focusField(first.field);
    const reply = await note.run({ id, base, ...form.getValues(), ...(file ? { file } : {}) });
    if (!reply.ok) return;
    onClose();
    notify.done(`已记入${wish.kind}，现为“${statusText(reply.value.license)}”`);
    if (wish.kind !== '延续' && reissues.includes(wish.kind)) onFace();
  };
  useKeys({ 'Ctrl+Enter': () => void save() });
  if (possible.length === 0) return <p>“{statusText(license)}”的证照不再有可办理的事项。</p>;
  return (
    <>
      <Form form={form} findings={findings} labelWidth={84}>
        <Field name="kind" label="事项" hint={next ? `办理后为“${statusText(next)}”` : ''}>
          {({ status, ...control }) => (
            <Select
              {...control}
              status={status}
              autoFocus
              showSearch
              onChange={(kind: EventKind) => {
                control.onChange(kind);
                if (kind !== '延续') form.setValue('validTo', '');
                if (kind === '过期') {
                  form.setValue('date', expiryOf(license));
                  form.setValue('reason', '有效期届满');
                }
              }}
              options={possible.map((kind) => ({ value: kind, label: kind }))}
            />
          )}
        </Field>
        <Field name="date" label="决定日期">
          {(control) => <DateInput {...control} yearsAhead={0} />}
        </Field>
        {wish.kind === '延续' ? (
          <Field name="validTo" label="有效期至" hint="延续后的截止日期，写入照面；不变的留空">
            {(control) => <DateInput {...control} yearsAhead={60} />}
          </Field>
        ) : null}
        <Field name="reason" label="事由">
          {(control) => <Input {...control} maxLength={500} />}
        </Field>
        <Field
          name="document"
          label="文书"
          hint={wish.kind === '过期' ? '期满自然过期的不填' : '名称或文号，例如：郑市监撤字〔2026〕12号'}
        >
          {(control) => <Input {...control} maxLength={200} />}
        </Field>
        <FormRow label="文书附件">
          <DropFiles
            title={file ? file.name : '把文书扫描件拖到这里，或按 Enter 选择'}
            multiple={false}
            limitMb={64}
            onFiles={([picked]) => setFile(picked ?? null)}
          />
        </FormRow>
      </Form>
      {wish.kind !== '延续' && reissues.includes(wish.kind) ? (
        <p className="secondary small">记入后到录入台改照面上变了的各项；办理前的照面留在这次事项里。</p>
      ) : null}
      <FailureNote failure={note.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={note.busy} onClick={() => void save()}>
          记入{wish.kind} <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </>
  );
}
