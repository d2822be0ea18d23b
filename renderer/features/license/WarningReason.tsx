import { Input } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useState } from 'react';

interface WarningReasonProps {
  /** `reason.` and the field's path and the warning's code: where the focus goes. */
  readonly name: string;
  readonly reason: string;
  /** The reason given last for such a warning; F7 takes it. */
  readonly last: string;
  readonly onGive: (reason: string) => void;
}

/** Longest reason in characters. */
const longest = 500;

/** Under a warning: why it may pass. Without it the license is not handed in. */
export function WarningReason({ name, reason, last, onGive }: WarningReasonProps): ReactNode {
  const [text, setText] = useState(reason);
  useEffect(() => setText(reason), [reason]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The page saves by this key, before the focus leaves.
    if (event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing && text.trim() !== reason)
      onGive(text);
    if (event.key !== 'F7' || text !== '' || last === '') return;
    event.preventDefault();
    setText(last);
    onGive(last);
  };
  return (
    <div className="entry-reason" data-field={name}>
      <Input
        size="small"
        prefix={<span className="from">理由</span>}
        value={text}
        maxLength={longest}
        placeholder={last === '' ? '写明为何可用，例如：照面如此' : `F7 沿用“${last}”`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => (text.trim() === reason ? undefined : onGive(text))}
      />
    </div>
  );
}

/** Into the next input for a reason that is still empty, of the field with the focus first; false when there is none. */
export function focusOpenReason(): boolean {
  const open = [...document.querySelectorAll<HTMLInputElement>('.entry-reason input')].filter(
    (input) => input.value === '' && input !== document.activeElement,
  );
  const field = document.activeElement?.closest('.entry-field');
  const next = open.find((input) => field?.contains(input)) ?? open[0];
  next?.scrollIntoView({ block: 'center' });
  next?.focus();
  return next !== undefined;
}
