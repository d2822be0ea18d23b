import { Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { codeForm, normalizeCode } from '../../../shared/catalog/resource-code.ts';
import { useCall } from '../../client/call.ts';
import { MetaField, Spot, useMark } from './MetaField.tsx';

/** 13 关联资源代码: own catalogs are found by name, code or pinyin initials; a code of another organ is typed. */
export function RelatedField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name: 'related', control });
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const codes = field.value.map(({ code }) => code);
  const found = useCall('catalog.list', { query, limit: 20, order: 'code' }, { when: query.trim() !== '' });
  const names = useCall('catalog.resolve', { codes }, { when: codes.length > 0 }).data?.names ?? {};
  const fields = field.value.map((_, index) => `related.${index}.code`);
  const mark = useMark(...fields);
  const rows = query.trim() === '' ? [] : (found.data?.rows ?? []).filter(({ code }) => code !== '');
  const nameOf = (code: string): string => field.value.find((entry) => entry.code === code)?.name || names[code] || '';
  return (
    <MetaField no="13" label="关联代码" field="related" with={fields}>
      <Spot field="related">
        <Select
          ref={field.ref}
          mode="tags"
          open={open && query.trim() !== ''}
          onOpenChange={setOpen}
          onSelect={() => setOpen(false)}
          defaultActiveFirstOption={false}
          value={codes}
          status={mark.status}
          className="mono"
          placeholder="可填：重复出现的资源代码"
          showSearch={{ onSearch: setQuery, filterOption: false }}
          options={rows.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          notFoundContent={query.trim() === '' ? null : '没有这样的目录；外单位的代码可直接键入后按 Enter'}
          onChange={(next: string[]) => {
            setQuery('');
            field.onChange(
              next.map((text) => {
                const code = normalizeCode(text);
                return (
                  field.value.find((entry) => entry.code === code) ?? {
                    code,
                    name: rows.find((row) => row.code === code)?.name ?? '',
                    external: '',
                  }
                );
              }),
            );
          }}
          onBlur={field.onBlur}
          tagRender={({ value, onClose }) => (
            <span className="format-tag" title={`${value} ${nameOf(String(value))}`}>
              <span className="mono">{value}</span>
              <span className="secondary cut related-name">{nameOf(String(value))}</span>
              <button
                type="button"
                tabIndex={-1}
                aria-label="去掉"
                onClick={onClose}
                onMouseDown={(event) => event.stopPropagation()}
              >
                ×
              </button>
            </span>
          )}
          aria-label="关联资源代码"
          style={{ width: '100%' }}
        />
      </Spot>
      {field.value.map(({ code, external }) =>
        codeForm.test(code) && (external !== '' || names[code] === '') ? (
          <Checkbox
            key={code}
            className="small"
            checked={external !== ''}
            onChange={(event) => {
              const mark = event.target.checked ? '1' : '';
              field.onChange(field.value.map((entry) => (entry.code === code ? { ...entry, external: mark } : entry)));
            }}
          >
            <span className="mono">{code}</span> 是外单位的资源
          </Checkbox>
        ) : null,
      )}
    </MetaField>
  );
}
