import type { KeyboardEvent, ReactNode } from 'react';
import { useState } from 'react';

interface LineListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly onOpen: (item: T) => void;
  readonly children: (item: T) => ReactNode;
}

/** A short list whose lines lead somewhere: ↑↓ and Enter. */
export function LineList<T>({ label, items, keyOf, onOpen, children }: LineListProps<T>): ReactNode {
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const target = step[event.key];
    const item = items[at];
    if (target !== undefined) {
      const next = Math.max(0, Math.min(items.length - 1, target));
      setAt(next);
      event.currentTarget.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && item !== undefined) onOpen(item);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list that is walked by arrow keys
    <div className="line-list" role="listbox" aria-label={label} data-list tabIndex={0} onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
        <div
          key={keyOf(item)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={index === at ? 'line on' : 'line'}
          onMouseDown={() => setAt(index)}
          onClick={() => onOpen(item)}
        >
          {children(item)}
        </div>
      ))}
    </div>
  );
}
