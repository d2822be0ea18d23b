import { PushpinFilled } from '@ant-design/icons';
import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { unconfirmed } from '../../../shared/license/as-on-paper.ts';
import type { ReadField } from '../../../shared/license/entry-methods.ts';
import { idKinds } from '../../../shared/license/holder.ts';
import type { License } from '../../../shared/license/license.ts';
import { licenseStatuses } from '../../../shared/license/license.ts';
import { needsReason } from '../../../shared/license/reason.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { doubtsIn } from './proposal-moves.ts';

/** One line of the entry form, of the face or beside it. */
export interface EntryLine {
  /** Dotted path in the license. */
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'long' | 'mono' | 'idKind' | 'status';
  readonly wide: boolean;
  readonly critical: boolean;
  readonly maxLength: number;
  readonly placeholder: string;
}

interface EntryFieldProps {
  readonly line: EntryLine;
  readonly side: 'left' | 'right' | 'both';
  readonly focused: boolean;
  readonly pinned: boolean;
  /** Grey, at the right end of the input: the amount in capitals, or where the value came from. */
  readonly note: string;
  readonly messages: readonly Finding[];
  /** What stands under a warning: why it may pass. */
  readonly reason: (finding: Finding) => ReactNode;
  /** Warnings that nobody has given a reason for. */
  readonly open: boolean;
  /** How the text would stand by the rules of writing, '' where it does. */
  readonly proposal: string;
  readonly onTake: (path: string) => void;
  /** What text recognition proposes while the field is empty. */
  readonly reading: ReadField | null;
  /** The reading that the value came of, while a doubtful character of it is unchanged. */
  readonly doubted: ReadField | null;
  /** What the paper says where something else was carried over. */
  readonly differing: ReadField | null;
  /** What Tab completes the text to, of earlier licenses; '' where nothing is offered. */
  readonly completion: string;
  /** Above the input while it has the focus. */
  readonly crop: ReactNode;
  /** Under the label while it has the focus. */
  readonly cropNote: string;
  readonly onLeave: (path: string) => void;
  readonly onType: (path: string) => void;
}

/** A field of the entry desk. With the focus it is a full-bleed block with an ink bar and the crop directly on the input. */
export function EntryField(props: EntryFieldProps): ReactNode {
  const { line, side, focused, pinned, note, messages, reason, open, proposal, onTake, reading } = props;
  const { doubted, differing, completion, crop, cropNote, onLeave, onType } = props;
  const { control } = useFormContext<License>();
  const { field } = useController({ name: line.path as 'number', control });
  // What one key takes is seen before it is taken.
  const ahead = focused || !reading || reading.doubtful.length > 0 ? '' : reading.value;
  const level = messages.some(blocks) ? 'error' : open ? 'warning' : '';
  const common = {
    id: `field-${line.path}`,
    value: field.value ?? '',
    ref: field.ref,
    status: level as '' | 'error' | 'warning',
    onBlur: () => {
      field.onBlur();
      onLeave(line.path);
    },
  };
  const typed = (value: string): void => {
    field.onChange(value);
    onType(line.path);
  };
  const suffix = pinned ? (
    <PushpinFilled className="blue" title="下一条自动沿用" />
  ) : (
    <span className="from">{note}</span>
  );
  return (
    <div
      className={`entry-field entry-${focused ? 'both' : side} ${focused ? 'entry-focus' : ''}`}
      data-field={line.path}
      {...(level === '' ? {} : { 'data-level': level })}
    >
      <label htmlFor={common.id}>
        {focused && crop ? <small>{cropNote}</small> : null}
        <span>
          {line.label}
          {line.critical ? <i title="关键项" /> : null}
        </span>
      </label>
      <div className="entry-body">
        {focused ? crop : null}
        {line.kind === 'long' ? (
          <div className="entry-long">
            <Input.TextArea
              {...common}
              autoSize={{ minRows: 1, maxRows: ahead !== '' ? 12 : focused ? 6 : 3 }}
              maxLength={line.maxLength + 1}
              placeholder={ahead}
              onChange={(event) => typed(event.target.value)}
            />
            <span className="from">{note}</span>
          </div>
        ) : line.kind === 'idKind' || line.kind === 'status' ? (
          <Select
            {...common}
            value={common.value === '' ? null : common.value}
            showSearch={{ optionFilterProp: 'label' }}
            options={line.kind === 'status' ? statusOptions : kindOptions}
            onChange={(value: string) => typed(value)}
          />
        ) : (
          <Input
            {...common}
            className={line.kind === 'mono' ? 'mono' : ''}
            maxLength={line.maxLength + 1}
            placeholder={focused ? line.placeholder : ahead}
            suffix={suffix}
            onChange={(event) => typed(event.target.value)}
          />
        )}
      </div>
      {focused && reading ? <EntryReading reading={reading} mono={line.kind === 'mono'} /> : null}
      {doubted ? (
        <div className="entry-reading">
          <span className="warn">
            还有 {doubtsIn(common.value, doubted).length} 字存疑 <Keycap name="F2" /> 下一处
          </span>
        </div>
      ) : null}
      {differing ? (
        <div className="entry-reading">
          <span className="warn">与沿用的不同，纸上读作</span>
          <span className={line.kind === 'mono' ? 'mono' : ''} role="note" aria-label="纸上读作">
            {differing.value}
          </span>
          {focused ? (
            <span className="secondary">
              <Keycap name="Tab" /> 采用 <Keycap name="Enter" /> 保留
            </span>
          ) : null}
        </div>
      ) : null}
      {focused && !reading && !differing && completion !== '' ? (
        <div className="entry-reading">
          <span className="secondary">以前录过</span>
          <span role="note" aria-label="以前录过">
            {completion}
          </span>
          <span className="secondary">
            <Keycap name="Tab" /> 采用
          </span>
        </div>
      ) : null}
      <EntryMessages messages={messages} reason={reason} />
      {proposal === '' ? null : (
        <p className="entry-proposal">
          规范写法：{proposal}
          <button type="button" tabIndex={-1} onClick={() => onTake(line.path)}>
            采用 <Keycap name="Alt+G" />
          </button>
        </p>
      )}
    </div>
  );
}

/** The proposal under the input, doubtful characters marked; nothing of it is in the field until Tab is pressed. */
function EntryReading({ reading, mono }: { reading: ReadField; mono: boolean }): ReactNode {
  const { value, doubtful } = reading;
  return (
    <div className="entry-reading">
      <span className={mono ? 'mono' : ''} role="note" aria-label="识读结果">
        {[...value].map((one, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a character has no other name than its place
          doubtful.includes(index) ? <mark key={index}>{one}</mark> : <span key={index}>{one}</span>,
        )}
      </span>
      <span className="secondary">
        <Keycap name="Tab" /> 采用
      </span>
      {doubtful.length > 0 ? (
        <span className="warn">
          {doubtful.length} 字存疑 <Keycap name="F2" /> 采用并改
        </span>
      ) : (
        <span className="secondary">
          <Keycap name="F3" /> 连采到存疑处
        </span>
      )}
    </div>
  );
}

interface EntryMessagesProps {
  readonly messages: readonly Finding[];
  readonly reason?: (finding: Finding) => ReactNode;
}

/** What waits for a second person is no work of this one. */
const blocks = ({ level, code }: Finding): boolean => level === 'error' && code !== unconfirmed;

/** What is wrong with a field, in its own lines under the input. */
export function EntryMessages({ messages, reason }: EntryMessagesProps): ReactNode {
  if (messages.length === 0) return null;
  return (
    <div className="entry-messages">
      {messages.map((message) => (
        <div key={message.code + message.message}>
          <p className={blocks(message) ? 'entry-error' : 'entry-warning'}>{message.message}</p>
          {needsReason(message) ? reason?.(message) : null}
        </div>
      ))}
    </div>
  );
}

const statusOptions = licenseStatuses.map((value) => ({ value, label: value }));
const kindOptions = Object.entries(idKinds).map(([value, label]) => ({ value, label: `${value} ${label}` }));
