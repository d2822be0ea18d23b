import type { ReactNode } from 'react';
import { memo } from 'react';
import type { CatalogItem } from '../../../shared/catalog/catalog.ts';
import { dataTypes, nameIn } from '../../../shared/catalog/code-tables.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { cellShows, itemColumns } from './item-cells.ts';

interface ItemRowProps {
  readonly row: number;
  readonly top: number;
  /** Absent: the blank row at the end. */
  readonly item: CatalogItem | undefined;
  readonly change: 'new' | 'changed' | '';
  readonly found: ReadonlyMap<string, Finding>;
  /** Column with the input, −1 = none in this row. */
  readonly focus: number;
  readonly onFocus: (row: number, column: number) => void;
  /** The input of the focused cell. */
  readonly children: ReactNode;
}

/** One information item. */
export const ItemRow = memo(function ItemRow({
  row,
  top,
  item,
  change,
  found,
  focus,
  onFocus,
  children,
}: ItemRowProps): ReactNode {
  const whole = found.get(`items.${row}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ItemGrid
    // biome-ignore lint/a11y/useFocusableInteractive: the input of the focused cell takes the keys
    <div
      className={`item-line item-row ${change === '' ? '' : `item-${change}`}`}
      style={{ top }}
      role="row"
      aria-rowindex={row + 1}
    >
      <span className={`item-no ${whole ? 'item-no-bad' : ''}`} title={whole?.message}>
        {item ? row + 1 : ''}
      </span>
      {itemColumns.map(({ field, mono, right }, column) => {
        const value = item?.[field] ?? '';
        const finding = item && found.get(`items.${row}.${field}`);
        const gap = finding?.code.endsWith('-missing') && value === '';
        const classes = [
          'item-cell',
          mono ? 'mono' : '',
          right ? 'right' : '',
          finding ? `item-${finding.level}` : '',
          focus === column ? 'item-focus' : '',
        ];
        return (
          // biome-ignore lint/a11y/useSemanticElements: see ItemGrid
          // biome-ignore lint/a11y/useFocusableInteractive: the input of the focused cell takes the keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: the same
          <div
            key={field}
            role="gridcell"
            className={classes.join(' ')}
            data-field={`items.${row}.${field}`}
            {...(finding ? { 'data-level': finding.level, title: finding.message } : {})}
            onClick={() => focus !== column && onFocus(row, column)}
          >
            {focus === column ? (
              children
            ) : gap ? (
              <span className="bad">缺</span>
            ) : (
              <CellText field={field} value={value} first={!item && column === 0} />
            )}
          </div>
        );
      })}
    </div>
  );
});

function CellText({ field, value, first }: { field: keyof CatalogItem; value: string; first: boolean }): ReactNode {
  if (first) return <span className="faint">新的一项</span>;
  if (field === 'type' && value !== '') {
    const name = nameIn(dataTypes, value);
    return name === value ? (
      value
    ) : (
      <>
        <b className="item-type">{value}</b>
        {name}
      </>
    );
  }
  if (field === 'share' && value === '1') return <span className="secondary">{cellShows(field, value)}</span>;
  return cellShows(field, value);
}
