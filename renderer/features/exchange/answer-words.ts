import type { AnswerSheet, ScannedAnswerPage } from '../../../shared/exchange/answer-page.ts';

type Counts = Pick<AnswerSheet, 'accepted' | 'returned' | 'stored'> &
  Partial<Pick<AnswerSheet, 'kind' | 'received' | 'rejected'>>;

/** 通过 10 件，退回 2 件; of a receipt 签收 12 项，隔离 1 条 */
export function answerWords({ kind, received = 0, rejected = 0, accepted, returned, stored }: Counts): string {
  if (kind === 'receipt') return `签收 ${received} 项${rejected > 0 ? `，隔离 ${rejected} 条` : ''}`;
  const parts = [
    accepted > 0 ? `通过 ${accepted} 件` : '',
    returned > 0 ? `退回 ${returned} 件` : '',
    stored > 0 ? `入库 ${stored} 件` : '',
  ];
  return parts.filter(Boolean).join('，');
}

/** What became of a scanned page in one word. */
export function pageWord(page: ScannedAnswerPage): readonly [word: string, tone: 'plain' | 'warn' | 'bad'] {
  if (page.message !== '') return ['没读出', 'bad'];
  if (page.unread > 0) return ['有码看不清', 'warn'];
  if (page.found.length === 0) return ['没有码', 'warn'];
  return page.found.every(({ codes }) => codes === 0) ? ['重复', 'plain'] : ['已读', 'plain'];
}
