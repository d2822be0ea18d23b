import { Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { cycles, openChoices, shareMethods, shareTypes, uses } from '../../../shared/catalog/code-tables.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { MetaField, Spot, useMark } from './MetaField.tsx';
import { ChoiceField, TextField } from './texts.tsx';

/** 9 共享属性, 10 开放属性, 11 更新周期 and 12 发布日期. */
export function AccessFields(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const type = useWatch({ control, name: 'share.type' });
  const law = useWatch({ control, name: 'share.law' });
  const [condition, scope] = useWatch({ control, name: ['share.condition', 'share.scope'] });
  const restricted = type === '2' || condition !== '' || scope !== '';
  return (
    <>
      <MetaField
        no="9"
        label="共享属性"
        field="share.type"
        with={['share.category', 'share.method', 'share.uses', 'share.condition', 'share.scope', 'share.law']}
      >
        <div className="pair share-first">
          <ChoiceField
            name="share.type"
            label="共享类型"
            placeholder="共享类型"
            options={shareTypes.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          />
          <WayField />
        </div>
        {type === '3' ? null : <UsesField />}
        {restricted && type !== '3' ? (
          <div className="pair">
            <TextField name="share.condition" label="共享条件" word="条件" />
            <TextField name="share.scope" label="共享范围" word="范围" />
          </div>
        ) : null}
        {type === '3' || law !== '' ? <TextField name="share.law" label="法律依据" word="依据" /> : null}
      </MetaField>
      <MetaField no="10" label="开放属性" field="open.open" with={['open.condition']}>
        <div className="pair open-pair">
          <ChoiceField
            name="open.open"
            label="是否向社会开放"
            gap="未选"
            options={openChoices.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          />
          <TextField name="open.condition" label="开放条件" word="条件" />
        </div>
      </MetaField>
      <MetaField no="11" label="更新周期" field="cycle" with={['releaseDate']}>
        <div className="pair cycle-pair">
          <ChoiceField
            name="cycle"
            label="更新周期"
            options={cycles.map((cycle) => ({ value: cycle, label: cycle }))}
          />
          <span className="inline-label">
            <i>12</i>发布日期
          </span>
          <ReleaseField />
        </div>
      </MetaField>
    </>
  );
}

const separator = '\u0000';
const ways = shareMethods.flatMap(({ name, types }) =>
  types.length === 0
    ? [{ value: `${name}${separator}`, label: name as string }]
    : types.map((type) => ({ value: `${name}${separator}${type}`, label: `${name} / ${type}` })),
);

/** 共享方式分类 and 共享方式类型 in one choice: the pairs that the notice knows. */
function WayField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const category = useController({ name: 'share.category', control }).field;
  const method = useController({ name: 'share.method', control }).field;
  const gap = useMark('share.category');
  const other = useMark('share.method');
  const value = `${category.value}${separator}${method.value}`;
  const shown = category.value === '' ? null : value;
  const options =
    shown === null || ways.some((way) => way.value === shown)
      ? ways
      : [{ value, label: [category.value, method.value].filter(Boolean).join(' / ') }, ...ways];
  return (
    <Spot field="share.category">
      <Spot field="share.method">
        <Select
          ref={category.ref}
          value={shown}
          onChange={(next: string) => {
            const [first = '', second = ''] = next.split(separator);
            category.onChange(first);
            method.onChange(second);
          }}
          onBlur={category.onBlur}
          options={options}
          status={gap.status || other.status}
          placeholder={gap.placeholder || '共享方式'}
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="共享方式"
          style={{ width: '100%' }}
        />
      </Spot>
    </Spot>
  );
}

function UsesField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name: 'share.uses', control });
  const mark = useMark('share.uses');
  const extra = field.value.filter((use) => !(uses as readonly string[]).includes(use));
  return (
    <Spot field="share.uses" className={`uses ${mark.status === 'error' ? 'uses-bad' : ''}`}>
      <span className={mark.status === 'error' ? 'bad' : 'secondary'}>用于</span>
      <Checkbox.Group value={field.value} onChange={field.onChange} options={[...uses, ...extra]} />
    </Spot>
  );
}

function ReleaseField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name: 'releaseDate', control });
  const mark = useMark('releaseDate');
  return (
    <Spot field="releaseDate">
      <DateInput
        value={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        status={mark.status}
        width="100%"
      />
    </Spot>
  );
}
