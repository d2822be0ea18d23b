import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, Mono } from '../../components/text.tsx';

/** What is the same for every department: the calendar of working days and the classification table. */
export function DispatchShared({ may, onPrepare }: { may: boolean; onPrepare: () => void }): ReactNode {
  const shared = useCall('dispatch.shared', {}).data;
  const { calendar, classification } = shared ?? {};
  return (
    <div className="dispatch-shared scroll grow">
      <Panel title="工作日历">
        <div className="dispatch-fact">
          {calendar ? (
            <p>
              <DotWord tone="plain">{calendar.prepared ? '已编' : '程序所附'}</DotWord> 到{' '}
              <Mono>{calendar.lastYear}</Mono> 年
              {calendar.prepared
                ? `；其中 ${yearsOf(calendar.prepared)} 年用收进的，放假 ${calendar.prepared.holidays} 天，调休上班 ${calendar.prepared.makeupDays} 天`
                : ''}
            </p>
          ) : null}
          <p className="secondary small">{calendarHint}</p>
        </div>
      </Panel>
      <Panel title="资源分类表">
        <div className="dispatch-fact">
          {classification ? (
            <p>
              <DotWord tone="plain">{classification.prepared ? '已编' : '程序所附'}</DotWord> 项{' '}
              <Mono>{classification.items}</Mono>，目 <Mono>{classification.subItems}</Mono>
            </p>
          ) : null}
          <p className="secondary small">
            收进 json 的分类表后随下一份下发包发出；已编定的资源代码不变。没有收进的，各单位用程序所附的。
          </p>
        </div>
      </Panel>
      <div className="dispatch-fact">
        <Button disabled={!may} onClick={onPrepare}>
          收进文件… <Keycap name="Alt+I" />
        </Button>
      </div>
    </div>
  );
}

const calendarHint =
  '国务院公布下一年放假安排后，收进一张有“日期”“安排”（休、班）两列的表，或 json；随下一份下发包发给各单位，期限即按它计算。';

function yearsOf({ firstYear, lastYear }: { firstYear: number; lastYear: number }): string {
  return firstYear === lastYear ? String(firstYear) : `${firstYear}—${lastYear}`;
}
