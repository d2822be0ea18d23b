import type { ReactNode } from 'react';
import { type Medium, mediumEventNames, mediumKindNames, mediumStateNames } from '../../../shared/exchange/medium.ts';
import { formatDate } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import './paper.css';

const linesAPage = 20;

interface MediaPaperProps {
  readonly media: readonly Medium[];
  readonly department: string;
  readonly printedBy: string;
}

/** 介质登记簿, A4 landscape: a line for everything that happened to any medium, oldest first. */
export function MediaPaper({ media, department, printedBy }: MediaPaperProps): ReactNode {
  const lines = media
    .flatMap((medium) => medium.entries.map((entry, at) => ({ medium, entry, key: `${medium.number} ${at}` })))
    .sort((a, b) => a.entry.at.localeCompare(b.entry.at));
  const pages = Math.max(1, Math.ceil(lines.length / linesAPage));
  return Array.from({ length: pages }, (_, page) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pages have no identity but their place
    <section className="courier-paper paper-wide" key={page}>
      <header className="slip-follow">
        <h2>介质登记簿</h2>
        <span>{department}</span>
      </header>
      <table className="ledger-list">
        <thead>
          <tr>
            <th>介质编号</th>
            <th>类型、型号、序列号</th>
            <th>密级</th>
            <th>时间</th>
            <th>事项</th>
            <th>包号</th>
            <th>说明</th>
            <th>经手人</th>
            <th>签字</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(page * linesAPage, (page + 1) * linesAPage).map(({ medium, entry, key }) => (
            <tr key={key}>
              <td>
                <code>{medium.number}</code>
              </td>
              <td className="paper-cut">
                {mediumKindNames[medium.kind]} {medium.model} <code>{medium.serial}</code>
              </td>
              <td>{medium.secrecy}</td>
              <td>{formatDate(entry.at, true)}</td>
              <td>{mediumEventNames[entry.what]}</td>
              <td>{entry.sequence > 0 ? serial(entry.sequence) : ''}</td>
              <td className="paper-cut">{entry.text}</td>
              <td>{entry.by}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <span>
          驿递　打印人 {printedBy}　共 {media.length} 件介质
        </span>
        <span>
          第 {page + 1} 页 共 {pages} 页
        </span>
      </footer>
    </section>
  ));
}

/** 介质遗失报告, A4: which medium, what was on it, what protects it, and what is to be done. */
export function LossPaper({
  medium,
  department,
  printedBy,
}: {
  medium: Medium;
  department: string;
  printedBy: string;
}): ReactNode {
  const loss = medium.entries.filter((entry) => entry.what === 'lose').at(-1);
  const written = [...new Set(medium.entries.filter(({ what }) => what === 'write').map(({ sequence }) => sequence))];
  return (
    <section className="courier-paper">
      <header className="slip-head">
        <div>
          <h1>介质遗失情况报告</h1>
          <p>发现遗失后即填，送本单位保密员、单位负责人，并告知接收单位。</p>
        </div>
      </header>
      <dl className="slip-facts">
        <dt>单位</dt>
        <dd>{department}</dd>
        <dt>介质</dt>
        <dd>
          <code>{medium.number}</code>　{mediumKindNames[medium.kind]} {medium.model} <code>{medium.serial}</code>　密级{' '}
          {medium.secrecy}　现状 {mediumStateNames[medium.state]}
        </dd>
        <dt>写过的包</dt>
        <dd>{written.length > 0 ? written.map(serial).join('、') : '没有写过上报包'}</dd>
        <dt>登记时间</dt>
        <dd>
          {loss ? formatDate(loss.at, true) : ''}　登记人 {loss?.by}
        </dd>
        <dt>遗失经过</dt>
        <dd>{loss?.text}</dd>
        <dt>内容保护</dt>
        <dd>
          介质上只有整包加密的上报包（SM4，密钥以主管部门和本站的 SM2
          公钥封装），拾得者打不开；文件名和包头不含单位名称。
        </dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th>处置</th>
            <th>办理人</th>
            <th>时间</th>
          </tr>
        </thead>
        <tbody>
          {[
            '□ 沿送件路线查找，询问接收单位是否已收到',
            '□ 向本单位保密员、单位负责人报告',
            '□ 告知接收单位：见到该编号介质即扣留并通知',
            '□ 没有签收的包已重写到另一介质，编号：',
            '□ 介质登记簿已注明“遗失”；找回后查毒、清除，再用或销毁',
          ].map((line) => (
            <tr key={line}>
              <td>{line}</td>
              <td style={{ width: '28mm' }} />
              <td style={{ width: '34mm' }} />
            </tr>
          ))}
        </tbody>
      </table>
      <div className="approval-signs">
        {['当事人说明', '保密员意见', '单位负责人意见'].map((title) => (
          <div key={title}>
            <h3>{title}</h3>
            <p className="sign-line">
              签字 <i className="blank" />
              　日期 <i className="blank" />
            </p>
          </div>
        ))}
      </div>
      <footer>
        <span>驿递　打印人 {printedBy}</span>
        <span>第 1 页 共 1 页</span>
      </footer>
    </section>
  );
}
