import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type PackageLine, packageSteps } from '../../../shared/station/desk.ts';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DateText, DotWord, type Tone } from '../../components/text.tsx';
import { Below, LineList } from './LineList.tsx';

const tones: Readonly<Record<string, Tone>> = {
  已入库: 'good',
  审核通过: 'good',
  有退回: 'bad',
  须重送: 'warn',
  准备中: 'plain',
  已签收: 'plain',
};

/** 上报包: every package and how far it has come; only signed receipts move it past 送出. */
export function PackagePanel({ lines }: { lines: readonly PackageLine[] }): ReactNode {
  const navigate = useNavigate();
  const [below, setBelow] = useState(0);
  return (
    <Panel
      title="上报包"
      count={lines.length}
      extra={
        <>
          <Below lines={below} />
          状态以签名回执为准
        </>
      }
    >
      {lines.length === 0 ? (
        <Empty
          title="还没有上报包"
          hint="填好的记录送签批后，由交换员在“上报”页办理审批、封装和写盘；每个包走到哪一步都列在这里。"
        />
      ) : (
        <LineList
          onBelow={setBelow}
          label="上报包"
          items={lines}
          keyOf={(line) => `${line.sequence} ${line.id}`}
          onOpen={() => void navigate('/send')}
        >
          {(line) => (
            <>
              <p className="line-head">
                <b className="mono">{String(line.sequence).padStart(4, '0')}</b>
                <DotWord tone={tones[line.word] ?? 'blue'}>{line.word}</DotWord>
                <span className="cut secondary grow">{line.detail}</span>
                <span className="faint small">
                  <DateText value={line.at} time short />
                </span>
              </p>
              <ol className="steps" aria-label={`已到：${packageSteps[line.step] ?? '尚未生成'}`}>
                {packageSteps.map((step, index) => (
                  <li key={step} className={stepClass(index, line)}>
                    {step}
                  </li>
                ))}
              </ol>
            </>
          )}
        </LineList>
      )}
    </Panel>
  );
}

/** A package whose way is over has no step that is going on. */
function stepClass(index: number, line: PackageLine): string {
  if (index > line.step) return '';
  return index < line.step || tones[line.word] === 'good' ? 'past' : 'now';
}
