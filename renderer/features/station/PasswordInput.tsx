import { Input } from 'antd';
import type { ComponentProps, ReactNode } from 'react';
import { useState } from 'react';

/** A password field that says when capitals are locked. */
export function PasswordInput(props: ComponentProps<typeof Input.Password>): ReactNode {
  const [capitals, setCapitals] = useState(false);
  return (
    <>
      <Input.Password
        autoComplete="off"
        {...props}
        className="mono"
        onKeyUp={(event) => setCapitals(event.getModifierState('CapsLock'))}
        onBlur={(event) => {
          setCapitals(false);
          props.onBlur?.(event);
        }}
      />
      {capitals ? <p className="field-warning">大写锁定已打开</p> : null}
    </>
  );
}
