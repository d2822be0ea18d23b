import type { ReactNode } from 'react';
import type { StockLine, StockProgress } from '../../../shared/station/stock.ts';
import { useSession } from '../../client/session.tsx';
import { Finish, shareOf } from './StockPage.tsx';
import '../desk/desk.css';
import '../station/station.css';

/** 存量进度表 on A4 for the head: each type with its boxes. */
export function StockPaper({ progress: { today, since, types } }: { progress: StockProgress }): ReactNode {
  const { station, user } = useSession();
  return (
    <section className="paper paper-small stock-paper">
      <h1>存量进度表</h1>
      <p className="paper-line">
        <span>单位：{station.name}</span>
        <span>日期：{today}</span>
      </p>
      <table>
        <thead>
          <tr>
            <td>证照类型</td>
            <td className="right">应录</td>
            <td className="right">已录</td>
            <td className="right">完成</td>
            <td className="right">复核</td>
            <td className="right">签收</td>
            <td className="right">入库</td>
            <td className="right">日均</td>
            <td>预计录完</td>
          </tr>
        </thead>
        <tbody>
          {types.map((one) => (
            <tr key={one.type}>
              <td>
                {one.type}（{one.boxes.length} 箱）
              </td>
              <Cells line={one} none="待核定" />
              <td className="mono right">{one.perDay.toFixed(1)}</td>
              <td>
                <Finish of={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {types
        .filter(({ boxes }) => boxes.some(({ box }) => box !== ''))
        .map((one) => (
          <table key={one.type} className="stock-boxes">
            <thead>
              <tr>
                <td>{one.type}：箱</td>
                <td className="right">应录</td>
                <td className="right">已录</td>
                <td className="right">完成</td>
                <td className="right">复核</td>
                <td className="right">签收</td>
                <td className="right">入库</td>
              </tr>
            </thead>
            <tbody>
              {one.boxes.map((box) => (
                <tr key={box.box}>
                  <td className="mono">{box.box || '无档号'}</td>
                  <Cells line={box} none="" />
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      <p className="paper-line stock-note">
        <span>
          日均录入取 {since} 起的 10
          个工作日；复核为另一人再次键入的件数；签收、入库以主管部门签名的回执和审核结果为准。
        </span>
      </p>
      <div className="paper-sign">
        <span>打印：{user.name}</span>
        <span>责任处室：＿＿＿＿＿＿</span>
        <span>单位负责人：＿＿＿＿＿＿</span>
      </div>
    </section>
  );
}

function Cells({ line, none }: { line: StockLine; none: string }): ReactNode {
  return (
    <>
      <td className="mono right">{line.expected ?? none}</td>
      <td className="mono right">{line.entered}</td>
      <td className="mono right">{shareOf(line)}</td>
      <td className="mono right">{line.reviewed}</td>
      <td className="mono right">{line.received}</td>
      <td className="mono right">{line.stored}</td>
    </>
  );
}
