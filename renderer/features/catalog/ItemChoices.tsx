import type { CSSProperties, ReactNode, RefObject } from 'react';
import { useLayoutEffect, useState } from 'react';

interface ItemChoicesProps {
  readonly choices: readonly (readonly [key: string, word: string])[];
  readonly value: string;
  /** The input that they belong to. */
  readonly near: RefObject<HTMLInputElement | null>;
  readonly onPick: (key: string) => void;
}

const lineHeight = 24;

/** What may be typed into a cell, with its meaning, under the cell or above it where the window ends; a click takes one. */
export function ItemChoices({ choices, value, near, onPick }: ItemChoicesProps): ReactNode {
  const [place, setPlace] = useState<CSSProperties>({ visibility: 'hidden' });
  useLayoutEffect(() => {
    const cell = near.current?.getBoundingClientRect();
    if (!cell) return;
    const height = choices.length * lineHeight + 8;
    const below = cell.bottom + height < window.innerHeight - 8;
    setPlace({
      left: cell.left,
      minWidth: cell.width,
      ...(below ? { top: cell.bottom + 1 } : { bottom: window.innerHeight - cell.top + 1 }),
    });
  }, [near, choices]);
  return (
    <ul className="item-choices" style={place}>
      {choices.map(([key, word]) => (
        <li key={key}>
          <button
            type="button"
            tabIndex={-1}
            className={key === value ? 'on' : ''}
            onMouseDown={(event) => {
              event.preventDefault();
              onPick(key);
            }}
          >
            <b className="mono">{key}</b>
            {word}
          </button>
        </li>
      ))}
    </ul>
  );
}
