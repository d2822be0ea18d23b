import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ScanSetting } from '../../../shared/scanner/profile.ts';

interface DeviceSettingsProps {
  readonly settings: readonly ScanSetting[];
  /** By name; what is not here stays as the device has it. */
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Record<string, string>) => void;
}

/** Settings that only this device has, by its own names. */
export function DeviceSettings({ settings, values, onChange }: DeviceSettingsProps): ReactNode {
  const [open, setOpen] = useState(Object.keys(values).length > 0);
  const set = (name: string, value: string): void => {
    const { [name]: _, ...rest } = values;
    onChange(value === '' ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="device-settings">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? '收起' : '展开'}设备自己的选项（{settings.length} 项{changed(values)}）
      </button>
      {open ? (
        <div className="device-settings-list scroll">
          {settings.map(({ name, about, kind, choices, value }) => (
            <div key={name} title={about}>
              <span className="mono cut">{name}</span>
              {kind === 'choice' ? (
                <Select
                  size="small"
                  aria-label={name}
                  allowClear
                  value={values[name]}
                  placeholder={value}
                  onChange={(chosen?: string) => set(name, chosen ?? '')}
                  options={choices.map((choice) => ({ value: choice, label: choice }))}
                />
              ) : (
                <Input
                  size="small"
                  className="mono"
                  aria-label={name}
                  value={values[name] ?? ''}
                  placeholder={value}
                  onChange={(event) => set(name, event.target.value)}
                />
              )}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function changed(values: Readonly<Record<string, string>>): string {
  const count = Object.keys(values).length;
  return count > 0 ? `，已改 ${count} 项` : '';
}
