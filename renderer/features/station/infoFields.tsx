import { Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { checkUscc } from '../../../shared/china/uscc.ts';
import { StationInfo, stationLevels } from '../../../shared/station/station.ts';
import { useCall } from '../../client/call.ts';
import { Field } from '../../components/Form.tsx';

/** The station's data with what must be filled in before it can be saved. */
export const StationInfoForm = StationInfo.extend({
  name: z.string().trim().min(4, '请填单位全称，至少四个字').max(64, '最多 64 个字'),
  uscc: z
    .string()
    .trim()
    .superRefine((value, context) => {
      const problem = checkUscc(value);
      if (problem?.level === 'error') context.addIssue({ code: 'custom', message: problem.reason });
    }),
  division: z.string().min(1, '请选择行政区划'),
  contact: z.string().trim().min(2, '请填联络员姓名'),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+\- ()转]{7,30}$/, '请填联系电话，含区号或手机号'),
});
export type StationInfoForm = z.infer<typeof StationInfoForm>;

export const emptyInfo: StationInfo = {
  name: '',
  uscc: '',
  organ: '',
  division: '410100',
  level: '市',
  address: '',
  leader: '',
  office: '',
  contact: '',
  phone: '',
};

/** 名称, 统一社会信用代码, 行政区划, 层级, and for a department the organ of the obligations table. */
export function IdentityFields({
  department,
  onName,
}: {
  department: boolean;
  onName?: (name: string) => void;
}): ReactNode {
  const choices = useCall('station.choices', {}).data;
  const { setValue, watch } = useFormContext<StationInfo>();
  const uscc = watch('uscc');
  const warning = uscc.length === 18 ? checkUscc(uscc) : null;
  return (
    <>
      <Field name="name" label="单位名称" required hint="与公章一致的全称">
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={64}
            onChange={(event) => {
              control.onChange(event);
              onName?.(event.target.value);
            }}
          />
        )}
      </Field>
      <Field
        name="uscc"
        label="统一社会信用代码"
        required
        hint={
          warning?.level === 'warning' ? (
            <span className="warn">{warning.reason}</span>
          ) : (
            '本单位的代码，18 位；内设机构没有代码'
          )
        }
      >
        {(control) => (
          <Input
            {...control}
            className="mono"
            maxLength={24}
            suffix={
              <span className="faint small">{uscc.length === 18 && !warning ? '校验位相符' : `${uscc.length}/18`}</span>
            }
            onChange={(event) => control.onChange(event.target.value.toUpperCase().replace(/[\s-]/g, ''))}
          />
        )}
      </Field>
      {department ? (
        <Field
          name="organ"
          label="应交材料清单"
          hint="按单位名称对应到通知中的责任单位，可改；没有列名的单位只有两项通用清单"
        >
          {(control) => (
            <Select
              {...control}
              showSearch
              options={[
                { value: '', label: '通知中未列名' },
                ...(choices?.organs ?? []).map((organ) => ({ value: organ, label: organ })),
              ]}
            />
          )}
        </Field>
      ) : null}
      <Field name="division" label="行政区划" required>
        {(control) => (
          <Select
            {...control}
            showSearch={{ optionFilterProp: 'label' }}
            options={(choices?.divisions ?? []).map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))}
            onChange={(code: string) => {
              control.onChange(code);
              const level = choices?.divisions.find((one) => one.code === code)?.level;
              if (level) setValue('level', level, { shouldDirty: true });
            }}
          />
        )}
      </Field>
      <Field name="level" label="层级" required>
        {(control) => <Segmented value={control.value} onChange={control.onChange} options={[...stationLevels]} />}
      </Field>
    </>
  );
}

/** 地址, 分管领导, 责任处室, 联络员, 电话. */
export function ContactFields(): ReactNode {
  return (
    <>
      <Field name="contact" label="联络员" required>
        {(control) => <Input {...control} maxLength={32} />}
      </Field>
      <Field name="phone" label="联系电话" required>
        {(control) => <Input {...control} className="mono" maxLength={30} />}
      </Field>
      <Field name="leader" label="分管领导">
        {(control) => <Input {...control} maxLength={32} />}
      </Field>
      <Field name="office" label="责任处室">
        {(control) => <Input {...control} maxLength={64} />}
      </Field>
      <Field name="address" label="地址">
        {(control) => <Input {...control} maxLength={200} />}
      </Field>
    </>
  );
}
