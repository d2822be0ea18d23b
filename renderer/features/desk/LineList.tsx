import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

interface LineListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly onOpen: (item: T) => void;
  readonly children: (item: T) => ReactNode;
  /** Hears how many lines stand below the visible part. */
  readonly onBelow?: (lines: number) => void;
}

/** A short list whose lines lead somewhere: ↑↓ and Enter. Only whole lines are shown, so that a cut one is never mistaken for the end. */
export function LineList<T>({ label, items, keyOf, onOpen, children, onBelow }: LineListProps<T>): ReactNode {
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const hear = useRef(onBelow);
  hear.current = onBelow;
  useEffect(() => {
    const list = box.current;
    if (!list || items.length === 0) return;
    const hidden = new Map<Element, boolean>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const below = entry.boundingClientRect.bottom > (entry.rootBounds?.bottom ?? 0) + 1;
          hidden.set(entry.target, below && entry.intersectionRatio < 0.99);
          entry.target.classList.toggle('clipped', below && entry.intersectionRatio < 0.99);
        }
        hear.current?.([...hidden.values()].filter(Boolean).length);
      },
      { root: list, threshold: [0, 0.99, 1] },
    );
    for (const line of list.children) observer.observe(line);
    return () => observer.disconnect();
  }, [items]);
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
    <div ref={box} className="line-list" role="listbox" aria-label={label} data-list tabIndex={0} onKeyDown={onKeyDown}>
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

/** 另 5 条 ↓, in the head of a panel that shows only part of its list. */
export function Below({ lines }: { lines: number }): ReactNode {
  return lines > 0 ? <span>另 {lines} 条 ↓</span> : null;
}
