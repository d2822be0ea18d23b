import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import type { ReturnedLine } from '../../../shared/station/desk.ts';
import { recordPath } from '../../../shared/station/record-path.ts';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DateText, Tag } from '../../components/text.tsx';
import { Below, LineList } from './LineList.tsx';

/** 退回修改: the bureau's word, at its field; Enter opens it there. */
export function ReturnedPanel({ lines, total }: { lines: readonly ReturnedLine[]; total: number }): ReactNode {
  const navigate = useNavigate();
  const [below, setBelow] = useState(0);
  return (
    <Panel
      title="退回修改"
      count={total}
      extra={
        lines.length > 0 ? (
          <span className="row">
            <Below lines={below} />
            <Keycap name="Enter" /> 到该字段
          </span>
        ) : null
      }
    >
      {lines.length === 0 ? (
        <Empty title="没有退回的记录" hint="主管部门的审核结果收进来以后，退回的记录和意见列在这里。" />
      ) : (
        <LineList
          onBelow={setBelow}
          label="退回修改"
          items={lines}
          keyOf={(line) => `${line.id} ${line.field} ${line.remark}`}
          onOpen={(line) => void navigate(recordPath(line.kind, line.id, 'department', line.field))}
        >
          {(line) => (
            <>
              <p className="line-head">
                <span className="secondary">{recordKindNames[line.kind]}</span>
                <span className="cut">{line.name || '未命名'}</span>
                <span className="mono faint small cut grow">{line.code}</span>
                <span className="faint small">
                  <DateText value={line.at} time short />
                </span>
              </p>
              <p className="remark">
                <Tag tone="bad">{line.fieldWord}</Tag>
                <span>{line.remark}</span>
              </p>
            </>
          )}
        </LineList>
      )}
    </Panel>
  );
}
