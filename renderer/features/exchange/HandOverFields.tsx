import { Button, Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import {
  courierIdProblem,
  type HandOver,
  MediumNumber,
  type Slip,
  secrecyMarks,
} from '../../../shared/exchange/medium.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { formatDate } from '../../components/text.tsx';
import './send.css';

/** What the officer writes down as the courier takes the medium; `medium` is the number for one that the program does not know. */
export interface Said extends HandOver {
  readonly medium: string;
}

interface HandOverFieldsProps {
  readonly slip: Slip | undefined;
  readonly said: Said;
  readonly may: boolean;
  readonly onSaid: (said: Said) => void;
  /** Enter in a field. */
  readonly onHandOver: () => void;
  readonly onPrint: () => void;
}

/** What is wrong with what was said, by field; {} when it can be noted. */
export function wrongIn(said: Said, slip: Slip | undefined): { courierId?: string; medium?: string } {
  const courierId = courierIdProblem(said.courierId.trim(), localDay());
  const number = slip && slip.media.length === 0 ? MediumNumber.safeParse(said.medium) : null;
  return {
    ...(courierId ? { courierId } : {}),
    ...(number && !number.success ? { medium: number.error.issues[0]?.message ?? '' } : {}),
  };
}

/** 取出与交接: courier, medium, virus check and mark, as they will stand on the slip; what is left empty is a line to write on. */
export function HandOverFields(props: HandOverFieldsProps): ReactNode {
  const { slip, said, may, onSaid, onHandOver, onPrint } = props;
  const wrong = wrongIn(said, slip);
  const text = (
    name: 'courier' | 'courierId' | 'medium' | 'virusProgram' | 'virusAt',
    label: string,
    width: number,
    rest: object,
  ) => (
    <Input
      style={{ width }}
      value={said[name]}
      disabled={!may}
      aria-label={label}
      onChange={(event) => onSaid({ ...said, [name]: event.target.value })}
      onPressEnter={(event) => event.ctrlKey || onHandOver()}
      {...rest}
    />
  );
  return (
    <>
      <dt>送件人</dt>
      <dd>
        {text('courier', '送件人', 130, { id: 'courier', maxLength: 40, placeholder: '携介质送件的人' })}
        {text('courierId', '证件号', 190, {
          className: 'mono',
          maxLength: 40,
          placeholder: '证件号，可留空手写',
          status: wrong.courierId ? 'error' : '',
        })}
        {wrong.courierId ? <span className="bad small">{wrong.courierId}</span> : null}
      </dd>
      <dt>介质编号</dt>
      <dd>
        {slip && slip.media.length > 0 ? (
          <span className="mono">{slip.media.map(({ number }) => number).join('、')}</span>
        ) : (
          <>
            {text('medium', '介质编号', 190, { className: 'mono', maxLength: 24, status: wrong.medium ? 'error' : '' })}
            <span className={wrong.medium ? 'bad small' : 'secondary small'}>
              {wrong.medium ?? '写在标签上；登记送出时记入介质登记簿'}
            </span>
          </>
        )}
        <Segmented
          size="small"
          aria-label="密级标志"
          disabled={!may}
          value={said.secrecy}
          options={[...secrecyMarks]}
          onChange={(secrecy) => onSaid({ ...said, secrecy })}
        />
      </dd>
      <dt>查毒</dt>
      <dd>
        {text('virusProgram', '查毒程序', 190, { maxLength: 60, placeholder: '程序名称和版本' })}
        {text('virusAt', '查毒时间', 150, { className: 'mono', maxLength: 20, placeholder: '2026-11-23 09:30' })}
        {may ? (
          <Button size="small" onClick={() => onSaid({ ...said, virusAt: formatDate(new Date().toISOString(), true) })}>
            此刻
          </Button>
        ) : null}
        <Button size="small" disabled={!slip} onClick={onPrint}>
          打印交接单 <Keycap name="Ctrl+P" />
        </Button>
      </dd>
    </>
  );
}
