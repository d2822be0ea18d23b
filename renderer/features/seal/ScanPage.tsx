import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { isOpen } from '../../../shared/seal/look.ts';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { noSealWords, placesLeft } from '../../../shared/seal/page-words.ts';
import type { PageFinding } from '../../../shared/seal/scan.ts';
import { useAct } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { DropFiles } from '../../components/DropFiles.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { FocusFirst } from '../../components/FocusFirst.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { isTyping, type KeyAction, useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { formatDate } from '../../components/text.tsx';
import { ScannerBar } from '../scanner/ScannerBar.tsx';
import { useScannerSetup } from '../scanner/useScanner.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { CompareDialog } from './CompareDialog.tsx';
import { FormDialog } from './FormDialog.tsx';
import { ImprintCard, typesShown } from './ImprintCard.tsx';
import { InkChoice, inkAfter } from './InkChoice.tsx';
import { proposedTypes } from './NoteLine.tsx';
import { type Drawing, drawingKeys, firstOutline, outlineOf } from './OutlineEditor.tsx';
import { SheetStage } from './SheetStage.tsx';
import { SheetStrip, scanEndings } from './SheetStrip.tsx';
import { useBatchLook } from './useBatchLook.ts';
import { useImprintEdits } from './useImprintEdits.ts';
import { useNotes } from './useNotes.ts';
import { useBatch, useCleanPictures, useProposedTypes, useScanDesk } from './useScanDesk.ts';
import { useWatch } from './useWatch.ts';
import { WatchLine } from './WatchLine.tsx';
import './seal.css';

const keys = [
  ['ArrowUp ArrowDown', '换页'],
  ['1…9', '选印模'],
  ['ArrowLeft ArrowRight', '选类型'],
  ['Space', '确认类型'],
  ['Y', '采用识别'],
  ['N', '名称'],
  ['X', '非印章'],
  ['E', '改轮廓'],
  ['A', '补一枚'],
  ['P', '印采集表'],
] as const;

/** 扫描台: pages come in, every seal is judged while the person still stands at the scanner, and is confirmed by keys. */
export default function ScanPage(): ReactNode {
  const { id } = useParams();
  const { station, has } = useSession();
  const notify = useNotify();
  const { message } = App.useApp();
  const ask = useConfirm();
  const desk = useScanDesk(id);
  const batch = useBatch(desk.choose, desk.sheet?.id);
  const watch = useWatch(useScannerSetup().setup.folder, batch.running, batch.takeFrom);
  const { owed, known } = useProposedTypes();
  const clean = useCleanPictures();
  const confirm = useAct('seal.confirm');
  const drop = useAct('seal.drop');
  const remove = useAct('seal.remove');
  const redraw = useAct('seal.redraw');
  const keepAgain = useAct('seal.again');
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [outlines, setOutlines] = useState(true);
  const [mark, setMark] = useState(0);
  const [compared, setCompared] = useState<string | null>(null);
  const [forming, setForming] = useState(false);
  const [listing, setListing] = useState(false);
  const { print, sheet: paper } = usePrint();
  const { sheet, imprint } = desk;
  const keeper = has('sealKeeper');

  const { came } = batch;
  const look = useBatchLook(came, desk.all);
  useEffect(() => {
    const several = came?.asked && came.sheets.length + came.failed.length > 1;
    if (several && !isTyping(document.activeElement)) setListing(true);
  }, [came]);

  const notes = useNotes(sheet, desk.nextSheet);
  const { fieldsOf, type: typeIn, change, forget } = useImprintEdits(station.name, notes);
  const shownOf = (one: ImprintView): string[] =>
    typesShown(fieldsOf(one).licenseTypes, proposedTypes(notes[one.id]), owed);
  const takeNote = (): void => {
    if (!imprint || !isOpenOrPending(imprint)) return;
    const read = proposedTypes(notes[imprint.id]);
    if (read.length === 0) void message.info(`第 ${imprint.number} 枚：没有识别出证照，请对照注记选择`, 3);
    else change(imprint, { licenseTypes: [...new Set([...fieldsOf(imprint).licenseTypes, ...read])] });
  };
  const toggleMarked = (): void => {
    if (!imprint || !isOpenOrPending(imprint)) return;
    const fields = fieldsOf(imprint);
    const type = shownOf(imprint)[mark];
    if (!type) return;
    const licenseTypes = fields.licenseTypes.includes(type)
      ? fields.licenseTypes.filter((ticked) => ticked !== type)
      : [...fields.licenseTypes, type];
    change(imprint, { licenseTypes });
  };
  const lacking = (one: ImprintView): string => {
    const fields = fieldsOf(one);
    if (fields.licenseTypes.length === 0) return 'licenseTypes';
    return one.finding.verdict === 'warn' && !fields.acceptedBecause.trim() ? 'acceptedBecause' : '';
  };
  const goOn = async (): Promise<void> => {
    if (!sheet) return;
    const open = sheet.imprints.filter(isOpen);
    if (sheet.before && open.length > 0) {
      void message.warning('这张采集单已采集过：按 K 两次都留，或按 Delete 删除本页', 4);
      return;
    }
    const first = open.find((one) => lacking(one) !== '');
    if (first) {
      desk.setNumber(first.number);
      const ask = lacking(first) === 'licenseTypes' ? '请确认用于哪些证照' : '有需要留意之处，请写明为何可用';
      void message.warning(`第 ${first.number} 枚：${ask}`, 4);
      setTimeout(() => focusField(`${first.id}.${lacking(first)}`), 0);
      return;
    }
    for (const one of open) {
      const fields = fieldsOf(one);
      const reply = await confirm.run({
        id: one.id,
        ...fields,
        licenseTypes: [...fields.licenseTypes],
      });
      if (!reply.ok) return desk.setNumber(one.number);
      forget(one);
    }
    if (!desk.nextOpen(sheet.id)) notify.done(open.length > 0 ? '本页已确认，印模已送签批' : '没有待确认的页了');
  };
  const notSeal = async (): Promise<void> => {
    if (!imprint) return;
    const yes = await ask({
      title: `第 ${imprint.number} 枚不是印章？`,
      content: '从本页剔除，不送出；扫描件原样留存，剔除记入审计。',
      ok: '剔除',
      danger: true,
    });
    if (yes) await drop.run({ id: imprint.id });
  };
  const cut = async (drawn: Drawing | null): Promise<void> => {
    setDrawing(null);
    if (!drawn || !sheet) return;
    const reply = await redraw.run({ sheet: sheet.id, gone: [...drawn.gone], outlines: [...drawn.outlines] });
    if (!reply.ok) return;
    const added = reply.value.imprints.slice(-drawn.outlines.length);
    desk.setNumber(added[0]?.number ?? 0);
    notify.done(`已按手工定界切出第 ${added.map(({ number }) => number).join('、')} 枚`);
  };
  const removeSheet = async (): Promise<void> => {
    if (!sheet) return;
    const yes = await ask({
      title: `删除第 ${sheet.code.slice(-3)} 页？`,
      content: `连同页上 ${sheet.imprints.length} 枚印模一起删除，只限尚未送出的页。重扫前可先删除不合格的页。`,
      ok: '删除',
      danger: true,
    });
    if (yes) await remove.run({ sheet: sheet.id });
  };
  const seeBefore = (): void => {
    if (!sheet?.before) return;
    desk.setFilter('all');
    desk.choose(sheet.before.sheet);
  };
  const keepBoth = (): void => {
    if (sheet?.before) void keepAgain.run({ sheet: sheet.id });
  };
  const showClean = (): void => {
    if (!keeper || !sheet) return;
    if (sheet.imprints.some((one) => clean.urls[one.id])) clean.hide();
    else void clean.show(sheet.imprints);
  };
  const types = imprint ? shownOf(imprint).length : 0;
  useKeys({
    ArrowUp: unlessTyping(() => desk.step(-1)),
    ArrowDown: unlessTyping(() => desk.step(1)),
    ArrowLeft: unlessTyping(() => setMark((at) => Math.max(0, at - 1))),
    ArrowRight: unlessTyping(() => setMark((at) => Math.min(types - 1, at + 1))),
    Space: toggleMarked,
    Y: takeNote,
    P: () => setForming(true),
    L: came ? () => setListing(true) : undefined,
    T: () => imprint && document.querySelector<HTMLElement>(`[data-add-type="${imprint.id}"]`)?.click(),
    N: () => imprint && focusField(`${imprint.id}.name`),
    X: () => void notSeal(),
    E:
      imprint && isChangeable(imprint)
        ? () => setDrawing({ outlines: [outlineOf(imprint.finding)], gone: [imprint.id] })
        : undefined,
    A: sheet
      ? () => setDrawing({ outlines: [firstOutline(sheet.page, placesLeft(sheet.page, sheet.imprints))], gone: [] })
      : undefined,
    D: imprint?.like ? () => setCompared(imprint.like?.imprint ?? null) : undefined,
    G: sheet?.before ? seeBefore : undefined,
    K: sheet?.before ? keepBoth : undefined,
    I: () => batch.setInk(inkAfter(batch.ink)),
    O: () => setOutlines(true),
    R: () => setOutlines(false),
    V: keeper ? showClean : undefined,
    Delete: unlessTyping(() => void removeSheet()),
    'Ctrl+S': () => notify.done('每一处改动都已保存'),
    'Ctrl+Enter': () => void goOn(),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [String(i + 1), () => desk.setNumber(i + 1)])),
  });

  const open = sheet?.imprints.filter(isOpen).length ?? 0;
  const again = sheet?.imprints.filter(({ finding }) => finding.verdict === 'reject').length ?? 0;
  const form = (
    <>
      <FormDialog open={forming} onClose={() => setForming(false)} owed={owed} known={known} onPrint={print} />
      {paper}
      <BatchDialog
        open={listing && came !== null}
        look={look}
        onOpen={(one) => {
          setListing(false);
          desk.setFilter('all');
          desk.choose(one.id);
        }}
        onClose={() => setListing(false)}
      />
    </>
  );
  if (desk.sheets.loading) return <Page>{null}</Page>;
  if (desk.all.length === 0 && !batch.running) {
    return (
      <Page
        keys={[
          ['P', '印采集表'],
          ['F9', '扫描'],
          ['F8', '扫描仪与方案'],
          ['W', '监视文件夹'],
          ['Ctrl+V', '粘贴'],
          ['F1', '本页说明'],
        ]}
      >
        <PageHead title="扫描台" />
        <FailureNote failure={desk.sheets.failure} />
        <FocusFirst className="scan-begin">
          <DropFiles
            large
            title="把印章采集表的扫描件拖到这里，或点此选择，也可以 Ctrl+V 粘贴"
            hint="A4 白纸上先画范围，章盖在范围里，下方写明用于哪些证照；300–600 dpi 彩色扫描，PNG、JPEG、TIFF、BMP、PDF"
            accept={scanEndings}
            limitMb={120}
            onFiles={(files) => void batch.take(files)}
          />
          <div className="row scan-begin-choice">
            <InkChoice batch={batch} />
            <Button onClick={() => setForming(true)}>
              印采集表 <Keycap name="P" />
            </Button>
          </div>
          <div className="scan-begin-more">
            <ScannerBar busy={batch.running} onScan={(profile) => void batch.scan(profile)} />
            <WatchLine watch={watch} />
          </div>
          {batch.failed.map(({ key, message }) => (
            <p key={key} className="bad" role="alert">
              {message}
            </p>
          ))}
        </FocusFirst>
        {form}
      </Page>
    );
  }
  return (
    <Page
      keys={drawing ? drawingKeys : keys}
      actions={
        <>
          <span>
            已定 <span className="mono">{desk.counts.all - desk.counts.open}</span>{' '}
            <span className="faint mono">/ {desk.counts.all}</span>
          </span>
          {open > 0 ? (
            <BarFact>
              <span className="warn">{open} 枚待确认</span>
            </BarFact>
          ) : null}
          {again > 0 ? (
            <BarFact>
              <span className="bad">{again} 枚须重扫</span>
            </BarFact>
          ) : null}
          <Button type="primary" disabled={!sheet || confirm.busy} onClick={() => void goOn()}>
            {open > 0 ? '确认本页，下一页' : '下一页'} <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <div className="scan-desk">
        <SheetStrip
          sheets={desk.shown}
          counts={desk.counts}
          filter={desk.filter}
          onFilter={desk.setFilter}
          selected={sheet?.id ?? ''}
          onSelect={desk.choose}
          batch={batch}
          watch={watch}
          onList={came ? () => setListing(true) : undefined}
          toLook={look.lines.length}
        />
        {sheet ? (
          <SheetStage
            sheet={sheet}
            selected={imprint?.number ?? 0}
            onSelect={desk.setNumber}
            outlines={outlines}
            onOutlines={setOutlines}
            drawing={drawing}
            onDrawn={(drawn) => void cut(drawn)}
            onBefore={seeBefore}
            onKeep={keepBoth}
            onRemove={() => void removeSheet()}
          />
        ) : (
          <section className="sheet-stage" />
        )}
        <section className="imprint-list" data-panel tabIndex={-1}>
          <PageHead title="印模" sub={<span>原大 1:1 · 屏幕按 96 dpi</span>}>
            {clean.loggedAt ? (
              <span className="secondary small">净图查看已记入审计 {formatDate(clean.loggedAt, true).slice(-5)}</span>
            ) : null}
            {keeper && sheet ? (
              <Button size="small" onClick={showClean}>
                {sheet.imprints.some((one) => clean.urls[one.id]) ? '收起净图' : '看净图'} <Keycap name="V" />
              </Button>
            ) : null}
          </PageHead>
          <div className="imprint-cards scroll">
            {sheet && sheet.imprints.length === 0 ? (
              <NoSeal page={sheet.page} onRemove={() => void removeSheet()} />
            ) : null}
            {sheet?.imprints.map((one) => (
              <ImprintCard
                key={one.id}
                imprint={one}
                fields={fieldsOf(one)}
                note={notes[one.id]}
                proposed={owed}
                known={known}
                active={one.id === imprint?.id}
                mark={mark}
                cleanUrl={clean.urls[one.id]}
                onSelect={() => desk.setNumber(one.number)}
                onCompare={() => setCompared(one.like?.imprint ?? null)}
                onType={(patch) => typeIn(one, patch)}
                onChange={(patch) => change(one, patch)}
              />
            ))}
          </div>
        </section>
      </div>
      {imprint ? <CompareDialog imprint={imprint} earlier={compared} may onClose={() => setCompared(null)} /> : null}
      {form}
    </Page>
  );
}

/** Keys that mean something else inside a text. */
const unlessTyping =
  (act: () => void): KeyAction =>
  (event) => {
    if (isTyping(event.target)) return false;
    act();
    return true;
  };

/** Nothing of it has been sent. */
const isChangeable = ({ state }: ImprintView): boolean => state === 'draft' || state === 'pending';

const isOpenOrPending = (imprint: ImprintView): boolean => isOpen(imprint) || imprint.state === 'pending';

function NoSeal({ page, onRemove }: { page: PageFinding; onRemove: () => void }): ReactNode {
  return (
    <div className="empty">
      <h3>本页没有找到印章</h3>
      <p>{noSealWords(page)}</p>
      <div className="empty-actions">
        <Button onClick={onRemove}>
          删除本页 <Keycap name="Delete" />
        </Button>
      </div>
    </div>
  );
}
