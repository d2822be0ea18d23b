import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { Fragment, useState } from 'react';
import { guideFits, mostRanges, type SealGuide } from '../../../shared/seal/form.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FormPaper, type FormRange } from './FormPaper.tsx';
import { guideWords } from './guide.ts';
import './form.css';

interface FormDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Types that this organ owes imprints for, and all that it knows. */
  readonly owed: readonly string[];
  readonly known: readonly string[];
  readonly onPrint: (paper: ReactNode) => void;
}

/** 印采集表: how many ranges, what each is for and how large its seal is; then the sheet is numbered and printed. */
export function FormDialog({ open, onClose, ...props }: FormDialogProps): ReactNode {
  return (
    <Dialog title="印采集表" open={open} onClose={onClose} width={680}>
      <Choice onClose={onClose} {...props} />
    </Dialog>
  );
}

/** The seal of most departments. */
const usual: SealGuide = { name: '公章', shape: 'circle', widthMm: 42, heightMm: 42 };

function Choice({ onClose, owed, known, onPrint }: Omit<FormDialogProps, 'open'>): ReactNode {
  const { station } = useSession();
  const guides = useCall('seal.guides', {}).data?.guides ?? [];
  const act = useAct('seal.form');
  const [count, setCount] = useState(Math.max(1, Math.min(mostRanges, owed.length)));
  const [ranges, setRanges] = useState<readonly FormRange[]>(() =>
    Array.from({ length: mostRanges }, (_, i) => ({ types: owed.slice(i, i + 1), guide: usual })),
  );
  const set = (index: number, patch: Partial<FormRange>): void =>
    setRanges(ranges.map((range, i) => (i === index ? { ...range, ...patch } : range)));
  const shown = ranges
    .slice(0, count)
    .map((range) => (guideFits(range.guide, count) ? range : { ...range, guide: usual }));
  const fitting = guides.filter((guide) => guideFits(guide, count));
  const print = async (): Promise<void> => {
    const reply = await act.run({ ranges: shown.map(({ types }) => [...types]) });
    if (!reply.ok) return;
    onClose();
    onPrint(<FormPaper department={station.name} id={reply.value.id} code={reply.value.text} ranges={shown} />);
  };
  useKeys({ 'Ctrl+Enter': () => void print() });
  return (
    <>
      <p className="secondary dialog-line">
        印出的表带定位标和二维码：扫描时自动认出方向、尺寸和证照，不必再识读注记。每张表有自己的编号，请勿复印使用。
      </p>
      <div className="row">
        <span className="label">范围数</span>
        <Segmented
          aria-label="范围数"
          value={count}
          options={Array.from({ length: mostRanges }, (_, i) => i + 1)}
          onChange={setCount}
        />
        {count > 4 ? <span className="secondary small">超过 4 个时，50 mm 以上的章放不下</span> : null}
      </div>
      <div className="form-rows">
        {shown.map(({ types, guide }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a range is its place on the sheet
          <Fragment key={i}>
            <span className="mono secondary">{i + 1}</span>
            <Select
              mode="tags"
              aria-label={`范围 ${i + 1} 用于`}
              value={[...types]}
              placeholder="用于哪些证照；留空则印横线，手写注记"
              maxCount={8}
              options={[...new Set([...owed, ...known])].map((value) => ({ value, label: value }))}
              onChange={(next: string[]) => set(i, { types: next.map((type) => type.trim()).filter(Boolean) })}
            />
            <Select
              aria-label={`范围 ${i + 1} 尺寸`}
              value={guideWords(guide)}
              showSearch
              options={fitting.map((one) => ({ value: guideWords(one), label: guideWords(one) }))}
              onChange={(wanted: string) =>
                set(i, { guide: fitting.find((one) => guideWords(one) === wanted) ?? usual })
              }
            />
          </Fragment>
        ))}
      </div>
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={act.busy} onClick={() => void print()}>
          编号并打印 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </>
  );
}
