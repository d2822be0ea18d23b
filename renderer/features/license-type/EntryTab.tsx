import { Button, Checkbox, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { changeDays } from '../../../shared/license/check-type.ts';
import { holderKinds, type LicenseType, licenseCategories, matterKinds } from '../../../shared/license/type.ts';
import { typeLabels } from '../../../shared/license/type-fields.ts';
import type { ChangeDeadline } from '../../../shared/license/type-methods.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Field, FormRow } from '../../components/Form.tsx';
import { DaysLeft, Mono } from '../../components/text.tsx';

interface EntryTabProps {
  readonly matters: LicenseType['matters'];
  readonly deadline: ChangeDeadline | null;
  /** The version states why it replaces the one before. */
  readonly changes: boolean;
  /** Taken from the library, or already in a version before: the name is settled. */
  readonly named: boolean;
  readonly locked: boolean;
  readonly onMatters: (matters: LicenseType['matters']) => void;
}

const choices = (words: readonly string[]) => words.map((value) => ({ value, label: value }));

/** The catalog entry itself: notice, annex 3, 1.2 and 4.1. */
export function EntryTab({ matters, deadline, changes, named, locked, onMatters }: EntryTabProps): ReactNode {
  const matter = (at: number, change: Partial<LicenseType['matters'][number]>): void =>
    onMatters(matters.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <>
      <Field name="name" label={typeLabels.name} required>
        {(control) => <Input {...control} maxLength={100} disabled={locked || named} />}
      </Field>
      <Field
        name="code"
        label={typeLabels.code}
        hint="定义机构的统一社会信用代码加 3 位数字，共 21 位；没有公布的可先空着"
      >
        {(control) => <Input {...control} className="mono" maxLength={30} disabled={locked} />}
      </Field>
      <Field name="definer" label={typeLabels.definer} required>
        {(control) => <Input {...control} maxLength={200} disabled={locked} />}
      </Field>
      <Field name="definerCode" label={typeLabels.definerCode}>
        {(control) => <Input {...control} className="mono" maxLength={30} disabled={locked} />}
      </Field>
      <Field name="organ" label={typeLabels.organ} required>
        {(control) => <Input {...control} maxLength={200} disabled={locked} />}
      </Field>
      <Field name="holderKind" label={typeLabels.holderKind} required>
        {(control) => <Select {...control} options={choices(holderKinds)} disabled={locked} />}
      </Field>
      <Field name="category" label={typeLabels.category} required>
        {(control) => <Select {...control} options={choices(licenseCategories)} disabled={locked} />}
      </Field>
      <Field name="matterKind" label={typeLabels.matterKind}>
        {(control) => (
          <Select
            {...control}
            options={[{ value: '', label: '（未定）' }, ...choices(matterKinds)]}
            disabled={locked}
          />
        )}
      </Field>
      <FormRow label={typeLabels.matters}>
        <div className="matters">
          {matters.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a matter has no identity but its place
            <div key={at} data-field={`matters.${at}.name`}>
              <Input
                aria-label={`关联事项 ${at + 1} 名称`}
                placeholder="事项名称"
                value={one.name}
                maxLength={200}
                disabled={locked}
                onChange={(event) => matter(at, { name: event.target.value })}
              />
              <Input
                className="mono matter-code"
                aria-label={`关联事项 ${at + 1} 代码`}
                placeholder="事项代码"
                value={one.code}
                maxLength={60}
                disabled={locked}
                onChange={(event) => matter(at, { code: event.target.value })}
              />
              <Button
                type="text"
                size="small"
                disabled={locked}
                onClick={() => onMatters(matters.filter((_, index) => index !== at))}
              >
                去掉
              </Button>
            </div>
          ))}
          <Button size="small" disabled={locked} onClick={() => onMatters([...matters, { name: '', code: '' }])}>
            加一个事项
          </Button>
        </div>
      </FormRow>
      <Field name="validity" label={typeLabels.validity} hint="几种并存用顿号隔开：5年、10年、长期；没有规定就空着">
        {(control) => <Input {...control} maxLength={200} disabled={locked} />}
      </Field>
      <Field name="numberExample" label={typeLabels.numberExample}>
        {(control) => <Input {...control} className="mono" maxLength={200} disabled={locked} />}
      </Field>
      <Field name="unverified" label={typeLabels.unverified}>
        {({ value, onChange, id }) => (
          <Checkbox id={id} checked={!value} disabled={locked} onChange={(event) => onChange(!event.target.checked)}>
            已对照实物逐项核实照面字段
          </Checkbox>
        )}
      </Field>
      <h3 className="tab-section">
        改动依据 <span className="faint">{changes ? '必填：上一版已报送或已用于录入' : '第一版可不填'}</span>
      </h3>
      <Field name="change.basis" label={typeLabels['change.basis']} required={changes}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={500}
            disabled={locked}
            placeholder="法律法规名称与条款，或机构职能调整文件"
          />
        )}
      </Field>
      <Field
        name="change.effective"
        label={typeLabels['change.effective']}
        required={changes}
        hint={`应在生效前 ${changeDays} 个工作日更新目录`}
        aside={
          deadline ? (
            <span className="change-deadline">
              更新期限 <Mono>{deadline.date}</Mono> <DaysLeft days={deadline.daysLeft} />
              {deadline.provisional ? <span className="faint">（该年节假日未公布，按周一至周五）</span> : null}
            </span>
          ) : null
        }
      >
        {({ id, value, onChange, onBlur, status }) => (
          <DateInput id={id} value={value} onChange={onChange} onBlur={onBlur} status={status} disabled={locked} />
        )}
      </Field>
      <Field name="change.opinion" label={typeLabels['change.opinion']}>
        {(control) => (
          <Input.TextArea
            {...control}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={1000}
            disabled={locked}
            placeholder="证照行政主管部门的审核意见、审核人、日期"
          />
        )}
      </Field>
    </>
  );
}
