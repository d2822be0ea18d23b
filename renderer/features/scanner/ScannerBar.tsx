import { SettingOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { profileText, type ScanProfile } from '../../../shared/scanner/profile.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { ScannerDialog } from './ScannerDialog.tsx';
import { useScannerSetup } from './useScanner.ts';
import './scanner.css';

interface ScannerBarProps {
  readonly busy: boolean;
  readonly onScan: (profile: ScanProfile) => void;
}

/** Which profile is in use, and the key that scans; F8 opens devices and profiles. */
export function ScannerBar({ busy, onScan }: ScannerBarProps): ReactNode {
  const { setup, profile, keep } = useScannerSetup();
  const [open, setOpen] = useState(false);
  const scan = (): void => {
    if (busy) return;
    if (profile) onScan(profile);
    else setOpen(true);
  };
  useKeys({ F9: scan, F8: () => setOpen(true) });
  return (
    <div className="scanner-bar">
      <div className="scanner-line">
        {profile ? (
          <Select
            size="small"
            className="grow"
            aria-label="扫描方案"
            value={profile.name}
            onChange={(current) => void keep({ current })}
            options={setup.profiles.map(({ name }) => ({ value: name, label: name }))}
          />
        ) : (
          <span className="grow faint small">还没有扫描方案</span>
        )}
        <Button size="small" icon={<SettingOutlined />} onClick={() => setOpen(true)} aria-label="扫描仪与方案">
          <Keycap name="F8" />
        </Button>
      </div>
      {profile ? <p className="faint small cut">{profileText(profile)}</p> : null}
      <Button block disabled={busy} onClick={scan}>
        {profile ? '扫描' : '设置扫描仪'} <Keycap name="F9" />
      </Button>
      <ScannerDialog
        open={open}
        onClose={() => setOpen(false)}
        onScan={(chosen) => {
          setOpen(false);
          onScan(chosen);
        }}
      />
    </div>
  );
}
