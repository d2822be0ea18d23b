import { Button } from 'antd';
import type { CSSProperties, ReactNode, Ref } from 'react';
import { useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type CatalogItem, emptyItem } from '../../../shared/catalog/catalog.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { ItemCellInput } from './ItemCellInput.tsx';
import { ItemRow } from './ItemRow.tsx';
import { type ItemField, itemColumns, pasteBlock, rowChange, withCell } from './item-cells.ts';

export interface ItemGridHandle {
  /** Puts the focus into one cell and brings it into view. */
  focus(row: number, field: ItemField): void;
  /** Puts other items in their place; Ctrl+Z takes it back. */
  put(items: readonly CatalogItem[]): void;
}

interface ItemGridProps {
  readonly items: readonly CatalogItem[];
  readonly onChange: (items: CatalogItem[]) => void;
  /** Findings of the items and of the list as a whole. */
  readonly findings: readonly Finding[];
  /** Items of the version that was sent last: new and changed rows carry an edge. */
  readonly before: readonly CatalogItem[] | null;
  /** False on a form nobody has saved yet. */
  readonly strict: boolean;
  readonly readOnly: boolean;
  readonly handle: Ref<ItemGridHandle>;
  /** Opens the dialog that takes items from a table. */
  readonly onStructure: () => void;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const rowHeight = 27;
const headHeight = 28;
/** Rows drawn above and below what is seen. */
const spare = 8;
const template = `38px ${itemColumns.map(({ width }) => width).join(' ')}`;

/**
 * 8 信息项: a grid that is typed in like a spreadsheet. Arrows, Tab and Enter move, a block from a spreadsheet is pasted at the cell,
 * Alt+↑↓ moves rows, Alt+Insert and Alt+Delete add and take away, Ctrl+Z takes back what changed rows. One blank row waits at the end.
 */
export function ItemGrid({
  items,
  onChange,
  findings,
  before,
  strict,
  readOnly,
  handle,
  onStructure,
}: ItemGridProps): ReactNode {
  const [place, setPlace] = useState<Place | null>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(300);
  const box = useRef<HTMLDivElement>(null);
  const undo = useRef<(readonly CatalogItem[])[]>([]);
  const found = useMemo(() => new Map(findings.map((finding) => [finding.field, finding])), [findings]);
  const changes = useMemo(() => items.map((item) => rowChange(item, before)), [items, before]);
  const rows = items.length + (readOnly ? 0 : 1);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(entry.contentRect.height));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const go = (row: number, column: number): void => {
    const next = {
      row: Math.max(0, Math.min(rows - 1, row)),
      column: Math.max(0, Math.min(itemColumns.length - 1, column)),
    };
    setPlace(next);
    const element = box.current;
    if (!element) return;
    const upper = next.row * rowHeight;
    if (upper < element.scrollTop) element.scrollTop = upper;
    else if (upper + rowHeight > element.scrollTop + element.clientHeight - headHeight)
      element.scrollTop = upper + rowHeight - element.clientHeight + headHeight;
  };
  // Two changes of one key press (a cell is left, then its row moves) build on each other before the form has drawn the first.
  const latest = useRef(items);
  latest.current = items;
  const change = (next: CatalogItem[]): void => {
    undo.current = [...undo.current.slice(-49), latest.current];
    latest.current = next;
    onChange(next);
  };
  useImperativeHandle(handle, () => ({
    focus: (row, field) => {
      box.current?.scrollIntoView({ block: 'nearest' });
      go(
        row,
        itemColumns.findIndex((column) => column.field === field),
      );
    },
    put: (next) => change([...next]),
  }));
  const commit = (text: string): void => {
    if (!place || readOnly) return;
    const { row, column } = place;
    const field = itemColumns[column]!.field;
    const old = latest.current[row];
    const next = withCell(old ?? emptyItem(), field, text);
    if (next[field] === (old?.[field] ?? '')) return;
    change(old ? latest.current.map((item, at) => (at === row ? next : item)) : [...latest.current, next]);
  };
  const moveRow = (by: -1 | 1): void => {
    const [from, to] = place ? [latest.current[place.row], latest.current[place.row + by]] : [];
    if (!place || !from || !to) return;
    change(latest.current.map((item, at) => (at === place.row ? to : at === place.row + by ? from : item)));
    go(place.row + by, place.column);
  };
  const insertRow = (): void => {
    if (place) change([...latest.current.slice(0, place.row), emptyItem(), ...latest.current.slice(place.row)]);
  };
  const deleteRow = (): void => {
    if (place && latest.current[place.row]) change(latest.current.filter((_, at) => at !== place.row));
  };
  const takeBack = (): boolean => {
    const last = undo.current.pop();
    if (last) onChange([...last]);
    return last !== undefined;
  };
  const paste = (text: string): void => {
    if (place) change(pasteBlock(latest.current, text, place.row, place.column));
  };

  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(rows, Math.ceil((top + height) / rowHeight) + spare);
  const focused =
    place && (found.get(`items.${place.row}.${itemColumns[place.column]!.field}`) ?? found.get(`items.${place.row}`));
  const count = (kind: 'new' | 'changed'): number => changes.filter((one) => one === kind).length;
  const whole = strict ? found.get('items') : undefined;
  return (
    <section
      className="item-panel"
      data-panel
      data-field="items"
      style={{ '--item-columns': template } as CSSProperties}
    >
      <header className="panel-head">
        <span className="meta-no">8</span>
        <h2>信息项</h2>
        <span className="panel-count">
          {items.length} 项{before && count('new') > 0 ? ` · 新增 ${count('new')}` : ''}
          {before && count('changed') > 0 ? ` · 改动 ${count('changed')}` : ''}
        </span>
        {focused ? (
          <span className={`cut ${focused.level === 'error' ? 'bad' : 'warn'}`}>
            第 {place.row + 1} 项 {focused.message}
          </span>
        ) : whole ? (
          <span className={`cut ${whole.level === 'error' ? 'bad' : 'warn'}`}>{whole.message}</span>
        ) : null}
        {readOnly ? null : (
          <div className="panel-extra item-keys">
            <Keycap name="Ctrl+V" /> 从表格粘贴整块 <Keycap name="Alt+↑↓" /> 移行 <Keycap name="Alt+Ins" /> 插行{' '}
            <Keycap name="Alt+Del" /> 删行
            <Button size="small" onClick={onStructure}>
              从库表结构取 <Keycap name="F4" />
            </Button>
          </div>
        )}
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: rows come and go with scrolling, which a table element does not allow */}
      <div
        ref={box}
        className="item-body"
        role="grid"
        aria-label="信息项"
        aria-rowcount={rows}
        tabIndex={place ? -1 : 0}
        onFocus={(event) => event.target === box.current && go(0, 0)}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <div className="item-head item-line" aria-hidden>
          <span>#</span>
          {itemColumns.map(({ field, title, right }) => (
            <span key={field} className={right ? 'right' : ''}>
              {title}
            </span>
          ))}
        </div>
        <div style={{ height: rows * rowHeight, position: 'relative' }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset).map((row) => (
            <ItemRow
              key={row}
              row={row}
              top={row * rowHeight}
              item={items[row]}
              change={changes[row] ?? ''}
              found={found}
              focus={place?.row === row ? place.column : -1}
              onFocus={go}
            >
              {place?.row === row ? (
                <ItemCellInput
                  key={`${row} ${place.column} ${items.length}`}
                  column={itemColumns[place.column]!}
                  value={items[row]?.[itemColumns[place.column]!.field] ?? ''}
                  readOnly={readOnly}
                  blank={row >= items.length}
                  onCommit={commit}
                  onGo={(down, right) => {
                    const flat = place.column + right;
                    if (flat >= itemColumns.length) go(row + 1, 0);
                    else if (flat < 0) go(row - 1, row === 0 ? 0 : itemColumns.length - 1);
                    else go(row + down, flat);
                  }}
                  onMoveRow={moveRow}
                  onInsertRow={insertRow}
                  onDeleteRow={deleteRow}
                  onPaste={paste}
                  onUndo={takeBack}
                  onLeave={() => setPlace(null)}
                />
              ) : null}
            </ItemRow>
          ))}
        </div>
      </div>
    </section>
  );
}
