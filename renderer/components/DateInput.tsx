import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { localDay } from '../../shared/china/dates.ts';
import { parseShortDate } from '../../shared/license/short-date.ts';

interface DateInputProps {
  readonly id?: string;
  /** `YYYY-MM-DD` or ''; any other text is kept for the check to name. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly status?: '' | 'error' | 'warning';
  readonly width?: number | string;
  readonly disabled?: boolean;
  /** Years from now for which two digits still mean 20xx. */
  readonly yearsAhead?: number;
}

/**
 * A date that is typed as it comes to hand (20261123, 261123, t for today, 2026年11月23日) and stands as 2026-11-23 once the field is left
 * or Enter is pressed. No calendar: it would stand in the way of who types all day.
 */
export function DateInput({
  id,
  value,
  onChange,
  onBlur,
  status = '',
  width = 150,
  disabled = false,
  yearsAhead = 10,
}: DateInputProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const done = (): void => {
    if (typed === null) return;
    const today = localDay();
    onChange(parseShortDate(typed, { today, yearsAhead }) ?? typed.trim());
    setTyped(null);
  };
  return (
    <Input
      {...(id === undefined ? {} : { id })}
      className="mono"
      style={{ width }}
      value={typed ?? value}
      status={status}
      // What surrounds the field may be disabled as a whole.
      {...(disabled ? { disabled } : {})}
      placeholder="年-月-日"
      maxLength={20}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
      }}
      onBlur={() => {
        done();
        onBlur?.();
      }}
    />
  );
}
