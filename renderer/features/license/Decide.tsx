import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import { normalizeValue } from '../../../shared/license/normalize.ts';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { differenceOf } from '../../components/difference.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { BarFact, Page } from '../../components/Page.tsx';
import { Mono } from '../../components/text.tsx';
import type { LookProps } from './KeyAgain.tsx';
import { FieldCrop, LookDesk } from './LookDesk.tsx';

/** A license whose two keyings differ, decided with the picture in view. */
export function Decide(props: LookProps): ReactNode {
  const opened = useCall('keying.difference', { id: props.row.id });
  if (opened.failure)
    return (
      <Page>
        <FailureNote failure={opened.failure} action={<Button onClick={props.onDone}>下一件</Button>} />
      </Page>
    );
  return opened.data?.id === props.row.id ? <DecideForm {...props} opened={opened.data} /> : <Page>{null}</Page>;
}

function DecideForm({
  opened,
  tabs,
  position,
  onDone,
}: LookProps & { readonly opened: Output<'keying.difference'> }): ReactNode {
  const { id, revision, type, fields } = opened;
  const decide = useAct('keying.decide');
  const [focus, setFocus] = useState(fields[0]?.path ?? '');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    setTimeout(() => focusOn(fields[0]?.path ?? ''), 0);
  }, [fields]);
  const decided = fields.filter(({ path }) => chosen[path] !== undefined);
  const ready = decided.length === fields.length;
  const choose = (path: string, value: string): void => {
    setChosen({ ...chosen, [path]: value });
    const next = fields.find((field) => field.path !== path && chosen[field.path] === undefined);
    if (next) focusOn(next.path);
    else setTimeout(() => document.querySelector<HTMLElement>('.key-bar .ant-btn-primary')?.focus(), 0);
  };
  const finish = async (): Promise<void> => {
    if (!ready || decide.busy) return;
    const reply = await decide.run({ id, base: revision, values: { ...chosen } });
    if (reply.ok) onDone();
  };
  const current = fields.find(({ path }) => path === focus);
  const go = (by: number): void => {
    const next = fields[fields.findIndex(({ path }) => path === focus) + by];
    if (next) focusOn(next.path);
  };
  useKeys({
    'Ctrl+Enter': () => void finish(),
    1: current ? () => choose(current.path, current.values[0]) : undefined,
    2: current ? () => choose(current.path, current.values[1]) : undefined,
    3: current ? () => document.querySelector<HTMLElement>('.look-focus input')?.focus() : undefined,
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
  });
  return (
    <Page
      keys={[
        ['1 2', '以甲、乙为准'],
        ['3', '都不对，另录'],
        ['ArrowUp ArrowDown', '换一项'],
        ['PageDown', '先做下一件'],
        ['F1', '全部按键'],
      ]}
      actions={
        <>
          <BarFact>
            已定 {decided.length}/{fields.length} 项
          </BarFact>
          <BarFact>{position}</BarFact>
          <Button type="primary" disabled={!ready} loading={decide.busy} onClick={() => void finish()}>
            照此裁定 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <LookDesk
        {...opened}
        tabs={tabs}
        focus={focus}
        done={new Set(decided.map(({ path }) => path))}
        title="两次录入不同"
      >
        {(scan) => (
          <div className="form-scroll">
            <div className="look-list">
              <p className="look-lead">
                对照原件，哪一个与照面一致就定哪一个；甲、乙不分先后。都不对的，按 3 照原件录。
              </p>
              {fields.map(({ path, label, values }) => (
                <section
                  key={path}
                  className={path === focus ? 'look-field look-focus' : 'look-field'}
                  data-field={path}
                  data-panel
                  aria-label={label}
                  tabIndex={-1}
                  onFocus={() => setFocus(path)}
                >
                  <h2>{label}</h2>
                  {path === focus ? <FieldCrop type={type} path={path} scan={scan} /> : null}
                  {values.map((value, index) => (
                    <Candidate
                      // biome-ignore lint/suspicious/noArrayIndexKey: the two have no identity but their place
                      key={index}
                      name={index === 0 ? '甲' : '乙'}
                      value={value}
                      other={values[1 - index] ?? ''}
                      chosen={chosen[path] === value}
                      onChoose={() => choose(path, value)}
                    />
                  ))}
                  <Another
                    value={chosen[path] === undefined || values.includes(chosen[path]) ? '' : chosen[path]}
                    onSet={(typed) => {
                      const face = type.fields.find((field) => `face.${field.key}` === path);
                      choose(path, face ? normalizeValue(type, face, typed, localDay()) : typed.trim());
                    }}
                  />
                </section>
              ))}
            </div>
          </div>
        )}
      </LookDesk>
    </Page>
  );
}

/** The field itself, not its first value: nothing must look chosen before it is. */
function focusOn(path: string): void {
  document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`)?.focus();
}

interface CandidateProps {
  readonly name: string;
  readonly value: string;
  readonly other: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Candidate({ name, value, other, chosen, onChoose }: CandidateProps): ReactNode {
  const { head, after, tail } = differenceOf(other, value);
  return (
    <button type="button" className="look-value" aria-pressed={chosen} onClick={onChoose}>
      <Keycap name={name === '甲' ? '1' : '2'} />
      <span>{name}</span>
      {value === '' ? (
        <span className="faint">（空）</span>
      ) : (
        <Mono>
          {head}
          <mark>{after}</mark>
          {tail}
        </Mono>
      )}
    </button>
  );
}

function Another({ value, onSet }: { value: string; onSet: (typed: string) => void }): ReactNode {
  const [typed, setTyped] = useState(value);
  return (
    <div className="look-other">
      <Keycap name="3" />
      <span>另录</span>
      <Input
        className="mono"
        aria-label="另录"
        value={typed}
        placeholder="照原件录，Enter 采用"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing || typed.trim() === '') return;
          event.preventDefault();
          onSet(typed);
        }}
      />
    </div>
  );
}
