import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { checkUscc } from '../../../shared/china/uscc.ts';
import { AccessFields } from './AccessFields.tsx';
import { CensusField } from './CensusField.tsx';
import { ClassificationField, CodeField } from './CodeField.tsx';
import { FormatsField } from './FormatsField.tsx';
import { MetaField } from './MetaField.tsx';
import { RelatedField } from './RelatedField.tsx';
import { TextField } from './texts.tsx';

interface MetaFieldsProps {
  /** The catalog has been sent: its classification stays. */
  readonly fixed: boolean;
  /** Absent where it cannot be changed. */
  readonly onClassification: (() => void) | undefined;
}

/** The metadata of a catalog, all but the items. */
export function MetaFields({ fixed, onClassification }: MetaFieldsProps): ReactNode {
  return (
    <div className="meta" data-panel>
      <div className="meta-column">
        <ClassificationField fixed={fixed} onChange={onClassification} />
        <NameField />
        <CodeField />
        <MetaField no="4" label="提供方" field="provider" with={['office']}>
          <div className="pair provider-pair">
            <TextField name="provider" label="信息资源提供方" />
            <TextField name="office" label="提供方内部部门" word="处室" />
          </div>
        </MetaField>
        <ProviderCodeField />
        <MetaField no="6" label="资源摘要" field="abstract">
          <TextField name="abstract" label="信息资源摘要" rows={3} />
        </MetaField>
        <FormatsField />
      </div>
      <div className="meta-column">
        <CensusField />
        <AccessFields />
        <RelatedField />
      </div>
    </div>
  );
}

function NameField(): ReactNode {
  const name = useWatch<Catalog, 'name'>({ name: 'name' });
  return (
    <MetaField no="2" label="资源名称" field="name">
      <TextField name="name" label="信息资源名称" suffix={<span className="mono">{[...name].length}/64</span>} />
    </MetaField>
  );
}

function ProviderCodeField(): ReactNode {
  const code = useWatch<Catalog, 'providerCode'>({ name: 'providerCode' });
  return (
    <MetaField no="5" label="提供方代码" field="providerCode">
      <TextField
        name="providerCode"
        label="资源提供方代码"
        mono
        suffix={code !== '' && checkUscc(code) === null ? '校验位相符' : ''}
      />
    </MetaField>
  );
}
