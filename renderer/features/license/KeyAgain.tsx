import { Button } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import { localDay } from '../../../shared/china/dates.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { checkField, valueAt } from '../../../shared/license/check.ts';
import type { LookRow } from '../../../shared/license/keying-methods.ts';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { faceNote, normalizeValue } from '../../../shared/license/normalize.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { useUnsaved } from '../../components/dialogs.tsx';
import { Form } from '../../components/Form.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page } from '../../components/Page.tsx';
import { EntryField } from './EntryField.tsx';
import { withEveryField } from './entry-values.ts';
import { FieldCrop, LookDesk } from './LookDesk.tsx';
import { faceLines } from './lines.ts';
import { useEffort } from './useEffort.ts';

export interface LookProps {
  readonly row: LookRow;
  readonly tabs: ReactNode;
  readonly position: ReactNode;
  /** The piece is done, or was done by somebody else meanwhile. */
  readonly onDone: () => void;
}

/** Values that this person keyed last, by type and path, for F4: their own, never a first value. */
export type LastKeyed = Map<string, string>;

/** A license keyed a second time, without sight of the first values. */
export function KeyAgain(props: LookProps & { readonly last: LastKeyed }): ReactNode {
  const opened = useCall('keying.open', { id: props.row.id });
  if (opened.failure)
    return (
      <Page>
        <FailureNote failure={opened.failure} action={<Button onClick={props.onDone}>下一件</Button>} />
      </Page>
    );
  return opened.data?.id === props.row.id ? <KeyForm {...props} opened={opened.data} /> : <Page>{null}</Page>;
}

interface KeyFormProps extends LookProps {
  readonly last: LastKeyed;
  readonly opened: Output<'keying.open'>;
}

function KeyForm({ opened, last, tabs, position, onDone }: KeyFormProps): ReactNode {
  const { id, revision, type, fields } = opened;
  const notify = useNotify();
  const save = useAct('keying.save');
  const form = useForm<License>({ defaultValues: withEveryField(type, emptyLicense(type)) });
  const [focus, setFocus] = useState(fields[0]?.path ?? '');
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [hint, setHint] = useState('');
  const effort = useEffort();
  const paths = fields.map(({ path }) => path);
  const lines = useMemo(
    () => faceLines(type).filter((line) => fields.some(({ path }) => path === line.path)),
    [type, fields],
  );
  useUnsaved(form.formState.isDirty && !save.busy);
  useEffect(() => {
    effort.begin();
    setTimeout(() => focusField(fields[0]?.path ?? ''), 0);
  }, [effort, fields]);

  const license = form.watch();
  const faceOf = (path: string) => type.fields.find((field) => `face.${field.key}` === path);
  const leave = (path: string): void => {
    setTouched((before) => new Set([...before, path]));
    const face = faceOf(path);
    const typed = valueAt(form.getValues(), path);
    const kept = face ? normalizeValue(type, face, typed, localDay()) : typed;
    if (kept !== typed) form.setValue(path as 'number', kept, { shouldDirty: true });
  };
  const finish = async (): Promise<void> => {
    if (save.busy) return;
    for (const path of paths) leave(path);
    const values = Object.fromEntries(paths.map((path) => [path, valueAt(form.getValues(), path)]));
    const reply = await save.run({ id, base: revision, values, ...effort.spent() });
    if (!reply.ok) return;
    for (const path of paths) last.set(`${type.name} ${path}`, values[path] ?? '');
    form.reset(form.getValues());
    const { differing } = reply.value;
    if (differing.length > 0) notify.done(`${differing.map(({ label }) => label).join('、')}与首录不同，已转待裁定`);
    onDone();
  };
  const carry = (): void => {
    const value = last.get(`${type.name} ${focus}`) ?? '';
    if (value === '') {
      setHint('本次还没有复录过此项，没有可沿用的值');
      return;
    }
    form.setValue(focus as 'number', value, { shouldDirty: true });
    go(1);
  };
  const go = (by: number): void => {
    const next = paths[paths.indexOf(focus) + by];
    if (next) focusField(next);
    else if (by > 0) document.querySelector<HTMLElement>('.key-bar .ant-btn-primary')?.focus();
  };
  useKeys({ 'Ctrl+Enter': () => void finish(), F4: carry });
  const onKeyDown = (event: KeyboardEvent): void => {
    effort.count(event.nativeEvent);
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return;
    const plain = target instanceof HTMLInputElement && target.getAttribute('role') !== 'combobox';
    if (!plain && !(target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  };
  const messages = (path: string): Finding[] => {
    const face = faceOf(path);
    if (!face || !touched.has(path)) return [];
    const found = checkField(face, valueAt(license, path), { today: localDay() });
    // Whatever the paper says is taken: only the eye is sent back to it.
    return found ? [{ ...found, field: path, level: 'warning' }] : [];
  };
  const filled = new Set(paths.filter((path) => valueAt(license, path) !== ''));
  return (
    <Page
      keys={[
        ['Enter', '下一项'],
        ['F4', '沿用本人上一件'],
        ['PageDown', '先做下一件'],
        ['F3', '换一类'],
        ['F1', '全部按键'],
      ]}
      actions={
        <>
          {hint ? <span className="warn">{hint}</span> : null}
          <BarFact>
            已录 {filled.size}/{paths.length}
          </BarFact>
          <BarFact>{position}</BarFact>
          <Button type="primary" loading={save.busy} onClick={() => void finish()}>
            复录完，下一件 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <LookDesk {...opened} tabs={tabs} focus={focus} done={filled} title="照原件再录一遍">
        {(scan) => (
          <div className="form-scroll">
            <fieldset
              className="entry-form"
              aria-label="复录"
              data-panel
              tabIndex={-1}
              onKeyDown={onKeyDown}
              onFocus={(event) => {
                const path = event.target.closest<HTMLElement>('[data-field]')?.dataset['field'];
                if (!path) return;
                setFocus(path);
                setHint('');
              }}
            >
              <Form form={form}>
                <p className="look-lead">只录关键项。看着原件录，首录的值在存好之前不显示；原件上没有的留空。</p>
                <div className="entry-grid">
                  {lines.map((line) => (
                    <EntryField
                      key={line.path}
                      line={line}
                      side="both"
                      focused={focus === line.path}
                      pinned={false}
                      note={noteOf(type, line.path, license)}
                      messages={messages(line.path)}
                      onLeave={leave}
                      onType={() => {}}
                      reading={null}
                      doubted={null}
                      differing={null}
                      completion=""
                      reason={() => null}
                      open={messages(line.path).length > 0}
                      proposal=""
                      onTake={() => {}}
                      cropNote="局部"
                      crop={scan && focus === line.path ? <FieldCrop type={type} path={line.path} scan={scan} /> : null}
                    />
                  ))}
                </div>
              </Form>
            </fieldset>
          </div>
        )}
      </LookDesk>
    </Page>
  );
}

function noteOf(type: LicenseType, path: string, license: License): string {
  const face = type.fields.find((field) => `face.${field.key}` === path);
  return face ? faceNote(face, valueAt(license, path), localDay()) : '';
}
