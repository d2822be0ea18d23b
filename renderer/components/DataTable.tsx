import type { TableColumnType } from 'antd';
import { Grid, Table } from 'antd';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../../shared/contract/failures.ts';
import { FailureNote } from './notify.tsx';
import { SearchBox } from './SearchBox.tsx';
import { BodyContext, components, rowHeight, TableBody, tickWidth } from './TableBody.tsx';
import { Num } from './text.tsx';
import './table.css';

/** Ant Design's column, with two of ours: `mono` for codes, `number` for right-aligned figures. */
export type DataColumn<Row> = TableColumnType<Row> & { readonly mono?: boolean; readonly number?: boolean };

export interface Sorting {
  readonly key: string;
  readonly order: 'ascend' | 'descend';
}

export interface DataTableProps<Row extends object> {
  /** What the rows are, for screen readers: 资源目录 */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly DataColumn<Row>[];
  /** All rows that match, also those not yet fetched; the rows' own number when absent. */
  readonly total?: number;
  /** `total` is only a part of them. */
  readonly atLeast?: boolean;
  /** There are more rows; `more` fetches the next page as the list nears its end. */
  readonly hasMore?: boolean;
  readonly more?: () => void;
  readonly loading?: boolean;
  readonly failure?: Failure | null;
  /** Enter or a double click. */
  readonly onOpen?: (row: Row) => void;
  /** Key of the row with the focus bar; the table keeps its own when absent. */
  readonly selected?: string;
  readonly onSelect?: (row: Row) => void;
  /** Keys of ticked rows; Space ticks. Absent = no tick boxes. */
  readonly checked?: readonly string[];
  readonly onCheck?: (keys: string[]) => void;
  readonly search?: { value: string; onChange: (value: string) => void; placeholder: string; width?: number };
  /** Beside the search box. */
  readonly tools?: ReactNode;
  /** In the foot, behind the count. */
  readonly foot?: ReactNode;
  /** Shown when there is no row at all. */
  readonly empty: ReactNode;
  /** Filters and sorting that the core carries out; columns without `onFilter`/`sorter` functions report here. */
  readonly onFilters?: (filters: Readonly<Record<string, readonly string[]>>, sorting: Sorting | null) => void;
  readonly rowClassName?: (row: Row) => string;
  readonly autoFocus?: boolean;
}

const headHeight = 28;
/** Rows from the end at which the next page is fetched. */
const ahead = 40;

/** The dense list of every page: 30 px rows, virtual scrolling, ↑↓ PgUp PgDn Home End, Enter opens, `/` searches, count in the foot. */
export function DataTable<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { rows, rowKey, onOpen, onSelect, checked, onCheck, more, hasMore = false } = props;
  const [own, setOwn] = useState('');
  const selected = props.selected ?? own;
  const box = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const size = useSize(box);
  const broad = Grid.useBreakpoint();
  const columns = useMemo(
    () => props.columns.filter(({ responsive }) => responsive?.some((at) => broad[at]) ?? true),
    [props.columns, broad],
  );
  const height = bodyHeight(size.height);
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const at = keys.indexOf(selected);

  /** Brings a row into view, drawn at once and not when the browser says that it has scrolled. */
  const reveal = (index: number): void => {
    const at = place.current;
    if (!at) return;
    const above = index * rowHeight;
    const next = Math.max(0, Math.min(above, Math.max(at.scrollTop, above + rowHeight - height)));
    if (next === at.scrollTop) return;
    at.scrollTop = next;
    setTop(next);
  };
  const select = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setOwn(rowKey(row));
    onSelect?.(row);
    reveal(rows.indexOf(row));
    if (hasMore && index > rows.length - ahead) more?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== box.current) return;
    const pageful = Math.max(1, Math.floor((size.height - headHeight) / rowHeight) - 1);
    const step: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageful,
      PageUp: at - pageful,
      Home: 0,
      End: rows.length - 1,
    };
    const target = step[event.key];
    const row = rows[at];
    if (target !== undefined && !event.ctrlKey && !event.altKey) select(target);
    else if (event.key === 'Enter' && !event.ctrlKey && row && onOpen) onOpen(row);
    else if (event.key === ' ' && row && checked && onCheck) onCheck(toggle(checked, rowKey(row)));
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    if (props.autoFocus) box.current?.focus();
  }, [props.autoFocus]);
  const shown = props.selected !== undefined && at >= 0 ? props.selected : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another row is chosen, not whenever rows move
  useEffect(() => {
    // A row that the page chose is brought into view, as one that was walked to.
    if (shown !== undefined) reveal(at);
  }, [shown]);
  const asked = props.search?.value;
  useEffect(() => {
    // What another search finds is read from its beginning.
    if (asked !== undefined && place.current) place.current.scrollTop = 0;
  }, [asked]);

  const widths = useSame(widthsOf(columns, size.width - scrollbar() - (checked ? tickWidth : 0)), isSameList);
  const heads = useSame(
    columns.map((column, at) => ({
      ...dress(column),
      width: widths[at]! + (at === columns.length - 1 ? scrollbar() : 0),
    })),
    (one, other) => one.length === other.length && one.every((column, at) => isSameHead(column, other[at]!)),
  );
  const latest = useRef(props);
  latest.current = props;
  // Its head is drawn again where it changes, not with every row that is walked to.
  const data = checked ? rows : someRow;
  const table = useMemo(
    () => (
      <Table<Row>
        size="small"
        pagination={false}
        loading={props.loading ?? false}
        dataSource={data as Row[]}
        rowKey={checked ? rowKey : () => ''}
        columns={heads}
        components={components}
        scroll={{ x: widths.reduce((sum, one) => sum + one, checked ? tickWidth : 0), y: height }}
        showSorterTooltip={false}
        {...(checked
          ? {
              rowSelection: {
                selectedRowKeys: [...checked],
                onChange: (next) => latest.current.onCheck?.(next.map(String)),
                columnWidth: tickWidth,
              },
            }
          : {})}
        onChange={(_page, filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          const sorting = one?.order ? { key: String(one.columnKey), order: one.order } : null;
          latest.current.onFilters?.(
            Object.fromEntries(Object.entries(filters).map(([key, values]) => [key, (values ?? []).map(String)])),
            sorting,
          );
        }}
      />
    ),
    [data, checked, rowKey, heads, widths, height, props.loading],
  );
  const none = rows.length === 0 && !props.loading;
  const failed = none && props.failure != null;
  const filtered = (props.search?.value ?? '') !== '';
  return (
    <div className="data-table">
      {props.search || props.tools ? (
        <div className="data-table-tools">
          {props.search ? <SearchBox {...props.search} /> : null}
          {props.tools}
        </div>
      ) : null}
      {props.failure ? <FailureNote failure={props.failure} /> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: the grid inside is Ant Design's; this element only takes the keys */}
      <div
        ref={box}
        className="data-table-body"
        data-list
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.total ?? rows.length}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === box.current && at < 0 && rows.length > 0) select(0);
        }}
      >
        {failed ? null : none ? (
          filtered ? (
            <div className="empty">
              <h3>没有符合“{props.search?.value}”的条目</h3>
              <p>可改用名称、代码或拼音首字母查找；按 Esc 清空查找。</p>
            </div>
          ) : (
            props.empty
          )
        ) : (
          <BodyContext
            value={(head) => (
              <TableBody<Row>
                head={head}
                box={place}
                rows={rows}
                keys={keys}
                columns={columns}
                widths={widths}
                height={height}
                top={top}
                onScroll={(at) => {
                  setTop(at.scrollTop);
                  if (hasMore && at.scrollHeight - at.scrollTop - at.clientHeight < ahead * rowHeight) more?.();
                }}
                selected={selected}
                onPick={(row) => {
                  setOwn(rowKey(row));
                  onSelect?.(row);
                }}
                onOpen={onOpen}
                rowClassName={props.rowClassName}
                checked={onCheck ? checked : undefined}
                onTick={(key) => checked && onCheck?.(toggle(checked, key))}
              />
            )}
          >
            {table}
          </BodyContext>
        )}
      </div>
      <footer className="data-table-foot">
        <span>
          共 <Num value={props.total ?? rows.length} /> 条{props.atLeast ? '以上' : ''}
        </span>
        {hasMore ? (
          <span>
            已列 <Num value={rows.length} />
            ，下拉续列 ↓
          </span>
        ) : null}
        {checked && checked.length > 0 ? (
          <span className="blue">
            已选 <Num value={checked.length} />
          </span>
        ) : null}
        {props.foot}
      </footer>
    </div>
  );
}

/** Whole rows only, so that no half row looks like the end of the list. */
function bodyHeight(height: number): number {
  return Math.max(1, Math.floor((height - headHeight) / rowHeight)) * rowHeight;
}

function dress<Row>(column: DataColumn<Row>): TableColumnType<Row> {
  const { mono = false, number = false, responsive: _, ...rest } = column;
  const classes = [mono || number ? 'mono' : '', number ? 'right' : '', rest.className ?? ''].filter(Boolean).join(' ');
  return { ellipsis: true, ...(number ? { align: 'right' as const } : {}), ...rest, className: classes };
}

/** The head needs some row to stand over; its rows are drawn without it. */
const someRow: readonly object[] = [{}];

/** Pixels of each column: its own, and for those without one the same share of what is left, 120 at least. */
function widthsOf(columns: readonly { readonly width?: number | string }[], room: number): number[] {
  const own = columns.map(({ width }) => (typeof width === 'number' ? width : 0));
  const open = own.filter((one) => one === 0).length;
  const left = room - own.reduce((sum, one) => sum + one, 0);
  const share = Math.max(120, Math.floor(left / open));
  // Where all have one, they share what is left by their size.
  const grown = open === 0 && left > 0 ? room / (room - left) : 1;
  return own.map((one) => (one === 0 ? share : Math.floor(one * grown)));
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at]);

/** Whether the head of a column looks the same: what draws its cells is not asked for. */
function isSameHead(one: object, other: object): boolean {
  const names = Object.keys({ ...one, ...other }).filter((name) => name !== 'render');
  return names.every((name) => {
    const [value, next] = [(one as never)[name], (other as never)[name]] as unknown[];
    return value === next || (Array.isArray(value) && JSON.stringify(value) === JSON.stringify(next));
  });
}

/** A value that stays the same object while it is the same. */
function useSame<T>(value: T, isSame: (one: T, other: T) => boolean): T {
  const kept = useRef(value);
  if (!isSame(kept.current, value)) kept.current = value;
  return kept.current;
}

let bar: number | undefined;
/** Pixels that a scroll bar takes. */
function scrollbar(): number {
  if (bar !== undefined) return bar;
  const probe = document.createElement('div');
  probe.className = 'table-rows';
  probe.style.cssText = 'position: absolute; visibility: hidden; width: 60px; height: 60px';
  document.body.append(probe);
  bar = probe.offsetWidth - probe.clientWidth;
  probe.remove();
  return bar;
}

function toggle(keys: readonly string[], key: string): string[] {
  return keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
}

function useSize(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: headHeight + rowHeight });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
