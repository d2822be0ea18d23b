import { QRCodeSVG } from '@rc-component/qrcode';
import type { ReactNode } from 'react';
import { type AnswerSheet, codesOnPage } from '../../../shared/exchange/answer-page.ts';
import { answerKindNames } from '../../../shared/exchange/methods.ts';
import { formatDate } from '../../components/text.tsx';
import { answerWords } from './answer-words.ts';
import { serial } from './LedgerPanel.tsx';
import './paper.css';

/** More packages than this are counted, not listed. */
const mostSerials = 8;

/** A receipt or decision on A4, six QR codes a page; who holds the paper reads what it is, only the department's station what it says. */
export function AnswerPaper({ sheet, printedBy }: { sheet: AnswerSheet; printedBy: string }): ReactNode {
  const pages = Array.from({ length: Math.ceil(sheet.codes.length / codesOnPage) }, (_, at) =>
    sheet.codes.slice(at * codesOnPage, (at + 1) * codesOnPage),
  );
  const { sequences } = sheet;
  const packages = `${sequences.slice(0, mostSerials).map(serial).join('、')}${sequences.length > mostSerials ? ` 等 ${sequences.length} 包` : ''}`;
  return pages.map((codes, at) => (
    <section className="courier-paper answer-paper" key={codes[0]}>
      <header>
        <h1>{answerKindNames[sheet.kind]}</h1>
        <p>
          <span>
            签发 <code>{formatDate(sheet.signedAt, true)}</code>
          </span>
          <span>
            编号 <code>{sheet.answer.slice(0, 8)}</code>
          </span>
          <span>
            <strong>第 {at + 1} 页</strong> 共 {pages.length} 页
          </span>
        </p>
      </header>
      <dl>
        <dt>发出</dt>
        <dd>{sheet.from}</dd>
        <dt>收件</dt>
        <dd>{sheet.to}</dd>
        <dt>上报包</dt>
        <dd>
          <code>{packages || '—'}</code>
        </dd>
        <dt>内容</dt>
        <dd>{answerWords(sheet)}</dd>
      </dl>
      <p className="answer-how">
        收件单位的交换员在“上报”页按
        F2，扫描、拍照收入本页及其余各页：不分先后，扫重了不会重复收，缺页会指出来。请勿折叠码面，不要在码上盖章、书写。
      </p>
      <div className="answer-codes">
        {codes.map((code, place) => (
          <figure key={code}>
            <QRCodeSVG value={code} level="M" marginSize={0} size={400} />
            <figcaption>{at * codesOnPage + place + 1} 号</figcaption>
          </figure>
        ))}
      </div>
      <footer>
        <span>驿递　打印人 {printedBy}　二维码已签名，并加密给收件单位，别的单位打不开</span>
        <span>
          第 {at + 1} 页 共 {pages.length} 页
        </span>
      </footer>
    </section>
  ));
}
