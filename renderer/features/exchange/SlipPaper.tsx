import { QRCodeSVG } from '@rc-component/qrcode';
import { Fragment, type ReactNode } from 'react';
import { mediumKindNames, type Slip, slipCode } from '../../../shared/exchange/medium.ts';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import { formatDate, megabytes } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import { type SlipPage, slipPages } from './slip-pages.ts';
import './paper.css';

interface SlipPaperProps {
  readonly slip: Slip;
  readonly printedBy: string;
}

const copies = ['交出单位存', '接收单位存'] as const;

/** 政务数据介质交接单 in two copies, A4; what is not known yet is a line to write on. */
export function SlipPaper({ slip, printedBy }: SlipPaperProps): ReactNode {
  const pages = slipPages(slip.volumes, slip.sheets);
  return copies.map((copy) =>
    pages.map((page, at) => (
      <section className="courier-paper" key={`${copy} ${page.from}`}>
        {at === 0 ? <Head slip={slip} copy={copy} /> : <Follow slip={slip} copy={copy} />}
        <Volumes slip={slip} page={page} last={at === pages.length - 1} />
        <Sheets sheets={page.sheets} total={slip.sheets.length} />
        {at === 0 ? <Signatures slip={slip} /> : null}
        <footer>
          <span>驿递　打印人 {printedBy}</span>
          <span>
            第 {at + 1} 页 共 {pages.length} 页
          </span>
        </footer>
      </section>
    )),
  );
}

function Head({ slip, copy }: { slip: Slip; copy: string }): ReactNode {
  const { handOver, sender, recipient } = slip;
  const line = <i className="blank" />;
  return (
    <>
      <header className="slip-head">
        <div>
          <h1>政务数据介质交接单</h1>
          <p>
            一式两份：交出单位、接收单位各存一份　<strong>{copy}</strong>
          </p>
          <p className="marks">
            <b>{handOver.secrecy ?? '非涉密'}</b>
            {slip.urgent ? <b>急件</b> : null}
          </p>
        </div>
        <QRCodeSVG value={slipCode(slip)} level="M" marginSize={0} size={400} />
      </header>
      <dl className="slip-facts">
        <dt>交出单位</dt>
        <dd>
          {sender.name}　<code>{sender.uscc}</code>
        </dd>
        <dt>接收单位</dt>
        <dd>
          {recipient.name}　<code>{recipient.uscc}</code>
        </dd>
        <dt>上报包号</dt>
        <dd>
          <strong>{serial(slip.sequence)}</strong>　<code>{slip.packageId}</code>　封装于{' '}
          {formatDate(slip.createdAt, true)}
        </dd>
        <dt>介质</dt>
        <dd>
          {slip.media.length > 0
            ? slip.media.map(({ number, kind, model }, at) => (
                <Fragment key={number}>
                  {at > 0 ? '；' : ''}
                  {kind === 'other' ? '' : mediumKindNames[kind]} <code>{number}</code> {model}
                </Fragment>
              ))
            : line}
          　共 {slip.media.length || <i className="blank blank-short" />} 件
        </dd>
        <dt>内容</dt>
        <dd>{contentsOf(slip)}</dd>
        <dt>审批</dt>
        <dd>
          {slip.approvals
            .map(
              ({ kind, person, text, date }) =>
                `${kind}：${text.includes(person) ? text : `${person} ${text}`}（${date}）`,
            )
            .join('　')}
        </dd>
        <dt>送件人</dt>
        <dd>
          {handOver.courier || line}　证件号 {handOver.courierId ? <code>{handOver.courierId}</code> : line}
        </dd>
        <dt>查毒</dt>
        <dd>
          程序 {handOver.virusProgram || line}　时间 {handOver.virusAt || line}　□ 未发现病毒
        </dd>
      </dl>
    </>
  );
}

function Follow({ slip, copy }: { slip: Slip; copy: string }): ReactNode {
  return (
    <header className="slip-follow">
      <h2>政务数据介质交接单（续页）</h2>
      <span>
        上报包 {serial(slip.sequence)}　<code>{slip.packageId}</code>　{copy}
      </span>
    </header>
  );
}

function Volumes({ slip, page, last }: { slip: Slip; page: SlipPage; last: boolean }): ReactNode {
  const { volumes } = slip;
  if (page.volumes.length === 0) return null;
  const bytes = volumes.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <table>
      <thead>
        <tr>
          <th>卷</th>
          <th>文件</th>
          <th className="figures">字节</th>
          <th>卷号（SM3 前 8 字节）</th>
          <th>回读</th>
          <th>接收核对</th>
        </tr>
      </thead>
      <tbody>
        {page.volumes.map((volume) => (
          <tr key={volume.number}>
            <td>
              {volume.number} / {volumes.length}
            </td>
            <td>
              <code>{volume.file}</code>
            </td>
            <td className="figures">{volume.bytes.toLocaleString('en').replaceAll(',', ' ')}</td>
            <td>
              {volume.writtenAt === '' ? (
                '（尚未写入）'
              ) : (
                <code>{volume.digest.slice(0, 16).toUpperCase().match(/.{4}/g)?.join(' ')}</code>
              )}
            </td>
            <td>{volume.writtenAt === '' ? '' : volume.cached ? '一致（缓存）' : '一致'}</td>
            <td>□ 一致</td>
          </tr>
        ))}
        {last ? (
          <tr>
            <td colSpan={2}>合计 {volumes.length} 卷</td>
            <td className="figures">{bytes.toLocaleString('en').replaceAll(',', ' ')}</td>
            <td colSpan={3}>
              {megabytes(bytes)} MB，{slip.recovery > 0 ? `含恢复数据 ${slip.recovery}%` : '无恢复数据'}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

function Sheets({ sheets, total }: { sheets: readonly string[]; total: number }): ReactNode {
  if (sheets.length === 0) return null;
  return (
    <div className="slip-sheets">
      <p>随送印章采集表原件 {total} 张，逐张清点：</p>
      <ul>
        {sheets.map((sheet) => (
          <li key={sheet}>
            □ <code>{sheet}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Signatures({ slip }: { slip: Slip }): ReactNode {
  return (
    <>
      <p className="slip-checks">
        接收检查：　□ 介质完好　□ 卷齐　□ 已查毒　□ 可读　□ 二维码与文件一致
        {slip.sheets.length > 0 ? '　□ 采集表张数相符' : ''}
      </p>
      <div className="paper-signs">
        <div>
          <p>
            交出人 <i className="blank" />
          </p>
          <p>
            日期 <i className="blank" />
          </p>
          <p className="seal-place">（交出单位盖章）</p>
        </div>
        <div>
          <p>
            接收人 <i className="blank" />
          </p>
          <p>
            日期 <i className="blank" />
          </p>
          <p className="seal-place">（接收单位盖章）</p>
        </div>
      </div>
      <p className="slip-note">
        备注 <i className="blank blank-long" />
      </p>
    </>
  );
}

function contentsOf({ counts }: Slip): string {
  const kinds = Object.entries(counts) as [keyof typeof recordKindNames, number][];
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  return `${kinds.map(([kind, count]) => `${recordKindNames[kind]} ${count}`).join('、')}，计 ${total} 项`;
}
