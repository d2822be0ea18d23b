import { LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { codeForm, isPrefix, prefixOf, splitCode } from '../../../shared/catalog/resource-code.ts';
import { useCall } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { MetaField, Spot, useMark } from './MetaField.tsx';

const fields = [
  'classification.class',
  'classification.item',
  'classification.subItem',
  'classification.detail',
] as const;

interface CodeFieldProps {
  /** Opens the choice of classification; absent where the code is fixed. */
  readonly onChange?: (() => void) | undefined;
  /** The code was sent: it never changes any more. */
  readonly fixed: boolean;
}

/** 1 资源分类: one line that opens the choice. */
export function ClassificationField({ onChange, fixed }: CodeFieldProps): ReactNode {
  const { control } = useFormContext<Catalog>();
  const names = useWatch({ control, name: 'classification' });
  const mark = useMark(...fields);
  const path = [names.class, names.item, names.subItem, names.detail].filter(Boolean);
  return (
    <MetaField no="1" label="资源分类" field={fields[0]} with={fields.slice(1)}>
      <Spot field="classification">
        <Spot field="classification.class">
          <Button
            block
            className={`classification ${mark.status === '' ? '' : `classification-${mark.status}`}`}
            onClick={onChange}
            disabled={!onChange}
            title={path.join(' / ')}
          >
            <span className={`cut grow ${path.length === 0 ? (mark.status === 'error' ? 'bad' : 'faint') : ''}`}>
              {path.length === 0 ? mark.placeholder || '选择类、项、目、细目' : path.join(' / ')}
            </span>
            {onChange ? (
              <span className="inner-word">
                {path.length === 0 ? '选' : '改'} <Keycap name="F3" />
              </span>
            ) : fixed ? (
              <span className="inner-word">已送出，不改</span>
            ) : null}
          </Button>
        </Spot>
      </Spot>
    </MetaField>
  );
}

/** 3 资源代码 in its named parts; the sequence is given by the station and locked. */
export function CodeField(): ReactNode {
  const { control } = useFormContext<Catalog>();
  const [code, names] = useWatch({ control, name: ['code', 'classification'] });
  const mark = useMark('code');
  const parts = splitCode(code);
  const prefix = prefixOf(code);
  const next = useCall('catalog.nextSequence', { prefix }, { when: parts.sequence === '' && isPrefix(prefix) });
  const coming = parts.sequence === '' ? splitCode(next.data?.code ?? '').sequence : '';
  const formed = codeForm.test(code) || isPrefix(prefix);
  return (
    <MetaField no="3" label="资源代码" field="code">
      <Spot field="code">
        <div className={`code-parts mono ${mark.status === 'error' ? 'code-bad' : ''}`} tabIndex={-1}>
          {code === '' ? (
            <span className="code-none">选定分类后自动编制</span>
          ) : formed ? (
            <>
              <Part digits={parts.class} level="类" name={shortName(names.class)} />
              <Part digits={parts.item} level="项" name={shortName(names.item)} />
              <Part digits={parts.subItem} level="目" name={shortName(names.subItem)} />
              <Part digits={parts.detail || '—'} level="细目" name={shortName(names.detail)} wide />
              <span className="code-slash">/</span>
              <span
                className={`code-part ${coming === '' ? '' : 'code-coming'}`}
                title={coming === '' ? '' : '保存时编定'}
              >
                <b>{parts.sequence || coming || '······'}</b>
                <small>
                  顺序码 <LockOutlined />
                </small>
              </span>
            </>
          ) : (
            <span className="code-raw">{code}</span>
          )}
        </div>
      </Spot>
    </MetaField>
  );
}

function Part({
  digits,
  level,
  name,
  wide = false,
}: {
  digits: string;
  level: string;
  name: string;
  wide?: boolean;
}): ReactNode {
  return (
    <span className={`code-part ${wide ? 'code-wide' : ''}`} title={name}>
      <b>{digits}</b>
      <small className="cut">
        {level} {name}
      </small>
    </span>
  );
}

/** 法人单位基础信息资源 → 法人: what tells it apart from its neighbours. */
export function shortName(name: string): string {
  const core = name.replace(/信息资源$|信息$/, '') || name;
  return core.replace(/^国家/, '').replace(/(单位)?基础$/, '') || core;
}
