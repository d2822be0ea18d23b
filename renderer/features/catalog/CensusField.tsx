import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { MetaField, Spot, useMark } from './MetaField.tsx';
import type { TextPath } from './texts.tsx';

const amounts = [
  ['total', '总量'],
  ['shared', '已共享'],
  ['open', '已开放'],
] as const;
const measures = [
  ['storage', '存储量', 'G'],
  ['records', '记录数', '万'],
] as const;
const paths = measures.flatMap(([measure]) => amounts.map(([amount]) => `census.${measure}.${amount}` as const));

/** 信息资源普查: six numbers, storage in G and records in 万. */
export function CensusField(): ReactNode {
  const [first = '', ...others] = paths;
  return (
    <MetaField no="普" label="数据普查" field={first} with={others}>
      <table className="census">
        <thead>
          <tr>
            <th />
            {amounts.map(([amount, word]) => (
              <th key={amount}>{word}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measures.map(([measure, word, unit]) => (
            <tr key={measure}>
              <th scope="row">
                {word} <span className="mono">{unit}</span>
              </th>
              {amounts.map(([amount, title]) => (
                <td key={amount}>
                  <Amount name={`census.${measure}.${amount}`} label={`${title}${word}（${unit}）`} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </MetaField>
  );
}

function Amount({ name, label }: { name: TextPath; label: string }): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name, control });
  // The gap of all six is reported at the first: each empty cell carries it.
  const own = useMark(name);
  const all = useMark('census.storage.total');
  const gap =
    field.value === '' && (own.status === 'error' || (all.status === 'error' && all.placeholder.includes('六')));
  return (
    <Spot field={name}>
      <Input
        ref={field.ref}
        variant="borderless"
        className="mono right"
        inputMode="decimal"
        value={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        placeholder={gap ? '缺' : ''}
        status={gap ? 'error' : own.status}
        aria-label={label}
      />
    </Spot>
  );
}
