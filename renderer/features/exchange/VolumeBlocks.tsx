import type { ReactNode } from 'react';
import type { VolumeMark } from '../../../shared/exchange/package.ts';
import { volumesWords } from './intake-words.ts';
import './intake.css';

/** More volumes than this are drawn together, several a block. */
const most = 12;

const stateWords: Readonly<Record<VolumeMark['state'], string>> = {
  whole: '完好',
  repaired: '已复原',
  damaged: '损坏无法复原',
  missing: '未到',
  open: '及之后未到',
};

/** The volumes of a package, one small block each: filled, amber band = restored, amber frame = missing, cinnabar = lost. */
export function VolumeBlocks({ volumes }: { volumes: readonly VolumeMark[] }): ReactNode {
  if (volumes.length === 0) return <span className="faint">—</span>;
  const words = volumes
    .filter(({ state }) => state !== 'whole')
    .map(({ number, state }) => `第 ${number} 卷${stateWords[state]}`);
  return (
    <span className="volume-marks" title={words.join('，')}>
      <span className={volumes.length > 6 ? 'volume-blocks thin' : 'volume-blocks'} aria-hidden>
        {blocksOf(volumes).map(({ number, state }) => (
          <i key={number} className={`volume-${state}`} />
        ))}
      </span>
      <span className="mono secondary">{volumesWords(volumes)}</span>
    </span>
  );
}

const worst: readonly VolumeMark['state'][] = ['damaged', 'missing', 'open', 'repaired', 'whole'];

/** One mark a block; where several volumes share one, the worst of them. */
function blocksOf(volumes: readonly VolumeMark[]): VolumeMark[] {
  const each = Math.ceil(volumes.length / most);
  const blocks: VolumeMark[] = [];
  for (let at = 0; at < volumes.length; at += each) {
    const group = volumes.slice(at, at + each);
    blocks.push(group.reduce((a, b) => (worst.indexOf(b.state) < worst.indexOf(a.state) ? b : a)));
  }
  return blocks;
}
