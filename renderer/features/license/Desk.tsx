import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { archiveText } from '../../../shared/license/license.ts';
import { piecesOf } from '../../../shared/license/pieces.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { colours } from '../../app/theme.ts';
import { useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { useUnsaved } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { focusNextMark } from '../../components/FindingList.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { BarFact, Page } from '../../components/Page.tsx';
import { Mono, Tag } from '../../components/text.tsx';
import { DuplicateDialog } from './DuplicateDialog.tsx';
import { EntryForm } from './EntryForm.tsx';
import type { Queue } from './entry-desk.ts';
import { pagesOf } from './entry-values.ts';
import { faceLines } from './lines.ts';
import { RecentList } from './RecentList.tsx';
import { type Scan, ScanPane, useScan } from './ScanPane.tsx';
import type { ScanMarks } from './ScanView.tsx';
import { SetAsideDialog } from './SetAsideDialog.tsx';
import { ThumbStrip } from './ThumbStrip.tsx';
import { useEntryDesk } from './useEntryDesk.ts';
import { useProposals } from './useProposals.ts';
import { zoneIn } from './zones.ts';

interface DeskProps {
  readonly type: LicenseType;
  readonly queue: Queue | null;
  /** A license that is opened by itself, to be corrected. */
  readonly recordId: string | null;
  /** The field to begin with. */
  readonly field: string;
  /** The choice of batches, at the head. */
  readonly chooser: ReactNode;
  readonly onLeave: () => void;
  /** To the arrangement of the batch's pages. */
  readonly onArrange: () => void;
  /** Back to the choice of type and batch. */
  readonly onStart: () => void;
}

/** The entry desk: scan left, form right, everything by keyboard. */
export function Desk({ type, queue, recordId, field, chooser, onLeave, onArrange, onStart }: DeskProps): ReactNode {
  const client = useClient();
  const navigate = useNavigate();
  const desk = useEntryDesk(type, queue, recordId, field);
  const { license, current } = desk;
  const [aside, setAside] = useState(false);
  const [viewScale, setViewScale] = useState(0);
  const [sheet, setSheet] = useState(0);
  const blob = current.blobs[Math.min(sheet, current.blobs.length - 1)];
  const { scan, turn } = useScan(blob);
  const pace = useCall('entry.pace', { type: type.name });
  useUnsaved(desk.dirty && !desk.finished);

  const ids = current.pages.map((page) => page.id);
  const pieces = piecesOf(queue?.pages ?? [], ids);
  const at = pieces.findIndex((piece) => piece.pages.some((page) => ids.includes(page.id)));
  const openPiece = (index: number): void => {
    const piece = pieces[index];
    setSheet(0);
    if (piece?.pages[0] && queue) void desk.open(pagesOf(queue.pages, piece.pages[0]));
  };
  useKeys({
    'Ctrl+Enter': () => void desk.save('pending'),
    F4: desk.carryOver,
    'Shift+F4': desk.togglePin,
    F8: () => setAside(true),
    F6: () => focusNextMark(),
    PageDown: () => (at >= 0 && at < pieces.length - 1 ? openPiece(at + 1) : undefined),
    PageUp: () => (at > 0 ? openPiece(at - 1) : undefined),
    'Alt+J': desk.joinNext,
    'Alt+Z': () => void desk.sayAsOnPaper(blob === undefined ? null : pictureOf(type, desk.focus, blob, sheet, scan)),
    'Alt+B': onStart,
    'Alt+P': queue
      ? async () => {
          if (desk.dirty && !desk.finished) await desk.save('draft');
          onArrange();
        }
      : undefined,
    'Alt+D': () => desk.showDoubles(true),
    'Alt+ArrowRight': () => setSheet((sheet + 1) % Math.max(1, current.blobs.length)),
  });

  const nextPage = pieces[at + 1]?.pages[0];
  const next = nextPage?.blob;
  const withheld = useCall('keying.rules', {}).data?.reading === 'withheld';
  const proposals = useProposals(
    type,
    sheet === 0 && scan && blob && !desk.finished ? { blob, rotation: scan.place.rotation } : null,
    nextPage && nextPage.record === null ? nextPage : null,
    desk.focus.replace(/^face\./, ''),
    (key) => (license.face[key] ?? '') === '' || (withheld && isCritical(type, key)),
    (key) => license.from[key] === '沿用',
  );
  const marks = useMemo((): ScanMarks | null => {
    if (sheet > 0) return null;
    const keys = (level: string) =>
      new Set(
        type.fields
          .filter((one) => desk.messages(`face.${one.key}`).some((message) => message.level === level))
          .map((one) => one.key),
      );
    return {
      focus: desk.focus.replace(/^face\./, ''),
      done: new Set(Object.keys(license.face).filter((key) => license.face[key] !== '')),
      errors: keys('error'),
      warnings: keys('warning'),
      found: (key) => proposals.of(key)?.zone ?? null,
    };
  }, [sheet, type.fields, desk, license.face, proposals]);

  const total = faceLines(type).length;
  const recent = (pace.data?.recent ?? []).filter((row) => row.id !== current.id);
  const archive = archiveText(license.stock.archive);
  return (
    <Page
      keys={[
        ['Tab', '采用识读、补全'],
        ['F3', '连采到存疑处'],
        ['Enter', '下一项'],
        ['F4', '沿用上条'],
        ['F8', '待查'],
        ['Ctrl+S', '暂存'],
        ['F1', '全部按键'],
      ]}
      actions={
        <>
          {desk.hint ? <span className="warn">{desk.hint}</span> : null}
          {archive ? (
            <BarFact>
              档号 <Mono>{archive}</Mono>
            </BarFact>
          ) : null}
          {queue ? (
            <BarFact>
              <span className="desk-count">
                <Mono>
                  {at + 1} <span className="faint">/ {pieces.length}</span>
                </Mono>
                <Progress
                  percent={(queue.batch.done / Math.max(1, queue.batch.pages)) * 100}
                  showInfo={false}
                  strokeColor={colours.ink}
                  strokeLinecap="butt"
                  size={[72, 4]}
                />
              </span>
            </BarFact>
          ) : (
            <BarFact>
              今日 <Mono>{pace.data?.today ?? 0}</Mono> 件
            </BarFact>
          )}
          {pace.data && pace.data.perHour > 0 ? (
            <BarFact>
              <Mono>{pace.data.perHour}</Mono> 件/时
            </BarFact>
          ) : null}
          <BarFact>
            {desk.errors > 0 ? (
              <span className="bad">
                {desk.errors} 处错误 <Keycap name="F6" />
              </span>
            ) : current.remarks.length > 0 && !desk.finished ? (
              <span className="bad">
                {current.remarks.length} 处退回意见 <Keycap name="F6" />
              </span>
            ) : desk.warnings > 0 ? (
              <span className="warn">
                {desk.warnings} 处提醒待写理由 <Keycap name="F7" />
              </span>
            ) : (
              <span className="faint">无错误</span>
            )}
          </BarFact>
          <Button type="primary" loading={desk.busy} disabled={desk.finished} onClick={() => void desk.save('pending')}>
            {recordId ? '保存并送签批' : '保存并下一条'} <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      }
    >
      <div className="entry-desk">
        <ScanPane
          title="录入台"
          sub={chooser}
          scan={scan}
          turn={turn}
          type={type}
          marks={marks}
          onPick={(key) => focusField(`face.${key}`)}
          onScale={setViewScale}
        >
          {current.blobs.length === 0 ? (
            <div className="scan-none">
              <Empty title="这一件没有扫描件" hint="照着原件直接键入即可；需要对照扫描件时，从上方批次菜单新建一批。" />
              <RecentList rows={recent.slice(0, 12)} title="本人最近录入" />
            </div>
          ) : null}
          {current.blobs.length > 1 ? (
            <p className="scan-sheets small">
              第 <Mono>{Math.min(sheet, current.blobs.length - 1) + 1}</Mono> / <Mono>{current.blobs.length}</Mono> 页{' '}
              <Keycap name="Alt+ArrowRight" /> 翻页
            </p>
          ) : null}
          {queue ? (
            <ThumbStrip
              pieces={pieces}
              current={ids}
              isRead={proposals.done}
              onOpen={(piece) => openPiece(pieces.indexOf(piece))}
            />
          ) : null}
          {next ? <img className="prefetch" src={client.blobUrl(next)} alt="" /> : null}
        </ScanPane>
        <section className="form-pane">
          <header className="page-head">
            <h1>{type.name}</h1>
            <div className="page-head-sub">
              <Tag>{license.stock.kind}</Tag>
              <span className="cut">
                类型 v{type.version} · <Mono>{type.code || '代码未公布'}</Mono>
              </span>
              {type.unverified ? <Tag tone="warn">照面未核实</Tag> : null}
            </div>
            <div className="page-head-tools small secondary">
              已填{' '}
              <strong className="num">
                {desk.filled}/{total}
              </strong>
              {desk.savedAt ? <span>暂存于 {desk.savedAt}</span> : null}
            </div>
          </header>
          {desk.finished ? (
            <Finished
              count={pieces.filter(({ record }) => record && record.state !== 'draft').length}
              single={recordId !== null}
              onLeave={onLeave}
            />
          ) : (
            <div className="form-scroll">
              <EntryForm
                desk={desk}
                type={type}
                license={license}
                scan={sheet === 0 ? scan : null}
                reading={proposals.of}
                viewScale={viewScale}
              />
              {current.blobs.length > 0 ? (
                <div className="recent-below">
                  <RecentList rows={recent.slice(0, 9)} title="本人最近录入" />
                </div>
              ) : null}
            </div>
          )}
        </section>
      </div>
      <DuplicateDialog
        type={type}
        license={license}
        others={desk.doubles}
        onClose={() => desk.showDoubles(false)}
        onBoth={desk.keepBoth}
        onSame={({ id }) => void desk.drop().then((gone) => gone && navigate(`/license/${id}`))}
        onReplace={({ id }, base) => void desk.replace(id, base)}
      />
      <SetAsideDialog open={aside} onClose={() => setAside(false)} onSet={(reason) => void desk.setAside(reason)} />
    </Page>
  );
}

const isCritical = (type: LicenseType, key: string): boolean =>
  type.fields.some((field) => field.key === key && field.critical);

/** A paper's own edges are never quite straight: so much more than the zone is kept, in mm. */
const cropSlackMm = 1.6;

/** What shows a field: its zone on the first page, else the page that lies there. */
function pictureOf(type: LicenseType, path: string, blob: string, sheet: number, scan: Scan | null) {
  const face = type.fields.find((field) => `face.${field.key}` === path);
  const rect = face && scan && sheet === 0 ? zoneIn(type, face, scan.place, cropSlackMm) : null;
  return { blob, rotation: scan?.place.rotation ?? 0, rect };
}

function Finished({ count, single, onLeave }: { count: number; single: boolean; onLeave: () => void }): ReactNode {
  return (
    <Empty
      title={single ? '已保存，并送签批' : `本批已录到末尾，已存 ${count} 件`}
      hint={
        single
          ? '单位负责人审批、保密审查后随上报包送出。'
          : '标“待查”“草稿”的可点缩略图补录；已存的证照等单位负责人审批后随上报包送出。'
      }
    >
      <Button type="primary" autoFocus onClick={onLeave}>
        {single ? '看这一条' : '到证照列表'}
      </Button>
    </Empty>
  );
}
