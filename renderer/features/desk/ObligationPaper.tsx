import type { ReactNode } from 'react';
import type { ObligationLine } from '../../../shared/station/desk.ts';
import { useSession } from '../../client/session.tsx';
import '../station/station.css';

/** 我单位应交材料 on A4, to be signed by who answers for it. */
export function ObligationPaper({ lines, today }: { lines: readonly ObligationLine[]; today: string }): ReactNode {
  const { station, user } = useSession();
  return (
    <section className="paper paper-small">
      <h1>应交材料进度表</h1>
      <p className="paper-line">
        <span>单位：{station.name}</span>
        <span>日期：{today}</span>
      </p>
      <table>
        <thead>
          <tr>
            <td>编号</td>
            <td>材料</td>
            <td>种类</td>
            <td className="right">应录</td>
            <td className="right">已录</td>
            <td>截止</td>
            <td>状态</td>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td className="mono">{line.code}</td>
              <td>{line.text}</td>
              <td>{line.kind}</td>
              <td className="mono right">{line.state === 'duty' ? '' : (line.expected ?? '待核定')}</td>
              <td className="mono right">{line.state === 'duty' ? '' : line.entered}</td>
              <td className="mono">{line.due}</td>
              <td>{line.stateWord}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="paper-sign">
        <span>打印：{user.name}</span>
        <span>责任处室：＿＿＿＿＿＿</span>
        <span>分管领导：＿＿＿＿＿＿</span>
      </div>
    </section>
  );
}
