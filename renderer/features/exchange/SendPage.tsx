import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Outbox } from '../../../shared/exchange/approval.ts';
import type { Slip } from '../../../shared/exchange/medium.ts';
import type { Sealing, SentPackage } from '../../../shared/exchange/package.ts';
import { volumeSizes } from '../../../shared/exchange/volume-size.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { Mono, megabytes, Tag } from '../../components/text.tsx';
import { AnswersDialog } from './AnswersDialog.tsx';
import { ApprovalPanel, useSign } from './ApprovalPanel.tsx';
import { ApprovalPaper } from './ApprovalPaper.tsx';
import { DiscDialog } from './DiscDialog.tsx';
import { type Said, wrongIn } from './HandOverFields.tsx';
import { isReplaced, LedgerPanel, serial } from './LedgerPanel.tsx';
import { MediaDialog } from './MediaDialog.tsx';
import { MediumPanel, wordOfWriting } from './MediumPanel.tsx';
import { HeldPanel, PendingPanel } from './OutboxPanels.tsx';
import { PackageDialog } from './PackageDialog.tsx';
import { PaperDialog } from './PaperDialog.tsx';
import { SealingPanel } from './SealingPanel.tsx';
import { SlipPaper } from './SlipPaper.tsx';
import { StepStrip } from './StepStrip.tsx';
import { primaryOf, stepsOf } from './send-steps.ts';
import { volumeNumbers, volumesToWrite } from './volume-words.ts';
import './send.css';

const nothing: Outbox = {
  items: [],
  totals: [],
  held: [],
  heldTotal: 0,
  unsubmitted: [],
  approvals: [],
  lacking: { head: 0, secrecy: 0 },
  ready: 0,
  urgent: { total: 0, ready: 0 },
  epoch: 0,
  nextSequence: 1,
  previousSequence: 0,
  recipient: null,
  sealing: { volumeSize: volumeSizes.fat32, recovery: 10 },
};

const unsaid: Said = { courier: '', courierId: '', virusProgram: '', virusAt: '', secrecy: '非涉密', medium: '' };

/** The media of a slip; one that has its number from the officer only is among them. */
function mediaWith(slip: Slip, { medium }: Said): Slip['media'] {
  return slip.media.length > 0 || medium === '' ? slip.media : [{ number: medium, kind: 'other', model: '' }];
}

/** Volumes of a package that are to be written, or that this visit wrote. */
interface Run {
  readonly id: string;
  readonly volumes: readonly number[];
  readonly done: boolean;
}

/** 上报: from the signatures to the medium in the courier's hand, and back with the receipt. */
export default function SendPage(): ReactNode {
  const { has, user } = useSession();
  const notify = useNotify();
  const navigate = useNavigate();
  const outboxCall = useCall('exchange.outbox', {});
  const packagesCall = useCall('exchange.packages', {});
  const pack = useJob('exchange.pack', { failures: 'page' });
  const write = useJob('exchange.write', { failures: 'page' });
  const leftovers = useCall('exchange.leftovers', {}, { when: has('exchangeOfficer') });
  const cleared = useRef(0);
  const [paper, setPaper] = useState(false);
  const [answers, setAnswers] = useState(false);
  const [choosing, setChoosing] = useState<{ sent: SentPackage; volumes: number[] } | null>(null);
  const [openId, setOpenId] = useState('');
  const [said, setSaid] = useState<Said | null>(null);
  const [disc, setDisc] = useState('');
  const [book, setBook] = useState(false);
  const { print, sheet } = usePrint();
  const hand = useAct('exchange.handOver');
  const readSlip = useAct('exchange.slip');
  const readSheet = useAct('exchange.approvalSheet');
  const [sealing, setSealing] = useState<Sealing | null>(null);
  const [wishUrgent, setUrgent] = useState(false);
  const [ticked, setTicked] = useState<string[]>([]);
  const [run, setRun] = useState<Run | null>(null);

  // The core tells of leftovers once; the page keeps saying it while it is open.
  cleared.current = Math.max(cleared.current, leftovers.data?.removed.length ?? 0);
  const outbox = outboxCall.data ?? nothing;
  const packages = packagesCall.data?.packages ?? [];
  const officer = has('exchangeOfficer');
  const head = useSign('head', outbox);
  const secrecy = useSign('secrecy', outbox);
  const total = outbox.totals.reduce((sum, one) => sum + one.total, 0);
  const urgent = wishUrgent && outbox.urgent.total > 0;
  const ready = urgent ? outbox.urgent.ready : outbox.ready;
  // A sealed package goes first: the next one is sealed when this one is on its way.
  const away =
    packages.find(
      (sent) => (sent.step === 'sealed' || sent.step === 'written') && sent.kept && !isReplaced(sent) && !sent.oldKeys,
    ) ?? null;

  const wasRestored = outbox.previousSequence === 0 && packages.length > 0;

  // What is written again stays in view until it is put away.
  const onDesk = packages.find((sent) => sent.id === run?.id) ?? away;
  const slip = useCall('exchange.slip', { package: onDesk?.id ?? '' }, { when: onDesk !== null }).data;
  const handing: Said = said ?? {
    ...unsaid,
    medium: slip?.nextMedium ?? '',
    virusProgram: slip?.usualVirusProgram ?? '',
  };
  const printSlip = (of: Slip): void => print(<SlipPaper slip={of} printedBy={user.name} />);
  const printThis = (): void => {
    if (slip) printSlip({ ...slip, handOver: handing, media: mediaWith(slip, handing) });
  };

  const seal = async (): Promise<void> => {
    const { volumeSize, recovery } = sealing ?? outbox.sealing;
    setRun(null);
    const reply = await pack.run({ recovery, urgent, ...(volumeSize === null ? {} : { volumeSize }) });
    if (!reply.ok) return;
    setUrgent(false);
    notify.done(`上报包 ${serial(reply.value.sequence)} 已封装`);
  };
  const choose = (sent: SentPackage, files: readonly string[]): void =>
    setChoosing({ sent, volumes: volumesToWrite(sent, files) });
  const writeTo = async ({ id }: SentPackage, volumes: number[], folder: string): Promise<void> => {
    setRun({ id, volumes, done: false });
    const reply = await write.run({ package: id, to: folder, volumes });
    if (!reply.ok) return;
    setRun({ id, volumes, done: true });
    setTicked([]);
  };
  const handOver = async (sent: SentPackage): Promise<void> => {
    const { medium, ...rest } = handing;
    const numbered = slip !== undefined && slip.media.length > 0;
    if (handing.courier.trim() === '' || Object.keys(wrongIn(handing, slip)).length > 0)
      return document.getElementById('courier')?.focus();
    const reply = await hand.run({ package: sent.id, ...rest, ...(numbered || medium === '' ? {} : { medium }) });
    if (!reply.ok) return;
    notify.done(`上报包 ${serial(sent.sequence)} 已登记送出`);
    setSaid(null);
    setRun(null);
  };
  const primary = primaryOf({
    away,
    total,
    ready,
    urgent,
    outbox,
    officer,
    head,
    secrecy,
    seal,
    choose: (sent) => choose(sent, ticked),
    writing: away ? wordOfWriting(away, ticked) : '',
    paper: () => setPaper(true),
    enrol: () => navigate('/enrol'),
    courier: handing.courier.trim(),
    handOver,
  });
  const printApproval = async (): Promise<void> => {
    const reply = await readSheet.run({});
    if (reply.ok) print(<ApprovalPaper sheet={reply.value} printedBy={user.name} />);
  };
  const busy = pack.busy || write.busy;
  useKeys({
    'Ctrl+Enter': primary && !busy ? () => primary.run() : undefined,
    F2: () => setAnswers(true),
    F3: () => setBook(true),
    'Ctrl+P': onDesk && slip ? printThis : total > 0 ? () => void printApproval() : undefined,
  });

  return (
    <Page
      spaced
      keys={[
        ['F2', '收回执'],
        ['F3', '介质登记簿'],
        ['Ctrl+P', onDesk ? '打印交接单' : '打印审批单'],
        ['F6', '下一区'],
        ['Ctrl+K', '跳转'],
        ['F1', '本页说明'],
      ]}
      actions={
        primary ? (
          <Button type="primary" disabled={busy} onClick={primary.run}>
            {primary.word} <Keycap name="Ctrl+Enter" />
          </Button>
        ) : undefined
      }
    >
      <PageHead title="上报" sub={<HeadFacts outbox={outbox} away={away} />}>
        <Button onClick={() => setBook(true)}>
          介质登记簿 <Keycap name="F3" />
        </Button>
        <Button onClick={() => setAnswers(true)}>
          收回执 <Keycap name="F2" />
        </Button>
      </PageHead>
      <StepStrip steps={stepsOf(outbox, away, total, ready)} />
      <FailureNote
        failure={
          outboxCall.failure ?? packagesCall.failure ?? (pack.failure?.code === 'cancelled' ? null : pack.failure)
        }
      />
      {cleared.current > 0 ? (
        <p className="send-notice">
          上次封装中断，留下的 {cleared.current} 个未完成文件已清除，记录没有变化；请重新封装。
        </p>
      ) : null}
      {wasRestored ? (
        <p className="send-notice">
          本站由备份恢复，包号从 0001
          重新计。备份之后送出过的记录在这里仍是“待签批”，照常再送即可：主管部门凭版本识别，不会收重；备份之后又改过的，若与已收的不符，会退回并写明。
        </p>
      ) : null}
      <div className="send-grid">
        <div className="send-main">
          {onDesk ? (
            <MediumPanel
              sent={onDesk}
              write={write}
              run={run?.id === onDesk.id ? run : null}
              may={officer}
              ticked={ticked}
              onTick={setTicked}
              slip={slip}
              said={handing}
              onSaid={setSaid}
              onHandOver={() => void handOver(onDesk)}
              onPrint={printThis}
              onChoose={() => choose(onDesk, ticked)}
              onDisc={() => setDisc(onDesk.id)}
              onClose={() => setRun(null)}
            />
          ) : officer && (total > 0 || pack.busy) ? (
            <SealingPanel
              outbox={outbox}
              sealing={sealing ?? outbox.sealing}
              onSealing={setSealing}
              urgent={urgent}
              onUrgent={setUrgent}
              pack={pack}
            />
          ) : null}
          {onDesk && total === 0 ? null : (
            <ApprovalPanel outbox={outbox} onPaper={() => setPaper(true)} onPrint={() => void printApproval()} />
          )}
          <div className="send-lists">
            <PendingPanel outbox={outbox} />
            <HeldPanel outbox={outbox} />
          </div>
        </div>
        <LedgerPanel packages={packages} outbox={outbox} onOpen={(sent) => setOpenId(sent.id)} />
      </div>
      <PaperDialog open={paper} outbox={outbox} onClose={() => setPaper(false)} />
      <DiscDialog
        sent={packages.find((sent) => sent.id === disc) ?? null}
        volumes={onDesk ? volumesToWrite(onDesk, ticked) : []}
        onClose={() => setDisc('')}
      />
      <MediaDialog open={book} onClose={() => setBook(false)} onPrint={print} />
      <AnswersDialog open={answers} onClose={() => setAnswers(false)} />
      <PackageDialog
        sent={packages.find((sent) => sent.id === openId) ?? null}
        may={officer}
        onWrite={(sent, files) => {
          setOpenId('');
          choose(sent, files);
        }}
        onPrint={(id) => {
          setOpenId('');
          void readSlip.run({ package: id }).then((reply) => reply.ok && printSlip(reply.value));
        }}
        onClose={() => setOpenId('')}
      />
      {sheet}
      <PlacePicker
        open={choosing !== null}
        title={choosing ? titleOf(choosing.sent, choosing.volumes) : ''}
        pick="folder"
        write
        onPick={([folder]) => {
          if (choosing && folder) void writeTo(choosing.sent, choosing.volumes, folder);
        }}
        onClose={() => setChoosing(null)}
      />
    </Page>
  );
}

function titleOf({ sequence, volumes: all }: SentPackage, volumes: readonly number[]): string {
  const chosen = all.filter(({ number }) => volumes.includes(number));
  const which = chosen.length < all.length ? ` 第 ${volumeNumbers(volumes)} 卷` : '';
  const bytes = chosen.reduce((sum, volume) => sum + volume.bytes, 0);
  return `选写入上报包 ${serial(sequence)}${which}的介质（需 ${megabytes(bytes)} MB）`;
}

function HeadFacts({ outbox, away }: { outbox: Outbox; away: SentPackage | null }): ReactNode {
  const navigate = useNavigate();
  const sequence = away ? away.sequence : outbox.nextSequence;
  return (
    <>
      <span>
        上报包 <Mono>{serial(sequence)}</Mono>
      </span>
      {sequence > 1 ? (
        <span>
          前一包 <Mono>{serial(sequence - 1)}</Mono>
        </span>
      ) : null}
      {outbox.recipient ? (
        <span>
          收件 {outbox.recipient.name}{' '}
          {outbox.recipient.state === 'unverified' ? <Tag tone="warn">指纹未核对</Tag> : null}
        </span>
      ) : (
        <>
          <Tag tone="warn">尚未接入主管部门</Tag>
          <button type="button" className="link" onClick={() => navigate('/enrol')}>
            去单位接入
          </button>
        </>
      )}
    </>
  );
}
