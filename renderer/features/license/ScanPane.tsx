import { MinusOutlined, PlusOutlined, RotateRightOutlined } from '@ant-design/icons';
import { Button, Checkbox, Space } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { PageHead } from '../../components/Page.tsx';
import { type ScanMarks, ScanView } from './ScanView.tsx';
import './scan.css';

export interface Scan {
  readonly url: string;
  readonly name: string;
  readonly place: ScanPlace;
}

/** The scan of a blob with the place of its paper; null until both are known. */
export function useScan(blob: string | undefined): { scan: Scan | null; turn: () => void } {
  const client = useClient();
  const place = useCall('entry.scan', { blob: blob ?? '' }, { when: blob !== undefined }).data;
  const [turned, setTurned] = useState<Readonly<Record<string, ScanPlace['rotation']>>>({});
  const turnPage = useAct('entry.turnPage');
  if (blob === undefined || place?.blob !== blob) return { scan: null, turn: () => {} };
  const rotation = turned[blob] ?? place.rotation;
  return {
    scan: { url: client.blobUrl(blob), name: '扫描件', place: { ...place, rotation } },
    turn: () => {
      const next = ((rotation + 90) % 360) as ScanPlace['rotation'];
      setTurned({ ...turned, [blob]: next });
      void turnPage.run({ blob, rotation: next });
    },
  };
}

interface ScanPaneProps {
  readonly title: ReactNode;
  readonly sub: ReactNode;
  readonly scan: Scan | null;
  readonly turn: () => void;
  readonly type: LicenseType;
  readonly marks: ScanMarks | null;
  readonly onPick?: (key: string) => void;
  readonly onScale?: (scale: number) => void;
  readonly children?: ReactNode;
}

const zooms = [1, 1.5, 2, 3, 4] as const;

/** Left half of the desk: the scan with zoom, fit, turn and follow, and what stands below it. */
export function ScanPane(props: ScanPaneProps): ReactNode {
  const { title, sub, scan, turn, type, marks, onPick, onScale, children } = props;
  const [zoom, setZoom] = useState<number>(1);
  const [follow, setFollow] = useState(true);
  const step = (by: 1 | -1) => {
    const at = zooms.findIndex((value) => value >= zoom);
    setZoom(zooms[Math.max(0, Math.min(zooms.length - 1, at + by))] ?? 1);
  };
  useKeys({
    'Alt+ArrowUp': () => step(1),
    'Alt+ArrowDown': () => step(-1),
    F2: () => setZoom(1),
    F7: () => setFollow(!follow),
    F9: turn,
  });
  return (
    <section className="scan-pane" data-panel tabIndex={-1}>
      <PageHead title={title} sub={sub}>
        <Space.Compact size="small">
          <Button
            icon={<MinusOutlined />}
            aria-label="缩小"
            title="缩小（Alt+↓）"
            tabIndex={-1}
            onClick={() => step(-1)}
          />
          <Button title="适合窗口（F2）" tabIndex={-1} onClick={() => setZoom(1)}>
            {zoom === 1 ? '适合' : `${zoom * 100}%`}
          </Button>
          <Button
            icon={<PlusOutlined />}
            aria-label="放大"
            title="放大（Alt+↑）"
            tabIndex={-1}
            onClick={() => step(1)}
          />
        </Space.Compact>
        <Button size="small" icon={<RotateRightOutlined />} tabIndex={-1} disabled={!scan} onClick={turn}>
          旋转 <Keycap name="F9" />
        </Button>
        <Checkbox
          className="small"
          tabIndex={-1}
          checked={follow}
          onChange={(event) => setFollow(event.target.checked)}
        >
          跟随
        </Checkbox>
      </PageHead>
      {scan ? (
        <ScanView
          url={scan.url}
          name={scan.name}
          place={scan.place}
          type={type}
          marks={marks}
          zoom={zoom}
          follow={follow}
          {...(onPick ? { onPick } : {})}
          {...(onScale ? { onScale } : {})}
        />
      ) : (
        <div className="scan-view" />
      )}
      {children}
    </section>
  );
}
