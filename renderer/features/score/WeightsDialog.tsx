import { Button, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import { type Measure, measureNames, measures, type Weights } from '../../../shared/score/score.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';

/** 定分值: what each measure is worth, together 100. Sheets that were issued keep theirs. */
export function WeightsDialog({ onClose }: { onClose: () => void }): ReactNode {
  // Those in force, whatever sheet is being looked at.
  const { data } = useCall('score.board', { period: { kind: 'week', day: localDay() } });
  return (
    <Dialog title="定五项的分值" open onClose={onClose} width={400}>
      {data ? <WeightsForm now={data.weights} onClose={onClose} /> : null}
    </Dialog>
  );
}

function WeightsForm({ now, onClose }: { now: Weights; onClose: () => void }): ReactNode {
  const notify = useNotify();
  const [weights, setWeights] = useState<Readonly<Record<Measure, number | null>>>(now);
  const weigh = useAct('score.weigh', { failures: 'page' });
  const sum = measures.reduce((all, one) => all + (weights[one] ?? 0), 0);
  const problem = measures.some((one) => weights[one] === null)
    ? '五项都要填，不计的填 0'
    : sum === 100
      ? ''
      : `五项之和是 ${sum}，须为 100`;
  const save = async (): Promise<void> => {
    if (problem !== '') return;
    const reply = await weigh.run({ weights: weights as Weights });
    if (!reply.ok) return;
    notify.done('分值已定，已定稿的成绩单不变');
    onClose();
  };
  useKeys({ 'Ctrl+S': () => void save() });
  return (
    <div className="stack" style={{ gap: 8 }}>
      {measures.map((one, at) => (
        <div key={one} className="score-weight">
          <label htmlFor={`weight-${one}`}>{measureNames[one]}</label>
          <InputNumber<number>
            id={`weight-${one}`}
            className="mono"
            autoFocus={at === 0}
            precision={0}
            min={0}
            max={100}
            controls={false}
            value={weights[one]}
            status={problem === '' ? '' : 'error'}
            onChange={(value) => setWeights({ ...weights, [one]: value })}
          />
        </div>
      ))}
      <p className={problem === '' ? 'field-hint' : 'field-error'}>
        {problem || '通知没有规定分值，由考核组商定；合计 100'}
      </p>
      <FailureNote failure={weigh.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={problem !== ''} loading={weigh.busy} onClick={() => void save()}>
          保存 <Keycap name="Ctrl+S" />
        </Button>
      </div>
    </div>
  );
}
