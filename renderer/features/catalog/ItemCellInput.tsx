import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { ItemChoices } from './ItemChoices.tsx';
import { cellShows, type ItemColumn } from './item-cells.ts';

interface ItemCellInputProps {
  readonly column: ItemColumn;
  readonly value: string;
  readonly readOnly: boolean;
  /** The blank row at the end: Tab leaves the grid from here. */
  readonly blank: boolean;
  readonly onCommit: (text: string) => void;
  readonly onGo: (down: number, right: number) => void;
  readonly onMoveRow: (by: -1 | 1) => void;
  readonly onInsertRow: () => void;
  readonly onDeleteRow: () => void;
  readonly onPaste: (block: string) => void;
  /** False when there is nothing to take back. */
  readonly onUndo: () => boolean;
  readonly onLeave: () => void;
}

/**
 * The input in the focused cell. It is a real input from the start, so that an input method can begin to compose; all is selected, so
 * that typing replaces, and arrows at an edge go on to the next cell.
 */
export function ItemCellInput(props: ItemCellInputProps): ReactNode {
  const { column, value, readOnly, blank } = props;
  const shown = cellShows(column.field, value);
  // null = untouched: a value that changes underneath (a row moved, an undo) is never written back into another row.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? shown;
  const input = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);

  const commit = (): void => {
    if (typed !== null && typed !== shown) props.onCommit(typed);
    setTyped(null);
  };
  const go = (down: number, right: number): void => {
    left.current = true;
    commit();
    props.onGo(down, right);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.key === 'Process') return;
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    const all = start === 0 && end === text.length;
    const act = action(event, { atStart: all || end === 0, atEnd: all || start === text.length });
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const action = (event: KeyboardEvent, edge: { atStart: boolean; atEnd: boolean }): (() => void) | null => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (altKey && !ctrlKey && !readOnly) {
      if (key === 'ArrowUp' || key === 'ArrowDown') {
        return () => {
          commit();
          props.onMoveRow(key === 'ArrowUp' ? -1 : 1);
        };
      }
      if (key === 'Insert') {
        return () => {
          commit();
          props.onInsertRow();
        };
      }
      if (key === 'Delete') return props.onDeleteRow;
      return null;
    }
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'z' && text === shown) return props.onUndo;
    // Ctrl+S saves what stands in the cell too.
    if (ctrlKey || metaKey) {
      commit();
      return null;
    }
    if (key === 'ArrowUp') return () => go(-1, 0);
    if (key === 'ArrowDown') return () => go(1, 0);
    if (key === 'PageUp') return () => go(-12, 0);
    if (key === 'PageDown') return () => go(12, 0);
    if (key === 'Enter') return () => go(shiftKey ? -1 : 1, 0);
    if (key === 'ArrowLeft' && !shiftKey && edge.atStart) return () => go(0, -1);
    if (key === 'ArrowRight' && !shiftKey && edge.atEnd) return () => go(0, 1);
    if (key === 'Tab' && !(blank && text === '' && !shiftKey)) return () => go(0, shiftKey ? -1 : 1);
    if (key === 'Escape') return text === shown ? () => input.current?.blur() : () => setTyped(null);
    return null;
  };
  const onPaste = (event: ClipboardEvent): void => {
    const block = event.clipboardData.getData('text/plain');
    if (readOnly || !/[\t\n]/.test(block.trimEnd())) return;
    event.preventDefault();
    props.onPaste(block);
  };
  return (
    <>
      <input
        autoComplete="off"
        ref={input}
        className={`item-input ${column.mono ? 'mono' : ''} ${column.right ? 'right' : ''}`}
        value={text}
        readOnly={readOnly}
        aria-label={column.title}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          if (!left.current) {
            commit();
            props.onLeave();
          }
        }}
      />
      {column.choices && !readOnly ? (
        <ItemChoices
          choices={column.choices}
          value={value}
          near={input}
          onPick={(key) => {
            left.current = true;
            props.onCommit(key);
            props.onGo(0, 1);
          }}
        />
      ) : null}
    </>
  );
}
