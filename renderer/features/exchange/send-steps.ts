import type { Outbox } from '../../../shared/exchange/approval.ts';
import type { SentPackage } from '../../../shared/exchange/package.ts';
import { formatDate, megabytes } from '../../components/text.tsx';
import type { Sign } from './ApprovalPanel.tsx';
import type { SendStep } from './StepStrip.tsx';

interface Primary {
  readonly word: string;
  readonly run: () => void;
}

/** The one thing to do now, by where the package stands and by the user's roles; null = nothing for this user. */
export function primaryOf(now: {
  away: SentPackage | null;
  total: number;
  ready: number;
  urgent: boolean;
  outbox: Outbox;
  officer: boolean;
  head: Sign;
  secrecy: Sign;
  seal: () => Promise<void>;
  choose: (sent: SentPackage) => void;
  /** What choosing a medium writes, in words. */
  writing: string;
  paper: () => void;
  enrol: () => void;
  courier: string;
  handOver: (sent: SentPackage) => Promise<void>;
}): Primary | null {
  const { away, officer, outbox } = now;
  if (away && officer) {
    if (away.step === 'sealed') return { word: now.writing, run: () => now.choose(away) };
    if (now.courier === '') return { word: '填送件人', run: () => document.getElementById('courier')?.focus() };
    return { word: '登记送出', run: () => void now.handOver(away) };
  }
  if (now.total === 0) return null;
  if (now.head.may && now.head.count > 0)
    return { word: `同意上报（${now.head.count} 项）`, run: () => void now.head.run() };
  if (now.secrecy.may && now.secrecy.count > 0)
    return { word: `审为非涉密（${now.secrecy.count} 项）`, run: () => void now.secrecy.run() };
  if (!officer) return null;
  if (now.ready > 0 && !outbox.recipient) return { word: '先办单位接入', run: now.enrol };
  if (now.ready > 0)
    return { word: `${now.urgent ? '封装急件' : '封装'}（${now.ready} 项）`, run: () => void now.seal() };
  return outbox.lacking.head > 0 || outbox.lacking.secrecy > 0 ? { word: '登记纸质审批单', run: now.paper } : null;
}

/** The five steps and how far each has come. */
export function stepsOf(outbox: Outbox, away: SentPackage | null, total: number, ready: number): SendStep[] {
  const signed = outbox.approvals[0];
  const at = away ? (away.step === 'sealed' ? 3 : 4) : total === 0 ? -1 : ready === 0 ? 0 : ready < total ? 1 : 2;
  const facts = [
    !away && signed && ready > 0
      ? formatDate(signed.at, false, true)
      : away
        ? formatDate(away.createdAt, false, true)
        : total > 0
          ? `待签 ${total}`
          : '',
    away ? `${away.records} 项` : total > 0 ? `${ready} / ${total} 项` : '',
    away ? `${megabytes(away.bytes)} MB` : '',
    away?.writtenAt ? formatDate(away.writtenAt, true, true) : '',
    '',
  ];
  return ['审批与保密审查', '核对待发清单', '封装', '写入介质', '取出与交接'].map((title, index) => ({
    title,
    fact: facts[index] ?? '',
    state: index < at ? 'done' : index === at ? 'now' : 'next',
  }));
}
