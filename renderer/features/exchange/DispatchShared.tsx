import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PreparedReport } from '../../../shared/exchange/dispatch.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, Mono } from '../../components/text.tsx';

/** What is the same for every department: the calendar of working days, the classification table, license types. */
export function DispatchShared({ may, onPrepare }: { may: boolean; onPrepare: () => void }): ReactNode {
  const shared = useCall('dispatch.shared', {}).data;
  const { calendar, classification, licenseTypes } = shared ?? {};
  const takeTypes = useAct('dispatch.takeTypes');
  const [report, setReport] = useState<PreparedReport | null>(null);
  const fromCatalogs =
    may && (licenseTypes?.accepted ?? 0) > 0
      ? () => void takeTypes.run({}).then((reply) => reply.ok && setReport(reply.value.reports[0] ?? null))
      : undefined;
  useKeys({ 'Alt+T': fromCatalogs });
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
      <Panel title="证照类型">
        <div className="dispatch-fact">
          {licenseTypes ? (
            <p>
              <DotWord tone="plain">{licenseTypes.prepared.length > 0 ? '已编' : '程序所附'}</DotWord>{' '}
              {licenseTypes.prepared.length > 0 ? <Mono>{licenseTypes.prepared.length}</Mono> : null}{' '}
              {licenseTypes.prepared.map(({ name, version }) => `${name} 第 ${version} 版`).join('，')}
            </p>
          ) : null}
          <p className="secondary small">
            随下一份下发包发出，排在各单位的类型库里，同名的换成新版；已录的证照仍按录入时的那一版。底图和原件不随下发包走。
          </p>
          <p>
            <Button disabled={!fromCatalogs || takeTypes.busy} onClick={fromCatalogs}>
              取已审核通过的证照目录 {licenseTypes?.accepted ?? 0} 种 <Keycap name="Alt+T" />
            </Button>
          </p>
          {report ? (
            <p role="status">
              收下 {report.taken} 种{report.rejected.map(({ message }) => `；${message}`).join('')}。
            </p>
          ) : null}
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
