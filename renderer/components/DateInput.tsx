import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';

interface DateInputProps {
  readonly id?: string;
  /** `YYYY-MM-DD` or ''. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly status?: '' | 'error' | 'warning';
  readonly width?: number | string;
  readonly disabled?: boolean;
}

/** A date that is typed (20261123, 2026.11.23, 2026-11-23) or picked; the value is text as records hold it. */
export function DateInput({
  id,
  value,
  onChange,
  onBlur,
  status = '',
  width = 150,
  disabled = false,
}: DateInputProps): ReactNode {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      className="mono"
      style={{ width }}
      value={value === '' ? null : dayjs(value)}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : '')}
      {...(onBlur ? { onBlur } : {})}
      status={status}
      disabled={disabled}
      format={['YYYY-MM-DD', 'YYYYMMDD', 'YYYY.MM.DD', 'YYYY/M/D', 'YYYY年M月D日']}
      placeholder="年-月-日"
      preserveInvalidOnBlur
    />
  );
}
