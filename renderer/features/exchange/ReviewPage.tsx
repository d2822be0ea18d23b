import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { type RecordKind, type RecordState, recordKindNames, recordKinds } from '../../../shared/exchange/record.ts';
import type { ReviewRow } from '../../../shared/exchange/review.ts';
import { useAct } from '../../client/act.ts';
import { useCall, useRows } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { usePrint } from '../../components/print.tsx';
import { NameCode, Tag } from '../../components/text.tsx';
import { AnswerPaper } from './AnswerPaper.tsx';
import { serial } from './LedgerPanel.tsx';
import { ReturnNoticePaper } from './ReturnNoticePaper.tsx';
import { ReviewFields } from './ReviewFields.tsx';
import { hasPictures, ReviewPictures } from './ReviewPictures.tsx';
import { SignedAnswersDialog } from './SignedAnswersDialog.tsx';
import './review.css';

const views: readonly { readonly value: RecordState; readonly label: string }[] = [
  { value: 'received', label: '待审' },
  { value: 'accepted', label: '审核通过' },
  { value: 'returned', label: '退回修改' },
  { value: 'stored', label: '已入库' },
];

/** Remarks that were typed and not yet handed over, by record and field: going to the next record keeps them. */
type Remarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** 审核: every received record beside its last version; accepted, or returned with remarks at its fields. */
export default function ReviewPage(): ReactNode {
  const { has, user } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const confirm = useConfirm();
  const { id: routeId } = useParams();
  const [search, setSearch] = useSearchParams();
  const packageId = search.get('package') ?? '';
  const [state, setState] = useState<RecordState>('received');
  const [kind, setKind] = useState<RecordKind | null>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(routeId ?? '');
  const [remarks, setRemarks] = useState<Remarks>({});
  const [placing, setPlacing] = useState(false);
  const [signed, setSigned] = useState(false);
  const { print, sheet } = usePrint();
  const filter = { states: [state], ...(packageId ? { packageId } : {}), ...(query ? { query } : {}) };
  const counts = useCall('review.list', { ...filter, limit: 1 }).data?.counts ?? {};
  const kinds = recordKinds.filter((one) => (counts[one] ?? 0) > 0);
  const shownKind = kind && kinds.includes(kind) ? kind : (kinds[0] ?? null);
  const list = useRows('review.list', { ...filter, ...(shownKind ? { kind: shownKind } : {}) });
  const waiting = useCall('review.waiting', {}).data?.waiting ?? [];
  const unwritten = waiting.reduce((sum, one) => sum + one.accepted + one.returned + one.stored, 0);
  const decide = useAct('review.decide');
  const decideAll = useAct('review.decidePackage');
  const release = useAct('review.release');

  const at = Math.max(
    0,
    list.rows.findIndex((row) => row.id === chosen),
  );
  const current = list.rows[at] ?? null;
  const record = useCall('review.get', { id: current?.id ?? '0'.repeat(32) }, { when: current !== null });
  const shown = record.data && record.data.row.id === current?.id ? record.data : null;
  const mine = (current && remarks[current.id]) ?? {};
  const written = Object.entries(mine).filter(([, text]) => text.trim() !== '');
  const may = current !== null && has(auditorOf(current.kind));
  const mayStore = current !== null && (may || has('dataManager'));

  const select = (row: ReviewRow | undefined): void => {
    if (row) setChosen(row.id);
  };
  const act = async (outcome: 'accepted' | 'returned' | 'stored'): Promise<void> => {
    if (!current || !shown || decide.busy) return;
    const next = list.rows[at + 1] ?? list.rows[at - 1];
    const reply = await decide.run({
      id: current.id,
      revision: shown.row.revision,
      outcome,
      remarks: outcome === 'returned' ? written.map(([field, remark]) => ({ field, remark: remark.trim() })) : [],
    });
    if (!reply.ok) return;
    setRemarks((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== current.id)));
    if (next) setChosen(next.id);
  };
  const primary =
    state === 'received'
      ? written.length > 0
        ? ('returned' as const)
        : ('accepted' as const)
      : state === 'accepted'
        ? ('stored' as const)
        : null;
  const ready = shown !== null && (primary === 'stored' ? mayStore : may);
  const acceptAll = async (): Promise<void> => {
    const agreed = await confirm({
      title: `本包其余 ${list.total} 件${shownKind ? recordKindNames[shownKind] : ''}全部通过？`,
      content: '逐件看过、没有批注的才可以整包通过。通过后记入审核结果，可随后写出。',
      ok: '全部通过',
    });
    if (!agreed) return;
    const reply = await decideAll.run({ packageId, outcome: 'accepted', ...(shownKind ? { kind: shownKind } : {}) });
    if (reply.ok) notify.done(`已通过 ${reply.value.decided} 件`);
  };
  const writeOut = async (folder: string): Promise<void> => {
    const reply = await release.run({ to: folder });
    if (reply.ok)
      notify.done(`审核结果已写出 ${reply.value.files.length} 份，共 ${reply.value.decisions} 件：${folder}`);
  };
  useKeys({
    'Ctrl+Enter': primary && ready ? () => void act(primary) : undefined,
    '[': () => select(list.rows[at - 1]),
    ']': () => select(list.rows[at + 1]),
    F2: unwritten > 0 ? () => setPlacing(true) : undefined,
    'Ctrl+P': () => setSigned(true),
  });

  return (
    <Page
      keys={[
        ['ArrowUp ArrowDown', '选字段'],
        ['R', '批注该字段'],
        ['[ ]', '上一件 下一件'],
        ['Ctrl+P', '打印审核结果'],
        ['F6', '下一区'],
        ['F1', '本页说明'],
      ]}
      actions={
        current ? (
          <>
            <BarFact>{factOf(state, written.length, may)}</BarFact>
            {state === 'received' ? (
              <>
                <Button
                  type={primary === 'accepted' ? 'primary' : 'default'}
                  disabled={!ready || written.length > 0}
                  loading={decide.busy && primary === 'accepted'}
                  onClick={() => void act('accepted')}
                >
                  通过 {primary === 'accepted' ? <Keycap name="Ctrl+Enter" /> : null}
                </Button>
                <Button
                  type={primary === 'returned' ? 'primary' : 'default'}
                  disabled={!ready || written.length === 0}
                  loading={decide.busy && primary === 'returned'}
                  onClick={() => void act('returned')}
                >
                  退回修改{written.length > 0 ? `（${written.length} 处）` : ''}{' '}
                  {primary === 'returned' ? <Keycap name="Ctrl+Enter" /> : null}
                </Button>
              </>
            ) : null}
            {state === 'accepted' ? (
              <Button type="primary" disabled={!ready} loading={decide.busy} onClick={() => void act('stored')}>
                入库 <Keycap name="Ctrl+Enter" />
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <PageHead
        title="审核"
        sub={
          packageId ? (
            <>
              <Tag tone="blue">{current ? `${current.partnerName} 包 ${serial(current.sequence)}` : '按包筛选'}</Tag>
              <Button size="small" type="link" onClick={() => setSearch({})}>
                看全部
              </Button>
            </>
          ) : undefined
        }
      >
        <Select
          value={state}
          style={{ width: 110 }}
          aria-label="状态"
          options={[...views]}
          onChange={(value) => {
            setState(value);
            setChosen('');
          }}
        />
        {packageId && state === 'received' && list.total > 1 ? (
          <Button disabled={!may || Object.keys(remarks).length > 0} onClick={() => void acceptAll()}>
            整包通过…
          </Button>
        ) : null}
        <Button disabled={unwritten === 0} loading={release.busy} onClick={() => setPlacing(true)}>
          写出审核结果{unwritten > 0 ? `（${unwritten} 件）` : ''}… <Keycap name="F2" />
        </Button>
        <Button onClick={() => setSigned(true)}>
          打印二维码页… <Keycap name="Ctrl+P" />
        </Button>
      </PageHead>
      <FailureNote failure={list.failure ?? record.failure} />
      <div className={shown && !hasPictures(shown) ? 'review-grid review-plain' : 'review-grid'}>
        <Panel fill className="review-list">
          {kinds.length > 1 ? (
            <div className="review-kinds">
              <Segmented
                block
                size="small"
                value={shownKind ?? ''}
                options={kinds.map((one) => ({ value: one, label: `${recordKindNames[one]} ${counts[one]}` }))}
                onChange={(value) => {
                  setKind(value as RecordKind);
                  setChosen('');
                }}
              />
            </div>
          ) : null}
          <DataTable<ReviewRow>
            label="待审记录"
            rows={list.rows}
            total={list.total}
            hasMore={list.hasMore}
            more={list.more}
            loading={list.loading}
            rowKey={(row) => row.id}
            selected={current?.id ?? ''}
            onSelect={select}
            search={{ value: query, onChange: setQuery, placeholder: '名称、代码、首字母', width: 208 }}
            columns={[
              {
                title: shownKind ? recordKindNames[shownKind] : '记录',
                key: 'name',
                render: (_, row) => (
                  <span className={remarks[row.id] ? 'review-marked review-name' : 'review-name'}>
                    {row.salvaged ? <Tag tone="warn">抢救</Tag> : null}
                    <NameCode name={row.name || '（未填名称）'} code={row.code} />
                    {row.declared > 0 ? <Tag tone="warn">照面如此 {row.declared}</Tag> : null}
                  </span>
                ),
              },
            ]}
            empty={
              <Empty
                title={state === 'received' ? '没有待审的记录' : '这里还没有记录'}
                hint={
                  state === 'received'
                    ? '收件后，包里的记录会列在这里。先到“收件”选介质。'
                    : '换一个状态，或按“看全部”。'
                }
              >
                {state === 'received' ? <Button onClick={() => navigate('/intake')}>去收件</Button> : null}
              </Empty>
            }
          />
        </Panel>
        {current && shown ? (
          <>
            <ReviewFields
              record={shown}
              remarks={mine}
              editable={state === 'received' && may}
              onRemark={(field, text) =>
                setRemarks((before) => {
                  const { [field]: _, ...rest } = before[current.id] ?? {};
                  const fields = text === null ? rest : { ...rest, [field]: text };
                  const { [current.id]: __, ...others } = before;
                  return Object.keys(fields).length > 0 ? { ...others, [current.id]: fields } : others;
                })
              }
            />
            {hasPictures(shown) ? <ReviewPictures record={shown} /> : null}
          </>
        ) : (
          <div className="review-nothing" />
        )}
      </div>
      <PlacePicker
        open={placing}
        title="选写出审核结果的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void writeOut(folder)}
        onClose={() => setPlacing(false)}
      />
      <SignedAnswersDialog
        open={signed}
        onClose={() => setSigned(false)}
        onPrint={(of) => print(<AnswerPaper sheet={of} printedBy={user.name} />)}
        onNotice={(of) => print(<ReturnNoticePaper notice={of} printedBy={user.name} />)}
      />
      {sheet}
    </Page>
  );
}

function auditorOf(kind: RecordKind): 'catalogAuditor' | 'licenseAuditor' {
  return kind === 'catalog' || kind === 'confirmation' || kind === 'dataset' || kind === 'request'
    ? 'catalogAuditor'
    : 'licenseAuditor';
}

function factOf(state: RecordState, count: number, may: boolean): string {
  if (state === 'received' && !may) return '本件由对应的审核员办理';
  if (state === 'received') return count > 0 ? `批注 ${count} 处 · 有批注的件只能退回` : '没有批注';
  if (state === 'accepted') return '审核通过，待入库';
  return state === 'returned' ? '已退回，等填报单位重报' : '已入库';
}
