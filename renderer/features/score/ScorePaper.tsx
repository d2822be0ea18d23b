import type { ReactNode } from 'react';
import type { Board } from '../../../shared/score/methods.ts';
import { periodKindNames, periodTitle } from '../../../shared/score/period.ts';
import { measureNames, measures, pointsOf } from '../../../shared/score/score.ts';
import { useSession } from '../../client/session.tsx';
import { formatDate } from '../../components/text.tsx';
import { fraction } from './FigureCell.tsx';
import '../desk/desk.css';
import '../station/station.css';

/** 成绩单 on A4: rank, the five measures with what they come from, total, and the period before. */
export function ScorePaper({ board: { period, asOf, weights, rows, head } }: { board: Board }): ReactNode {
  const { station, user } = useSession();
  return (
    <section className="paper paper-small score-paper">
      <h1>
        信息共享集成成绩单
        <small>
          {periodTitle(period)}　{periodKindNames[period.kind]}
        </small>
      </h1>
      <p className="paper-line">
        <span>制表单位：{station.name}</span>
        <span>数据截至：{formatDate(asOf, true)}</span>
        <span>{head ? `第 ${head.number} 稿（${formatDate(head.issuedAt, false)} 定稿）` : '未定稿，仅供核对'}</span>
      </p>
      <table>
        <thead>
          <tr>
            <td>名次</td>
            <td>单位</td>
            {measures.map((one) => (
              <td key={one} className="right">
                {measureNames[one]}
                <br />（{weights[one]} 分）
              </td>
            ))}
            <td className="right">总分</td>
            <td className="right">上期</td>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.partner}>
              <td className="right">{row.rank ?? '—'}</td>
              <td>{row.name}</td>
              {measures.map((one) => (
                <td key={one} className="mono right">
                  {pointsOf(row.figures[one], weights[one])?.toFixed(2) ?? '—'}
                  <br />
                  <small>{fraction(row.figures[one])}</small>
                </td>
              ))}
              <td className="mono right">
                <b>{row.total?.toFixed(2) ?? '—'}</b>
              </td>
              <td className="mono right">
                {row.before?.total?.toFixed(2) ?? '—'}
                <br />
                <small>{row.before?.rank ? `第 ${row.before.rank}` : ''}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="score-note">
        各项得分＝分子÷分母×满分，最高不超过满分。目录数量、录入完成以收到和审核通过的资源目录为分子；数据归集以审核通过的证照和数据为分子；分母取单位最近一次上报的应录数或考核组填报的数。
        “—”为未核定，“不涉及”为该单位无此项，均不计分，其余各项折算为 100 分。得分相同的名次并列。
      </p>
      <div className="paper-sign">
        <span>制表：{user.name}</span>
        <span>审核：＿＿＿＿＿＿</span>
        <span>签发：＿＿＿＿＿＿</span>
      </div>
    </section>
  );
}
