import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { localDay } from '../../../shared/china/dates.ts';
import { ScoreEntry } from '../../../shared/score/methods.ts';
import { type Period, spanOf } from '../../../shared/score/period.ts';
import { type Measure, measureNames, measureParts, type ScoreRow } from '../../../shared/score/score.ts';
import { useAct } from '../../client/act.ts';
import { DateInput } from '../../components/DateInput.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Field, Form } from '../../components/Form.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { sourceOf } from './BehindPanel.tsx';

interface EntryDialogProps {
  readonly row: ScoreRow;
  readonly measure: Measure;
  readonly period: Period;
  readonly onClose: () => void;
}

/** A figure typed in: above and below the line, for which day, and from where. */
export function EntryDialog(props: EntryDialogProps): ReactNode {
  return (
    <Dialog title={`${props.row.name}：${measureNames[props.measure]}`} open onClose={props.onClose} width={520}>
      <EntryForm {...props} />
    </Dialog>
  );
}

function EntryForm({ row, measure, period, onClose }: EntryDialogProps): ReactNode {
  const notify = useNotify();
  const enter = useAct('score.enter', { failures: 'page' });
  const figure = row.figures[measure];
  const today = localDay();
  const { end } = spanOf(period);
  const form = useForm<z.input<typeof ScoreEntry>>({
    resolver: zodResolver(ScoreEntry),
    defaultValues: {
      partner: row.partner,
      measure,
      numerator: figure.numeratorFrom === 'entered' ? figure.numerator : null,
      denominator: figure.denominatorFrom === 'entered' ? figure.denominator : null,
      date: end < today ? end : today,
      source: '',
    },
  });
  const save = form.handleSubmit(async (entry) => {
    if (entry.date > today) {
      form.setError('date', { message: '日期在今天之后' });
      return;
    }
    const reply = await enter.run(entry);
    if (!reply.ok) return;
    notify.done('已填');
    onClose();
  });
  const [top, bottom] = measureParts[measure];
  const counted =
    measure === 'interfaces' ? '' : `空着用统计数${figure.numeratorFrom === 'counted' ? ` ${figure.numerator}` : ''}`;
  const owed =
    figure.denominatorFrom === 'reported' || figure.denominatorFrom === 'counted'
      ? `空着用${sourceOf(figure.denominatorFrom)}的 ${figure.denominator}；`
      : '';
  return (
    <>
      <Form form={form} onSave={save} labelWidth={136}>
        <Field name="numerator" label={top} hint={counted}>
          {(control) => (
            <InputNumber {...control} className="mono" precision={0} controls={false} style={{ width: 160 }} />
          )}
        </Field>
        <Field name="denominator" label={bottom} hint={`${owed}0 表示不涉及，不计分`}>
          {(control) => (
            <InputNumber {...control} className="mono" precision={0} controls={false} style={{ width: 160 }} />
          )}
        </Field>
        <Field name="date" label="数据日期" required hint="从这一天所在的一期起用">
          {(control) => <DateInput {...control} />}
        </Field>
        <Field name="source" label="来源" required hint="例如：市交换平台 11 月接入清单">
          {(control) => <Input {...control} maxLength={200} />}
        </Field>
      </Form>
      <FailureNote failure={enter.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" loading={enter.busy} onClick={() => void save()}>
          保存 <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </>
  );
}
