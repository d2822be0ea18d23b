import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { isDate } from '../../../shared/china/dates.ts';
import { idKinds } from '../../../shared/license/holder.ts';
import { licenseStatuses } from '../../../shared/license/license.ts';
import { entryWays, type LicenseFilter, type LicenseOrder } from '../../../shared/license/methods.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { FocusFirst } from '../../components/FocusFirst.tsx';
import { useKeys } from '../../components/keys.tsx';

/** What the bar filters by; type, record state and search have places of their own. */
export type Filters = Pick<
  LicenseFilter,
  'statuses' | 'box' | 'issuedFrom' | 'issuedTo' | 'idKind' | 'aside' | 'wrong' | 'way'
> & { readonly order?: LicenseOrder };

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  readonly onClose: () => void;
}

const orderNames: Record<LicenseOrder, string> = {
  updated: '更新，新在前',
  issued: '颁发，新在前',
  code: '证照编号',
  name: '持证主体',
};

/** Puts a value in, or takes the key out. */
function set<K extends keyof Filters>(filters: Filters, key: K, value: Filters[K] | undefined): Filters {
  const { [key]: _, ...rest } = filters;
  return value === undefined ? rest : { ...rest, [key]: value };
}

/** How many filters are set. */
export const filterCount = ({ order: _, ...filters }: Filters): number => Object.keys(filters).length;

/** The filters of the register, one a column; Tab goes through them, Esc closes the bar and keeps them. */
export function FilterBar({ filters, onChange, onClose }: FilterBarProps): ReactNode {
  const change = <K extends keyof Filters>(key: K, value: Filters[K] | undefined): void =>
    onChange(set(filters, key, value));
  useKeys({ Escape: onClose });
  return (
    <FocusFirst className="filter-bar">
      <Labelled id="filter-statuses" label="证照状态">
        <Select
          id="filter-statuses"
          mode="multiple"
          allowClear
          maxTagCount={1}
          value={filters.statuses ?? []}
          onChange={(statuses) => change('statuses', statuses.length > 0 ? statuses : undefined)}
          options={licenseStatuses.map((value) => ({ value, label: value }))}
        />
      </Labelled>
      <BoxField value={filters.box} onChange={(box) => change('box', box)} />
      <DayField
        id="filter-from"
        label="颁发自"
        value={filters.issuedFrom}
        onChange={(day) => change('issuedFrom', day)}
      />
      <DayField id="filter-to" label="颁发至" value={filters.issuedTo} onChange={(day) => change('issuedTo', day)} />
      <Labelled id="filter-idKind" label="持证主体代码类型">
        <Select
          id="filter-idKind"
          allowClear
          value={filters.idKind ?? null}
          onChange={(idKind) => change('idKind', idKind ?? undefined)}
          options={Object.entries(idKinds).map(([value, label]) => ({ value, label: `${value} ${label}` }))}
          popupMatchSelectWidth={280}
        />
      </Labelled>
      <Labelled id="filter-way" label="录入方式">
        <Select
          id="filter-way"
          allowClear
          value={filters.way ?? null}
          onChange={(way) => change('way', way ?? undefined)}
          options={entryWays.map((value) => ({ value, label: value }))}
        />
      </Labelled>
      <Labelled id="filter-only" label="只看">
        <Select
          id="filter-only"
          mode="multiple"
          value={[...(filters.aside ? ['aside'] : []), ...(filters.wrong ? ['wrong'] : [])]}
          onChange={(only: string[]) =>
            onChange(
              set(
                set(filters, 'aside', only.includes('aside') || undefined),
                'wrong',
                only.includes('wrong') || undefined,
              ),
            )
          }
          options={[
            { value: 'aside', label: '待查' },
            { value: 'wrong', label: '有错误' },
          ]}
        />
      </Labelled>
      <Labelled id="filter-order" label="排序">
        <Select
          id="filter-order"
          value={filters.order ?? 'updated'}
          onChange={(order) => change('order', order === 'updated' ? undefined : order)}
          options={Object.entries(orderNames).map(([value, label]) => ({ value: value as LicenseOrder, label }))}
          popupMatchSelectWidth={180}
        />
      </Labelled>
      <Button
        disabled={filterCount(filters) === 0}
        onClick={() => onChange(filters.order ? { order: filters.order } : {})}
      >
        清除筛选
      </Button>
    </FocusFirst>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }): ReactNode {
  return (
    <div className="filter-field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

/** The box of the 档号, taken over with Enter or when the field is left. */
function BoxField({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (box: string | undefined) => void;
}): ReactNode {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);
  const done = (): void => onChange(typed.trim() === '' ? undefined : typed.trim());
  return (
    <Labelled id="filter-box" label="箱号">
      <Input
        id="filter-box"
        className="mono"
        maxLength={20}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={done}
        onBlur={done}
      />
    </Labelled>
  );
}

interface DayFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

/** One end of the days of issue; what is no day stays in the field and says so. */
function DayField({ id, label, value, onChange }: DayFieldProps): ReactNode {
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    if (value !== undefined) setWrong('');
  }, [value]);
  return (
    <Labelled id={id} label={wrong === '' ? label : `${label}：不是日期`}>
      <DateInput
        id={id}
        value={wrong || (value ?? '')}
        status={wrong === '' ? '' : 'error'}
        width="100%"
        onChange={(text) => {
          const day = isDate(text);
          setWrong(text === '' || day ? '' : text);
          onChange(day ? text : undefined);
        }}
      />
    </Labelled>
  );
}
