import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { type Catalog, changeReasons } from '../../../shared/catalog/catalog.ts';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Spot, useMark } from './MetaField.tsx';

interface ChangeBandProps {
  /** By when, as it was saved; null = no day stated. */
  readonly deadline: CatalogRecord['deadline'];
}

/** Why a published catalog changes, and since when: its 15 working days run from that day. */
export function ChangeBand({ deadline }: ChangeBandProps): ReactNode {
  const { control } = useFormContext<Catalog>();
  const reason = useController({ name: 'change.reason', control }).field;
  const date = useController({ name: 'change.date', control }).field;
  const note = useController({ name: 'change.note', control }).field;
  const [reasonMark, dateMark, noteMark] = [useMark('change.reason'), useMark('change.date'), useMark('change.note')];
  const messages = [...dateMark.messages, ...noteMark.messages];
  return (
    <div className="change-band" data-panel>
      <span className="change-word">变更</span>
      <Spot field="change.reason" className="change-reason">
        <Select
          ref={reason.ref}
          value={reason.value || null}
          onChange={(value) => reason.onChange(value ?? '')}
          onBlur={reason.onBlur}
          status={reasonMark.status}
          placeholder={reasonMark.placeholder || '原因'}
          options={changeReasons.map(({ code, name }) => ({ value: code, label: name }))}
          showSearch={{ filterOption: (text, option) => String(option?.label).includes(text) }}
          aria-label="变更原因"
          style={{ width: '100%' }}
        />
      </Spot>
      <Spot field="change.date">
        <span className="small secondary">自 </span>
        <DateInput
          value={date.value ?? ''}
          onChange={date.onChange}
          onBlur={date.onBlur}
          status={dateMark.status}
          width={116}
        />
        <span className="small secondary"> 起 15 个工作日</span>
      </Spot>
      <Spot field="change.note" className="grow">
        <Input
          ref={note.ref}
          value={note.value ?? ''}
          onChange={note.onChange}
          onBlur={note.onBlur}
          status={noteMark.status}
          placeholder={noteMark.placeholder || '依据的法规、调整的职能或更正的内容'}
          maxLength={1000}
          aria-label="变更说明"
        />
      </Spot>
      {messages.length > 0 ? (
        <span className="small bad">{messages[0]?.message}</span>
      ) : deadline ? (
        <span className="small">
          应在 <b className="mono">{deadline.date}</b> 前送出
          {deadline.provisional ? '（该年放假安排未公布，暂按周一至周五推算）' : ''}
        </span>
      ) : null}
    </div>
  );
}

interface RetiredBandProps {
  readonly retired: NonNullable<Catalog['retired']>;
  /** Accepted by the bureau: nothing of it changes any more. */
  readonly settled: boolean;
  /** Takes the withdrawal back while it is not on its way; absent where that cannot be done. */
  readonly onKeep: (() => void) | undefined;
}

/** 停用: since when and why, and what comes of it. */
export function RetiredBand({ retired, settled, onKeep }: RetiredBandProps): ReactNode {
  return (
    <div className="change-band" data-panel>
      <span className="change-word warn">停用</span>
      <span className="mono">{retired.date}</span>
      <span className="grow">{retired.reason}</span>
      <span className="small secondary">
        {settled ? '主管部门已审核通过，代码不再使用' : '随上报包送出，主管部门审核通过后生效'}
      </span>
      {onKeep ? (
        <Button size="small" onClick={onKeep}>
          取消停用
        </Button>
      ) : null}
    </div>
  );
}
