import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Mono } from './text.tsx';
import './levels.css';

export interface LevelEntry {
  readonly code: string;
  readonly name: string;
  /** Right end of the line: a count. */
  readonly note?: ReactNode;
}

interface LevelListProps<E extends LevelEntry> {
  readonly word: string;
  readonly entries: readonly E[];
  /** Code of the chosen entry, '' = none. */
  readonly chosen: string;
  /** The level above is chosen. */
  readonly open: boolean;
  /** Shown where there is no entry. */
  readonly none: string;
  readonly onChoose: (entry: E) => void;
  readonly onEnter?: () => void;
  /** Below the list. */
  readonly children?: ReactNode;
}

/** One column of a choice by levels: ↑↓ chooses, ←→ goes to the level beside. Stands with others inside of `.levels`. */
export function LevelList<E extends LevelEntry>(props: LevelListProps<E>): ReactNode {
  const { word, entries, chosen, open, none, onChoose, onEnter, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const at = entries.findIndex((entry) => entry.code === chosen);
  useEffect(() => {
    if (chosen !== '') list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const side = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[event.key] as
      | 'nextElementSibling'
      | undefined;
    const next = step && entries[Math.max(0, Math.min(entries.length - 1, at + step))];
    if (next) onChoose(next);
    else if (side) list.current?.closest('.level')?.[side]?.querySelector<HTMLElement>('[data-list]')?.focus();
    else if (event.key === 'Enter' && !event.ctrlKey && onEnter) onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <section className="level">
      <header>{word}</header>
      <div
        ref={list}
        role="listbox"
        aria-label={word}
        tabIndex={open ? 0 : -1}
        data-list
        className="level-list"
        onKeyDown={onKeyDown}
      >
        {open
          ? entries.map((entry) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list takes the focus
              <div
                key={entry.code}
                role="option"
                aria-selected={entry.code === chosen}
                className={`level-entry ${entry.code === chosen ? 'on' : ''}`}
                onClick={() => onChoose(entry)}
                onDoubleClick={onEnter}
              >
                <Mono>{entry.code}</Mono>
                <span className="cut grow" title={entry.name}>
                  {entry.name}
                </span>
                {entry.note}
              </div>
            ))
          : null}
        {open && entries.length === 0 ? <p className="faint level-entry">{none}</p> : null}
      </div>
      {children}
    </section>
  );
}
