import type { ComponentProps, ReactNode } from 'react';
import { useState } from 'react';
import '../../components/form.css';

interface PasswordInputProps extends ComponentProps<'input'> {
  readonly status?: '' | 'error' | 'warning';
  readonly onPressEnter?: () => void;
}

/** A password field that can show what is typed, and says when capitals are locked. Not Ant Design's: the unlock page does not wait for it. */
export function PasswordInput({ status = '', onPressEnter, ...props }: PasswordInputProps): ReactNode {
  const [shown, setShown] = useState(false);
  const [capitals, setCapitals] = useState(false);
  return (
    <>
      <span className={`box mono ${status}`}>
        <input
          autoComplete="off"
          {...props}
          type={shown ? 'text' : 'password'}
          onKeyDown={({ key, nativeEvent }) => {
            if (key === 'Enter' && !nativeEvent.isComposing) onPressEnter?.();
          }}
          onKeyUp={(event) => setCapitals(event.getModifierState('CapsLock'))}
          onBlur={(event) => {
            setCapitals(false);
            props.onBlur?.(event);
          }}
        />
        <button
          type="button"
          className="eye"
          tabIndex={-1}
          aria-pressed={shown}
          aria-label="显示输入"
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setShown(!shown)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M1 8c3.5-6 10.5-6 14 0-3.5 6-10.5 6-14 0z" />
            <circle cx="8" cy="8" r="2.2" />
            {shown ? null : <path d="M2.5 13.5l11-11" />}
          </svg>
        </button>
      </span>
      {capitals ? <p className="field-warning">大写锁定已打开</p> : null}
    </>
  );
}
