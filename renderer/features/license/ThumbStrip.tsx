import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import type { EntryPage } from '../../../shared/license/entry-methods.ts';
import type { Piece } from '../../../shared/license/pieces.ts';
import { useClient } from '../../client/client.tsx';
import './scan.css';

interface ThumbStripProps {
  readonly pieces: readonly Piece[];
  /** Ids of the pages on the desk. */
  readonly current: readonly string[];
  /** Every zone of the page was read. */
  readonly isRead: (page: EntryPage) => boolean;
  readonly onOpen: (piece: Piece) => void;
}

/** Width of one thumbnail with its gap, in px. */
const step = 100;

/** What has become of a piece, in one word and its colour. */
export function stateOf({ record }: Piece): { word: string; tone: string } {
  if (!record) return { word: '未录', tone: 'faint' };
  if (record.setAside) return { word: '待查', tone: 'warn' };
  if (record.state === 'draft') return { word: '草稿', tone: 'secondary' };
  if (record.state === 'pending') return { word: '已存', tone: 'secondary' };
  if (record.state === 'returned') return { word: '退回', tone: 'bad' };
  return { word: recordStateNames[record.state], tone: 'secondary' };
}

/** The strip under the scan: as many pieces as fit around the one on the desk, each with its state. */
export function ThumbStrip({ pieces, current, isRead, onOpen }: ThumbStripProps): ReactNode {
  const client = useClient();
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(6);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(Math.max(1, Math.floor(element.clientWidth / step))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const at = Math.max(
    0,
    pieces.findIndex((piece) => piece.pages.some((page) => current.includes(page.id))),
  );
  const first = Math.max(0, Math.min(at - 2, pieces.length - room));
  return (
    <div className="thumb-strip" ref={box}>
      {pieces.slice(first, first + room + 1).map((piece, index) => {
        const on = first + index === at;
        const { word, tone } = stateOf(piece);
        const head = piece.pages[0]!;
        return (
          <button
            key={head.id}
            type="button"
            className={on ? 'thumb thumb-on' : 'thumb'}
            tabIndex={-1}
            title={piece.record?.name || head.name}
            onClick={() => onOpen(piece)}
          >
            <span className="thumb-pages">
              {piece.pages.slice(0, 2).map((page) => (
                <img
                  key={page.id}
                  src={client.blobUrl(page.blob)}
                  alt=""
                  loading="lazy"
                  style={page.rotation ? { transform: `rotate(${page.rotation}deg)` } : {}}
                />
              ))}
            </span>
            <span className="thumb-words">
              <span className="mono">{String(head.position).padStart(3, '0')}</span>
              <span className={on ? 'blue' : tone}>
                {on && piece.pages.length > 1
                  ? `${piece.pages.length} 页`
                  : !piece.record && isRead(head)
                    ? '已识读'
                    : word}
              </span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
