import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { colours } from '../app/theme.ts';
import type { JobProgress } from '../client/act.ts';
import { Keycap } from './Keycap.tsx';
import { useKeys } from './keys.tsx';
import './job.css';

interface JobBarProps {
  /** null = begun, nothing heard yet. */
  readonly progress: JobProgress | null;
  readonly onCancel?: () => void;
}

/** A long job: share, step, MB/s and time left, and the way to stop it (Esc). Sizes are bytes unless the step counts things. */
export function JobBar({ progress, onCancel }: JobBarProps): ReactNode {
  useKeys({ Escape: onCancel ? () => onCancel() : undefined });
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
  return (
    <div className="job-bar" role="status">
      <span className="job-share">
        {Math.floor(share * 100)}
        <small>%</small>
      </span>
      <div className="grow">
        <Progress
          percent={share * 100}
          showInfo={false}
          strokeColor={colours.ink}
          strokeLinecap="butt"
          size={{ height: 6 }}
        />
        <div className="job-facts">
          <span>{progress?.step ?? '准备中'}</span>
          {progress && progress.total > 0 ? <span className="mono">{sizes(progress)}</span> : null}
          {progress?.bytesPerSecond ? (
            <span className="mono">{(progress.bytesPerSecond / 1e6).toFixed(1)} MB/s</span>
          ) : null}
          <span>{progress?.secondsLeft == null ? '' : `剩余 ${duration(progress.secondsLeft)}`}</span>
        </div>
      </div>
      {onCancel ? (
        <Button onClick={onCancel}>
          取消 <Keycap name="Escape" />
        </Button>
      ) : null}
    </div>
  );
}

function sizes({ done, total, bytesPerSecond }: JobProgress): string {
  return bytesPerSecond === null ? `${done} / ${total}` : `${(done / 1e6).toFixed(1)} / ${(total / 1e6).toFixed(1)} MB`;
}

/** Seconds in words: 38 秒, 1 分 57 秒, 2 小时 5 分. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} 秒`;
  if (whole < 3600) return `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`;
  return `${Math.floor(whole / 3600)} 小时 ${Math.floor((whole % 3600) / 60)} 分`;
}
