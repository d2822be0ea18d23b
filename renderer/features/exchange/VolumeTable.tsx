import { CheckOutlined } from '@ant-design/icons';
import { Progress } from 'antd';
import type { ReactNode } from 'react';
import type { SentVolume } from '../../../shared/exchange/package.ts';
import { parseWritingStep } from '../../../shared/exchange/writing-step.ts';
import { colours } from '../../app/theme.ts';
import type { JobProgress } from '../../client/act.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { formatDate, Mono, megabytes } from '../../components/text.tsx';
import './send.css';

/** A run of writing: the numbers of its volumes in order, and how far it is; null = begun, nothing heard yet. */
export interface Writing {
  readonly volumes: readonly number[];
  readonly progress: JobProgress | null;
}

interface VolumeTableProps {
  readonly volumes: readonly SentVolume[];
  readonly writing?: Writing | null | undefined;
  /** File names of ticked volumes; absent = no tick boxes. */
  readonly ticked?: readonly string[] | undefined;
  readonly onTick?: ((files: string[]) => void) | undefined;
  /** The whole number on paper instead of its first eight bytes; it leaves no room for the read-back, which follows from the writing. */
  readonly wholeDigest?: boolean;
}

/** Rows that are shown before the table scrolls. */
const mostRows = 5;

/** The volumes of a sealed package, each with its number on paper and how far it is on its way to a medium. */
export function VolumeTable({ volumes, writing, ticked, onTick, wholeDigest = false }: VolumeTableProps): ReactNode {
  const now = writing ? placeOf(volumes, writing) : null;
  const stateOf = (volume: SentVolume): ReturnType<typeof statesOf> => statesOf(volume, writing ?? null, now);
  return (
    <div
      className={volumes.length > mostRows ? 'volumes volumes-many' : 'volumes'}
      style={{ height: volumes.length > mostRows ? 60 + 30 * mostRows : 29 + 30 * volumes.length }}
    >
      <DataTable<SentVolume>
        label="分卷"
        rows={volumes}
        rowKey={(volume) => volume.file}
        {...(ticked && onTick && volumes.length > 1 ? { checked: ticked, onCheck: onTick } : {})}
        {...(now ? { selected: volumes.find((volume) => volume.number === now.number)?.file ?? '' } : {})}
        columns={[
          { title: '卷', key: 'number', width: 44, number: true, render: (_, volume) => volume.number },
          { title: '文件', key: 'file', mono: true, width: 182, render: (_, volume) => volume.file },
          {
            title: wholeDigest ? '卷号（SM3）' : '卷号（SM3 前 8 字节）',
            key: 'digest',
            mono: true,
            ...(wholeDigest ? { width: 500 } : {}),
            render: (_, { digest }) => (wholeDigest ? grouped(digest, 8) : grouped(digest.slice(0, 16), 4)),
          },
          { title: 'MB', key: 'bytes', width: 76, number: true, render: (_, volume) => megabytes(volume.bytes) },
          { title: '写入', key: 'written', width: 112, render: (_, volume) => stateOf(volume).written },
          ...(wholeDigest
            ? []
            : [
                {
                  title: '回读校验',
                  key: 'compared',
                  width: 96,
                  render: (_: unknown, volume: SentVolume) => stateOf(volume).compared,
                },
              ]),
        ]}
        empty={null}
      />
    </div>
  );
}

interface Place {
  readonly number: number;
  readonly phase: 'write' | 'readBack';
  /** Of the volume's bytes, 0 to 1. */
  readonly share: number;
}

/** Which volume is being passed: the job counts every byte of every volume twice, written and read back. */
function placeOf(volumes: readonly SentVolume[], { volumes: run, progress }: Writing): Place | null {
  const step = progress && parseWritingStep(progress.step);
  const volume = step && volumes.find(({ number }) => number === step.number);
  if (!progress || !step || !volume) return null;
  const before = volumes.filter(({ number }) => run.includes(number) && number < step.number);
  const passed = before.reduce((sum, { bytes }) => sum + 2 * bytes, step.phase === 'readBack' ? volume.bytes : 0);
  return { ...step, share: Math.max(0, Math.min(1, (progress.done - passed) / volume.bytes)) };
}

function statesOf(
  { number, medium, writtenAt }: SentVolume,
  writing: Writing | null,
  now: Place | null,
): { written: ReactNode; compared: ReactNode } {
  const agreed = (
    <span className="good">
      <CheckOutlined /> 一致
    </span>
  );
  const waiting = <span className="faint">等待</span>;
  const done = (
    <span className="secondary" title={medium}>
      <CheckOutlined /> {writtenAt === '' ? '已写入' : <Mono>{formatDate(writtenAt, true, true)}</Mono>}
    </span>
  );
  if (writing?.volumes.includes(number)) {
    if (now === null || number > now.number) return { written: waiting, compared: waiting };
    if (number === now.number && now.phase === 'write')
      return { written: <Share share={now.share} />, compared: waiting };
    if (number === now.number)
      return {
        written: (
          <span className="secondary">
            <CheckOutlined /> 已写入
          </span>
        ),
        compared: <Share share={now.share} />,
      };
  }
  return writtenAt === ''
    ? { written: <span className="secondary">未写入</span>, compared: <span className="faint">—</span> }
    : { written: done, compared: agreed };
}

function Share({ share }: { share: number }): ReactNode {
  return (
    <span className="volume-share">
      <Progress
        percent={share * 100}
        showInfo={false}
        strokeColor={colours.ink}
        strokeLinecap="butt"
        size={{ height: 4 }}
      />
      <Mono>{Math.floor(share * 100)}%</Mono>
    </span>
  );
}

function grouped(hex: string, size: number): ReactNode {
  const groups = hex.match(new RegExp(`.{${size}}`, 'g')) ?? [];
  return (
    <span className="hex" title={hex}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
        <span key={at}>{group}</span>
      ))}
    </span>
  );
}
