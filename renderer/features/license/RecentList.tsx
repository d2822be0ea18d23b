import type { ReactNode } from 'react';
import type { LicenseRow } from '../../../shared/license/methods.ts';
import { Mono } from '../../components/text.tsx';
import { stateOf } from './ThumbStrip.tsx';

/** What the same clerk typed last: number, time and keys of each, in the room that a tall screen leaves. */
export function RecentList({ rows, title }: { rows: readonly LicenseRow[]; title: string }): ReactNode {
  if (rows.length === 0) return null;
  return (
    <div className="recent">
      <div className="entry-section">
        <span>{title}</span>
      </div>
      <table>
        <tbody>
          {rows.map((row) => {
            const { word, tone } = stateOf({ pages: [], record: { ...row } });
            return (
              <tr key={row.id}>
                <td className="mono">{row.archive.split('-').at(-1) || '—'}</td>
                <td className="cut">{row.name || '（未填名称）'}</td>
                <td>
                  <Mono>{row.code}</Mono>
                </td>
                <td className={tone}>{word}</td>
                <td className="num right">{row.seconds > 0 ? clock(row.seconds) : '—'}</td>
                <td className="num right">{row.keys > 0 ? `${row.keys} 键` : '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}′${String(Math.round(seconds % 60)).padStart(2, '0')}″`;
}
