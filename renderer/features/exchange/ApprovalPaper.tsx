import { QRCodeSVG } from '@rc-component/qrcode';
import type { ReactNode } from 'react';
import { type ApprovalKind, type ApprovalSheet, approvalKindNames } from '../../../shared/exchange/approval.ts';
import { recordChangeNames } from '../../../shared/exchange/package.ts';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import { formatDate, megabytes } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import './paper.css';

const linesAPage = 42;

/** 上报审批单, A4: what goes, by kind, with room for both signatures; behind it the list of all records. */
export function ApprovalPaper({ sheet, printedBy }: { sheet: ApprovalSheet; printedBy: string }): ReactNode {
  const lists = Array.from({ length: Math.ceil(sheet.items.length / linesAPage) }, (_, at) =>
    sheet.items.slice(at * linesAPage, (at + 1) * linesAPage),
  );
  const pages = 1 + lists.length;
  const foot = (page: number): ReactNode => (
    <footer>
      <span>
        驿递　打印人 {printedBy}　{formatDate(sheet.createdAt, true)}
      </span>
      <span>
        第 {page} 页 共 {pages} 页
      </span>
    </footer>
  );
  return (
    <>
      <section className="courier-paper">
        <header className="slip-head">
          <div>
            <h1>政务数据上报审批单</h1>
            <p>
              清单号 <code>{sheet.digest.slice(0, 16).toUpperCase()}</code>
              ：清单内容有改动，清单号随之改变，须重新签批。
            </p>
          </div>
          <QRCodeSVG value={`YIDI-SP ${sheet.digest}`.toUpperCase()} level="M" marginSize={0} size={400} />
        </header>
        <dl className="slip-facts">
          <dt>填报单位</dt>
          <dd>{sheet.department}</dd>
          <dt>报送</dt>
          <dd>{sheet.recipient || <i className="blank" />}</dd>
          <dt>拟装包号</dt>
          <dd>{serial(sheet.nextSequence)}</dd>
        </dl>
        <table>
          <thead>
            <tr>
              <th>种类</th>
              <th className="figures">项</th>
              <th className="figures">新增</th>
              <th className="figures">变更</th>
              <th className="figures">重送</th>
              <th className="figures">MB</th>
            </tr>
          </thead>
          <tbody>
            {sheet.totals.map((one) => (
              <tr key={one.kind}>
                <td>{recordKindNames[one.kind]}</td>
                <td className="figures">{one.total}</td>
                <td className="figures">{one.new}</td>
                <td className="figures">{one.changed}</td>
                <td className="figures">{one.again}</td>
                <td className="figures">{megabytes(one.bytes)}</td>
              </tr>
            ))}
            <tr>
              <td>合计</td>
              <td className="figures">{sheet.total}</td>
              <td className="figures" colSpan={3}>
                {sheet.total > sheet.items.length ? `后附清单仅列前 ${sheet.items.length} 项` : '明细见后附清单'}
              </td>
              <td className="figures">{megabytes(sheet.totals.reduce((sum, one) => sum + one.bytes, 0))}</td>
            </tr>
          </tbody>
        </table>
        <div className="approval-signs">
          <Sign sheet={sheet} kind="secrecy" title="保密审查意见">
            <p>□ 不含国家秘密　□ 不含工作秘密　□ 个人信息已按规定处理，整包加密</p>
            <p>结论：□ 非涉密，可以报送　□ 不得报送</p>
          </Sign>
          <Sign sheet={sheet} kind="head" title="单位负责人意见">
            <p>□ 同意上报　□ 不同意，退回：</p>
          </Sign>
          <div>
            <h3>经办</h3>
            <p>
              填报人 <i className="blank" />
              　交换员 <i className="blank" />
              　日期 <i className="blank" />
            </p>
          </div>
        </div>
        {foot(1)}
      </section>
      {lists.map((items, at) => (
        <section className="courier-paper" key={items[0]?.id}>
          <header className="slip-follow">
            <h2>上报审批单　清单</h2>
            <span>
              {sheet.department}　清单号 <code>{sheet.digest.slice(0, 16).toUpperCase()}</code>
            </span>
          </header>
          <table className="approval-list">
            <thead>
              <tr>
                <th className="figures">序号</th>
                <th>种类</th>
                <th>名称</th>
                <th>代码、编号</th>
                <th className="figures">版</th>
                <th>变化</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item, row) => (
                <tr key={item.id}>
                  <td className="figures">{at * linesAPage + row + 1}</td>
                  <td>{recordKindNames[item.kind]}</td>
                  <td className="paper-cut">{item.name}</td>
                  <td className="paper-cut">
                    <code>{item.code}</code>
                  </td>
                  <td className="figures">{item.revision}</td>
                  <td>{recordChangeNames[item.change]}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {foot(at + 2)}
        </section>
      ))}
    </>
  );
}

/** Room for one signature; one that was given already is printed. */
function Sign({
  sheet,
  kind,
  title,
  children,
}: {
  sheet: ApprovalSheet;
  kind: ApprovalKind;
  title: string;
  children: ReactNode;
}): ReactNode {
  const given = sheet.approvals.filter((one) => one.kind === kind);
  return (
    <div>
      <h3>{title}</h3>
      {children}
      {given.map((one) => (
        <p key={one.id}>
          已签{approvalKindNames[kind]}：{one.person} {one.text}，{one.date}，{one.covers} 项
        </p>
      ))}
      <p className="sign-line">
        签字 <i className="blank" />
        　日期 <i className="blank" />
      </p>
    </div>
  );
}
