import type { ReactNode } from 'react';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import type { ReturnNotice } from '../../../shared/exchange/return-notice.ts';
import { formatDate } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import '../station/station.css';
import './paper.css';

/** 退回整改通知单, A4: what came back, field by field, for whoever has to correct it and the head who has to answer for it. */
export function ReturnNoticePaper({ notice, printedBy }: { notice: ReturnNotice; printedBy: string }): ReactNode {
  const { rows, total, number, catalogsBy } = notice;
  return (
    <section className="paper return-notice">
      <h1>退回整改通知单</h1>
      <p>
        编号 <span className="mono">{number || '（随审核结果签发）'}</span>　日期{' '}
        <span className="mono">{formatDate(notice.at, false)}</span>
      </p>
      <p>
        <strong>{notice.to}</strong>：
      </p>
      <p>
        你单位报送的下列 {total} 项经审核不合要求，现予退回。请逐项改正，经单位负责人签批和保密审查后随下一个上报包重报
        {catalogsBy ? `；其中资源目录请于 ${catalogsBy} 前（15 个工作日内）改正` : ''}。
      </p>
      <table>
        <thead>
          <tr>
            <th>序号</th>
            <th>种类</th>
            <th>名称、代码</th>
            <th>包号</th>
            <th>版</th>
            <th>退回意见</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={`${row.record} ${row.revision}`}>
              <td>{at + 1}</td>
              <td>{recordKindNames[row.kind]}</td>
              <td>
                {row.name}
                <br />
                <span className="mono">{row.code}</span>
              </td>
              <td className="mono">{row.sequence > 0 ? serial(row.sequence) : '—'}</td>
              <td className="mono">{row.revision}</td>
              <td>
                {row.remarks.map(({ label, remark }, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no identity but their place
                  <p key={place}>
                    {label ? <strong>{label}：</strong> : ''}
                    {remark}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > rows.length ? <p>其余 {total - rows.length} 项见审核结果文件，在“工作台”逐条列出。</p> : null}
      <p>各项意见随签名的审核结果送达，收下后在填报页逐字段标出；本单仅供存档和催办，状态以审核结果为准。</p>
      <div className="paper-sign">
        <span>审核人：＿＿＿＿＿＿</span>
        <span>{notice.from}（盖章）</span>
        <span>签收人：＿＿＿＿＿＿　日期：＿＿＿＿＿＿</span>
      </div>
      <p className="small">驿递　打印人 {printedBy}</p>
    </section>
  );
}
