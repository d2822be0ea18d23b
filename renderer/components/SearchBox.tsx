import { SearchOutlined } from '@ant-design/icons';
import type { InputRef } from 'antd';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Keycap } from './Keycap.tsx';
import { useKeys } from './keys.tsx';

interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly width?: number;
}

/** Long enough to swallow the letters of a fast typist, each of which would be logged as a search of its own; short enough not to be felt. */
const pauseMs = 60;

/** The search box of a list: `/` puts the focus here, ↓ goes into the list, Esc empties it. */
export function SearchBox({ value, onChange, placeholder, width = 260 }: SearchBoxProps): ReactNode {
  const [text, setText] = useState(value);
  const composing = useRef(false);
  const input = useRef<InputRef>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value || composing.current) return;
    const timer = setTimeout(() => latest.current(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  useKeys({ '/': () => input.current?.focus({ cursor: 'all' }) });
  return (
    <Input
      ref={input}
      style={{ width }}
      value={text}
      placeholder={placeholder}
      aria-label={placeholder}
      prefix={<SearchOutlined className="faint" />}
      suffix={<Keycap name="/" />}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        latest.current(event.currentTarget.value.trim());
      }}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape' && text !== '') {
          event.preventDefault();
          setText('');
          onChange('');
        }
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault();
          const near = event.currentTarget.closest('[data-panel], .page')?.querySelector<HTMLElement>('[data-list]');
          near?.focus();
        }
      }}
    />
  );
}
