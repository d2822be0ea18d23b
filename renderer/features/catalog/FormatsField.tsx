import { Input, Popover, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import type { Catalog, CatalogFormat } from '../../../shared/catalog/catalog.ts';
import { readFormatCategory, readFormatType } from '../../../shared/catalog/cell-words.ts';
import { formatCategories } from '../../../shared/catalog/code-tables.ts';
import { formatText } from '../../../shared/catalog/lines.ts';
import { MetaField, Spot, useMark } from './MetaField.tsx';
import { TextField } from './texts.tsx';

const options = formatCategories.map(({ name, types }) => ({
  label: name,
  title: name,
  options: (types.length === 0 ? [''] : [...types, '其他']).map((type) => {
    const text = formatText({ category: name, type, version: '' });
    return { value: text, label: text };
  }),
}));

/** 7 资源格式: several, each with category, type and software version; what the list lacks is typed: 数据库 oracle 11g. */
export function FormatsField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const { field } = useController({ name: 'formats', control });
  const formats = field.value;
  const mark = useMark('formats');
  const found = useMark(
    ...formats.flatMap((_, index) => ['category', 'type', 'version'].map((part) => `formats.${index}.${part}`)),
  );
  const needsNote = formats.some(({ category, type }) => category === '自描述格式' || type === '其他');
  const note = useController({ name: 'formatNote', control }).field;
  // Closed after each choice: in an open list Tab would take whatever is marked.
  const [open, setOpen] = useState(false);
  const change = (index: number, next: CatalogFormat): void =>
    field.onChange(formats.map((format, at) => (at === index ? next : format)));
  return (
    <MetaField
      no="7"
      label="资源格式"
      field="formats"
      with={[
        'formatNote',
        ...formats.flatMap((_, index) => ['category', 'type', 'version'].map((part) => `formats.${index}.${part}`)),
      ]}
    >
      <Spot field="formats">
        <Select
          ref={field.ref}
          mode="tags"
          open={open}
          onOpenChange={setOpen}
          onSelect={() => setOpen(false)}
          defaultActiveFirstOption={false}
          value={formats.map(formatText)}
          options={options}
          status={mark.status || found.status}
          placeholder={mark.placeholder || '选择或键入，可多选'}
          onChange={(texts: string[]) =>
            field.onChange(
              texts.map((text) => formats.find((format) => formatText(format) === text) ?? readFormat(text)),
            )
          }
          onBlur={field.onBlur}
          aria-label="资源格式"
          style={{ width: '100%' }}
          tagRender={({ value, onClose }) => {
            const index = formats.findIndex((format) => formatText(format) === value);
            const format = formats[index];
            return format ? (
              <FormatTag format={format} index={index} onChange={(next) => change(index, next)} onClose={onClose} />
            ) : (
              <span />
            );
          }}
        />
      </Spot>
      {needsNote || note.value !== '' ? (
        <TextField name="formatNote" label="其他类型资源格式描述" word="格式描述" />
      ) : null}
    </MetaField>
  );
}

interface FormatTagProps {
  readonly format: CatalogFormat;
  readonly index: number;
  readonly onChange: (format: CatalogFormat) => void;
  readonly onClose: () => void;
}

/** One chosen format; a click asks for its software version. */
function FormatTag({ format, index, onChange, onClose }: FormatTagProps): ReactNode {
  const [open, setOpen] = useState(false);
  const mark = useMark(`formats.${index}.category`, `formats.${index}.type`, `formats.${index}.version`);
  const [version, setVersion] = useState(format.version);
  const done = (): void => {
    setOpen(false);
    if (version.trim() !== format.version) onChange({ ...format, version: version.trim() });
  };
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={(next) => (next ? setOpen(true) : done())}
      placement="bottomLeft"
      content={
        <Input
          autoFocus
          value={version}
          placeholder="软件版本，如 V8R6"
          onChange={(event) => setVersion(event.target.value)}
          onPressEnter={done}
          onKeyDown={(event) => event.stopPropagation()}
          style={{ width: 200 }}
          aria-label="软件版本"
        />
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the select below takes the keys; this only keeps its list closed */}
      <span
        className={`format-tag ${mark.status === 'error' ? 'bad' : mark.status === 'warning' ? 'format-tag-warn' : ''}`}
        data-field={`formats.${index}`}
        onMouseDown={(event) => event.stopPropagation()}
        title="点按填写软件版本"
      >
        {formatText(format) || '（空）'}
        <button type="button" tabIndex={-1} aria-label="去掉" onClick={onClose}>
          ×
        </button>
      </span>
    </Popover>
  );
}

/** `数据库 · oracle 11g`, `数据库 oracle 11g`, `xlsx`: category, type and version as far as they are told. */
export function readFormat(text: string): CatalogFormat {
  const words = text.split(/[\s·／/]+/).filter(Boolean);
  const category = words.length > 0 ? readFormatCategory(words[0]!) : '';
  if (formatCategories.some(({ name }) => name === category)) {
    return { category, type: readFormatType(words[1] ?? ''), version: words.slice(2).join(' ') };
  }
  const type = readFormatType(words[0] ?? '');
  const known = formatCategories.find(({ types }) => (types as readonly string[]).includes(type));
  return { category: known?.name ?? '', type, version: words.slice(1).join(' ') };
}
