import type { ReactNode } from 'react';
import { listAnswerNames } from '../../../shared/catalog/confirmation.ts';
import { localDay } from '../../../shared/china/dates.ts';
import { versionWords } from '../../../shared/exchange/dispatch.ts';
import type { ListLineRow } from '../../../shared/exchange/list-line-row.ts';
import { useSession } from '../../client/session.tsx';
import '../station/station.css';
import './list.css';

interface ListPaperProps {
  readonly rows: readonly ListLineRow[];
  readonly bureau: string;
  readonly version: number;
}

/** 目录清单确认表 on A4, to be signed and sealed. */
export function ListPaper({ rows, bureau, version }: ListPaperProps): ReactNode {
  const { station, user } = useSession();
  const count = (answer: string): number => rows.filter((row) => row.answer?.answer === answer).length;
  return (
    <section className="paper paper-small list-paper">
      <h1>信息资源目录清单确认表</h1>
      <p className="paper-line">
        <span>填报单位：{station.name}</span>
        <span>日期：{localDay()}</span>
      </p>
      <p className="paper-line">
        <span>
          清单：{bureau} {versionWords(version)} 下发
        </span>
        <span>
          共 {rows.length} 项，确认 {count('confirmed')}，修订 {count('revised')}，不编制 {count('refused')}，未答复{' '}
          {rows.filter((row) => row.answer === null).length}
        </span>
      </p>
      <table>
        <thead>
          <tr>
            <td>序号</td>
            <td>清单上的名称、代码</td>
            <td>答复</td>
            <td>对应目录、代码</td>
            <td>修订内容、理由</td>
            <td>期限</td>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, answer, catalog }, index) => (
            <tr key={line.id}>
              <td className="mono">{index + 1}</td>
              <td>
                {line.name} <span className="mono">{line.code}</span>
              </td>
              <td>{answer ? listAnswerNames[answer.answer] : ''}</td>
              <td>
                {catalog?.name} <span className="mono">{catalog?.code}</span>
              </td>
              <td>
                {[answer?.answer === 'revised' ? `改为“${answer.name}” ${answer.code}` : '', answer?.reason]
                  .filter(Boolean)
                  .join('；')}
              </td>
              <td className="mono">{line.due}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="paper-sign">
        <span>填报：{user.name}</span>
        <span>责任处室：＿＿＿＿＿＿</span>
        <span>单位负责人：＿＿＿＿＿＿（盖章）</span>
      </div>
    </section>
  );
}
