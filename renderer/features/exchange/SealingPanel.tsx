import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { Outbox } from '../../../shared/exchange/approval.ts';
import type { Sealing } from '../../../shared/exchange/package.ts';
import { volumeSizes } from '../../../shared/exchange/volume-size.ts';
import type { Job } from '../../client/act.ts';
import { JobBar } from '../../components/JobBar.tsx';
import { Panel } from '../../components/Panel.tsx';
import { megabytes } from '../../components/text.tsx';
import './send.css';

interface SealingPanelProps {
  readonly outbox: Outbox;
  readonly sealing: Sealing;
  readonly onSealing: (sealing: Sealing) => void;
  /** Only changes of state. */
  readonly urgent: boolean;
  readonly onUrgent: (urgent: boolean) => void;
  readonly pack: Job<'exchange.pack'>;
}

const media: readonly { readonly label: string; readonly value: number }[] = [
  { label: '不分卷', value: 0 },
  { label: 'FAT32 U 盘 <4 GiB', value: volumeSizes.fat32 },
  { label: 'DVD 4.3 GB', value: volumeSizes.dvd },
  { label: '光盘 CD 650 MB', value: volumeSizes.cd },
];

/** 封装: volumes that fit the medium, and recovery data, chosen before the package is sealed. */
export function SealingPanel({ outbox, sealing, onSealing, urgent, onUrgent, pack }: SealingPanelProps): ReactNode {
  const { volumeSize, recovery } = sealing;
  const bytes = outbox.totals.reduce((sum, one) => sum + one.bytes, 0);
  const most = bytes * (1 + recovery / 100);
  const volumes = volumeSize === null ? 1 : Math.max(1, Math.ceil(most / volumeSize));
  const own = volumeSize === null || media.some(({ value }) => value === volumeSize);
  return (
    <Panel
      title="封装"
      extra={
        <span>
          至多 {megabytes(most)} MB · {volumes} 卷
        </span>
      }
    >
      {pack.busy ? (
        <JobBar progress={pack.progress} onCancel={pack.cancel} />
      ) : (
        <dl className="facts">
          {outbox.urgent.total > 0 ? (
            <>
              <dt>内容</dt>
              <dd>
                <Segmented<boolean>
                  size="small"
                  aria-label="内容"
                  value={urgent}
                  options={[
                    { label: `全部 ${signed(outbox.ready, outbox.items.length)}`, value: false },
                    { label: `急件：只送状态变更 ${signed(outbox.urgent.ready, outbox.urgent.total)}`, value: true },
                  ]}
                  onChange={onUrgent}
                />
                <span className="secondary small">
                  {urgent ? '其余留待下一包' : '吊销、注销、挂起等变更须实时更新的，可先单独送'}
                </span>
              </dd>
            </>
          ) : null}
          <dt>分卷</dt>
          <dd>
            <Segmented
              size="small"
              aria-label="分卷"
              value={volumeSize ?? 0}
              options={own ? [...media] : [...media, { label: `${megabytes(volumeSize)} MB`, value: volumeSize }]}
              onChange={(size) => onSealing({ ...sealing, volumeSize: size || null })}
            />
            {volumeSize === null && most > volumeSizes.fat32 ? (
              <span className="warn small">单个文件可能超过 4 GiB，写不进 FAT32 的 U 盘</span>
            ) : (
              <span className="secondary small">{volumeSize === null ? '整包一个文件' : '装得下就只有一卷'}</span>
            )}
          </dd>
          <dt>恢复数据</dt>
          <dd>
            <Segmented<Sealing['recovery']>
              size="small"
              aria-label="恢复数据"
              value={recovery}
              options={[
                { label: '10%', value: 10 },
                { label: '不加', value: 0 },
              ]}
              onChange={(share) => onSealing({ ...sealing, recovery: share })}
            />
            <span className={recovery === 0 ? 'warn small' : 'secondary small'}>
              {recovery === 0 ? '介质坏一处就要重写再送' : '一处划伤不超过一卷的 8%，主管部门能自行复原'}
            </span>
          </dd>
        </dl>
      )}
    </Panel>
  );
}

/** How many there are; of these with both signatures, where some lack one. */
const signed = (ready: number, total: number): string =>
  ready === total ? `${total} 项` : `${total} 项，已签批 ${ready}`;
