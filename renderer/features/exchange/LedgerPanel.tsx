import type { ReactNode } from 'react';
import type { Outbox } from '../../../shared/exchange/approval.ts';
import type { SentPackage } from '../../../shared/exchange/package.ts';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DotWord, formatDate, Tag, type Tone } from '../../components/text.tsx';
import { StepLine } from './StepLine.tsx';
import './send.css';

interface LedgerPanelProps {
  readonly packages: readonly SentPackage[];
  readonly outbox: Outbox;
  readonly onOpen: (sent: SentPackage) => void;
}

/** 上报包: the one being prepared, and every one that was sealed, newest first, each with its step line. */
export function LedgerPanel({ packages, outbox, onOpen }: LedgerPanelProps): ReactNode {
  const waiting = outbox.totals.reduce((sum, one) => sum + one.total, 0);
  return (
    <Panel title="上报包" count={packages.length} extra="状态以签名回执为准" fill>
      <ul className="ledger scroll grow" data-list>
        {waiting > 0 ? (
          <li className="ledger-next">
            <div className="ledger-head">
              <span className="mono strong">{serial(outbox.nextSequence)}</span>
              <DotWord tone="plain">准备中</DotWord>
              <span className="secondary cut">{waiting} 项待送出</span>
            </div>
            <StepLine step={null} />
          </li>
        ) : null}
        {packages.map((sent) => {
          const { tone, word, detail, at } = wordsOf(sent);
          return (
            <li key={sent.id}>
              <button type="button" className="ledger-row" onClick={() => onOpen(sent)} title="打开这一包">
                <span className="ledger-head">
                  <span className="mono strong">{serial(sent.sequence)}</span>
                  {sent.urgent ? <Tag tone="warn">急件</Tag> : null}
                  {sent.epoch === outbox.epoch ? null : <Tag>恢复前</Tag>}
                  <DotWord tone={tone}>{word}</DotWord>
                  <span className="secondary cut grow">{detail}</span>
                  <span className="mono small secondary">{formatDate(at, true, true)}</span>
                </span>
                <StepLine step={sent.step} />
              </button>
            </li>
          );
        })}
        {packages.length === 0 && waiting === 0 ? (
          <Empty title="还没有上报包" hint="把填好的资源目录、证照或印模送签批，就会列在左边的待发清单里。" />
        ) : null}
      </ul>
    </Panel>
  );
}

/** 0008 */
export function serial(sequence: number): string {
  return String(sequence).padStart(4, '0');
}

/** Another package took over what this one carries, and nobody has signed for this one. */
export function isReplaced({ replacedBy, receivedAt }: Pick<SentPackage, 'replacedBy' | 'receivedAt'>): boolean {
  return replacedBy > 0 && receivedAt === '';
}

/** A package's state in words: what it waits for, or what the bureau has said of its records. */
export function wordsOf(sent: SentPackage): { tone: Tone; word: string; detail: string; at: string } {
  const { accepted = 0, returned = 0, stored = 0, received = 0, sent: open = 0, superseded = 0 } = sent.states;
  if (isReplaced(sent))
    return {
      tone: 'plain',
      word: '已另装',
      detail: `未签收的随 ${serial(sent.replacedBy)} 号包重送`,
      at: sent.handedAt || sent.createdAt,
    };
  if (sent.oldKeys && sent.receivedAt === '')
    return {
      tone: 'warn',
      word: '密钥已换',
      detail: '收件方换了密钥，可能打不开，请另装新包',
      at: sent.handedAt || sent.createdAt,
    };
  switch (sent.step) {
    case 'sealed': {
      if (sent.salvagedAt !== '')
        return {
          tone: 'warn',
          word: '须重送',
          detail: `途中损坏，余 ${open} 项未收到，请重写介质`,
          at: sent.salvagedAt,
        };
      const written = sent.volumes.filter(({ writtenAt }) => writtenAt !== '').length;
      const detail = written > 0 ? `已写 ${written} / ${sent.volumes.length} 卷` : `${sent.records} 项已封装`;
      return { tone: 'warn', word: '待写介质', detail, at: sent.createdAt };
    }
    case 'written':
      return { tone: 'blue', word: '待送出', detail: '已写入介质，回读一致', at: sent.writtenAt };
    case 'handed':
      return { tone: 'blue', word: '在途', detail: `${sent.courier} 送往${sent.recipient}`, at: sent.handedAt };
    case 'received':
      return {
        tone: 'plain',
        word: '已签收',
        detail: tally([
          ['待审', received + open],
          ['退回', returned],
          ['已有新版', superseded],
        ]),
        at: sent.receivedAt,
      };
    case 'reviewed': {
      const waiting = received + open;
      const none = superseded === sent.records;
      return {
        tone: none ? 'plain' : returned > 0 ? 'bad' : waiting > 0 ? 'blue' : 'good',
        word: none ? '已有新版' : waiting > 0 ? '审核中' : returned > 0 ? '有退回' : '审核通过',
        detail: tally([
          ['通过', accepted],
          ['退回', returned],
          ['待审', waiting],
          ['入库', stored],
          [none ? '由后面的包送到新版' : '已有新版', superseded],
        ]),
        at: sent.receivedAt || sent.createdAt,
      };
    }
    case 'stored':
      return { tone: 'good', word: '已入库', detail: `${stored} 项`, at: sent.receivedAt };
  }
}

function tally(parts: readonly (readonly [word: string, count: number])[]): string {
  return parts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count}`)
    .join(' · ');
}
