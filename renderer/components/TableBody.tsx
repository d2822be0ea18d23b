import type { TableProps } from 'antd';
import { Checkbox } from 'antd';
import type { ReactNode, UIEvent } from 'react';
import { createContext, memo, useCallback, useContext, useRef } from 'react';
import type { DataColumn } from './DataTable.tsx';

export const rowHeight = 30;
/** Rows that are drawn above and below those in view. */
const spare = 4;

type CustomBody = Extract<NonNullable<NonNullable<TableProps['components']>['body']>, (...input: never) => unknown>;
/** What the table's head gives its body: where to tell that it was scrolled aside. */
export type HeadInfo = Parameters<CustomBody>[1];

/** Draws the body; a new function draws it anew, without the head above it. */
export const BodyContext = createContext<(head: HeadInfo) => ReactNode>(() => null);

function Slot({ head }: { head: HeadInfo }): ReactNode {
  return useContext(BodyContext)(head);
}

/** For Ant Design's table, which keeps its head, with filters and sorting. */
export const components = { body: ((_, head) => <Slot head={head} />) as CustomBody };

interface TableBodyProps<Row> {
  readonly head: HeadInfo;
  readonly box: { current: HTMLDivElement | null };
  readonly rows: readonly Row[];
  readonly keys: readonly string[];
  readonly columns: readonly DataColumn<Row>[];
  /** Pixels of each column, the column of tick boxes not among them. */
  readonly widths: readonly number[];
  /** Pixels; a whole number of rows. */
  readonly height: number;
  /** How far it is scrolled down, in pixels. */
  readonly top: number;
  readonly onScroll: (place: HTMLDivElement) => void;
  readonly selected: string;
  readonly onPick: (row: Row) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly rowClassName: ((row: Row) => string) | undefined;
  readonly checked: readonly string[] | undefined;
  readonly onTick: (key: string) => void;
}

/** The rows in view, of plain elements: ten columns of a page of them are drawn again with each key. */
export function TableBody<Row extends object>(props: TableBodyProps<Row>): ReactNode {
  const { head, box, rows, keys, columns, widths, height, checked } = props;
  const tick = useRef(props.onTick);
  tick.current = props.onTick;
  const onTick = useCallback((key: string) => tick.current(key), []);
  const full = rows.length * rowHeight;
  const top = Math.min(props.top, Math.max(0, full - height));
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spare);
  const rowAt = (target: EventTarget): Row | undefined => {
    const line = (target as Element).closest<HTMLElement>('[data-row]');
    return line ? rows[Number(line.dataset.row)] : undefined;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys go to the grid around it
    <div
      ref={(element) => {
        box.current = element;
        (head.ref as { current: unknown }).current = element;
      }}
      className="table-rows"
      style={{ height }}
      onScroll={(event: UIEvent<HTMLDivElement>) => {
        head.onScroll({ currentTarget: event.currentTarget });
        props.onScroll(event.currentTarget);
      }}
      onMouseDown={({ target }) => {
        const row = rowAt(target);
        if (row) props.onPick(row);
      }}
      onDoubleClick={({ target }) => {
        const row = rowAt(target);
        if (row) props.onOpen?.(row);
      }}
    >
      <div style={{ height: full, width: widths.reduce((sum, one) => sum + one, checked ? tickWidth : 0) }}>
        <div style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows.slice(first, last).map((row, at) => (
            <Line<Row>
              key={keys[first + at]}
              id={keys[first + at]!}
              index={first + at}
              row={row}
              columns={columns}
              widths={widths}
              className={`table-row ${keys[first + at] === props.selected ? 'row-focus' : ''} ${props.rowClassName?.(row) ?? ''}`}
              selected={keys[first + at] === props.selected}
              ticked={checked ? checked.includes(keys[first + at]!) : undefined}
              onTick={onTick}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

export const tickWidth = 36;

interface LineProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly row: Row;
  readonly columns: readonly DataColumn<Row>[];
  readonly widths: readonly number[];
  readonly className: string;
  readonly selected: boolean;
  readonly ticked: boolean | undefined;
  readonly onTick: (key: string) => void;
}

const Line = memo(PlainLine) as typeof PlainLine;

function PlainLine<Row extends object>({ id, index, row, columns, widths, ...line }: LineProps<Row>): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows in view of a list that is longer
    // biome-ignore lint/a11y/useFocusableInteractive: the grid around it has the focus
    <div className={line.className} role="row" aria-rowindex={index + 1} aria-selected={line.selected} data-row={index}>
      {line.ticked === undefined ? null : (
        <div className="table-cell table-tick" style={{ width: tickWidth }}>
          <Checkbox checked={line.ticked} onChange={() => line.onTick(id)} />
        </div>
      )}
      {columns.map((column, at) => {
        const value = (row as Record<string, unknown>)[String(column.dataIndex ?? '')];
        const content = (column.render ? column.render(value, row, index) : value) as ReactNode;
        const classes = [column.mono || column.number ? 'mono' : '', column.number ? 'right' : '', column.className];
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={String(column.key ?? at)}
            role="gridcell"
            className={`table-cell ${classes.filter(Boolean).join(' ')}`}
            style={{ width: widths[at] }}
            title={typeof content === 'string' ? content : undefined}
          >
            {content}
          </div>
        );
      })}
    </div>
  );
}
