import { Button } from 'antd';
import type { ReactNode } from 'react';
import { confirmationLabel, listAnswerNames } from '../../../shared/catalog/confirmation.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { Panel } from '../../components/Panel.tsx';
import { StateTag, Tag } from '../../components/text.tsx';

/** A line that waits for an answer, or for a new one. */
export function isOpen({ answer }: ListLineRow): boolean {
  return answer === null || answer.outdated || answer.state === 'returned';
}

interface ListDetailProps {
  readonly row: ListLineRow;
  readonly onOpen: (() => void) | undefined;
}

/** One line in full: what is asked for, what was answered, and what is to be looked at. */
export function ListDetail({ row: { line, answer, catalog, retired }, onOpen }: ListDetailProps): ReactNode {
  const facts: readonly (readonly [label: string, text: string])[] = [
    ['摘要', line.abstract],
    ['编制理由', line.reason],
    ...(answer?.answer === 'revised'
      ? ([['修订后', [answer.name, answer.code].filter(Boolean).join(' ')]] as const)
      : []),
    ['答复理由', answer?.reason ?? ''],
  ];
  return (
    <Panel
      title={line.name}
      extra={
        answer ? (
          <>
            {listAnswerNames[answer.answer]} · <StateTag state={answer.state} />
          </>
        ) : (
          '未答复'
        )
      }
      className="list-detail"
    >
      {retired ? (
        <p className="list-note">
          <Tag tone="warn">停用</Tag> 清单要的“{retired.name}” <span className="mono">{retired.code}</span> 已于{' '}
          {retired.date} 停用（{retired.reason}），代码不再使用。须说明不编制的理由，或另编一条新目录。
        </p>
      ) : null}
      {answer?.outdated ? (
        <p className="list-note">
          <Tag tone="warn">清单已改</Tag> 主管部门改了这一行，请按新的内容再答复一次。
        </p>
      ) : null}
      {answer?.remarks.map(({ field, remark }) => (
        <p key={field + remark} className="list-note">
          <Tag tone="bad">退回意见</Tag> <span className="secondary">{confirmationLabel(field)}</span> {remark}
        </p>
      ))}
      <dl className="list-facts">
        {facts
          .filter(([, text]) => text !== '')
          .map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      {catalog && onOpen ? (
        <p className="list-note">
          <Button onClick={onOpen}>
            打开“{catalog.name || '未命名'}” <Keycap name="Enter" />
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}
