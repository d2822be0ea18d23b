import { Button, Space } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { localDay } from '../../../shared/china/dates.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { valueAt } from '../../../shared/license/check.ts';
import { termWords } from '../../../shared/license/clock.ts';
import { statusText } from '../../../shared/license/event.ts';
import { besideFace, licenseLabel } from '../../../shared/license/fields.ts';
import { idKinds } from '../../../shared/license/holder.ts';
import { archiveText, type License, provenanceWord } from '../../../shared/license/license.ts';
import type { OpenedLicense } from '../../../shared/license/methods.ts';
import { reasonOf, unreasoned } from '../../../shared/license/reason.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useSession } from '../../client/session.tsx';
import { useConfirm } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FindingList } from '../../components/FindingList.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { Page } from '../../components/Page.tsx';
import { formatDate, Mono, StateTag, Tag } from '../../components/text.tsx';
import { EventDialog } from './EventDialog.tsx';
import { LicensePapers } from './LicensePapers.tsx';
import { type OpenedDoubles, OpenedDoublesDialog, useOpenedDoubles } from './OpenedDoubles.tsx';
import { ScanPane, useScan } from './ScanPane.tsx';
import './entry.css';
import './register.css';

/** One license: its scan, its fields, what the check and the bureau say, and who did what with it. */
export default function LicensePage(): ReactNode {
  const { id = '' } = useParams();
  const opened = useCall('license.get', { id });
  const navigate = useNavigate();
  const giveUp = useAct('keying.giveUp');
  if (opened.failure)
    return (
      <Page>
        <FailureNote
          failure={opened.failure}
          action={
            <Space>
              {opened.failure.code === 'to-be-keyed' ? (
                <>
                  <Button type="primary" onClick={() => void navigate('/second-keying')}>
                    到复核台
                  </Button>
                  <Button loading={giveUp.busy} onClick={() => void giveUp.run({ id })}>
                    放弃复录，打开
                  </Button>
                </>
              ) : null}
              <Button onClick={() => void navigate('/license')}>回到列表</Button>
            </Space>
          }
        />
      </Page>
    );
  return opened.data?.record.id === id ? <LicenseView opened={opened.data} /> : <Page>{null}</Page>;
}

function LicenseView({ opened }: { opened: OpenedLicense }): ReactNode {
  const { record, license, type, findings, history, clock } = opened;
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { has } = useSession();
  const notify = useNotify();
  const confirm = useConfirm();
  const [sheet, setSheet] = useState(0);
  const { scan, turn } = useScan(license.pages[sheet]);
  const [focus, setFocus] = useState((search.get('field') ?? '').replace(/^face\./, ''));
  const [noting, setNoting] = useState(false);
  const [comparing, setComparing] = useState(false);
  const submit = useAct('license.submit');
  const remove = useAct('license.remove');
  const writer = has('clerk', 'scanner') && record.origin === '';
  const doubles = useOpenedDoubles(opened, writer);
  const errors = findings.filter((finding) => finding.level === 'error').length;
  const open = unreasoned(license, findings);
  const draft = record.state === 'draft' || record.state === 'returned';
  const undecided = draft && doubles.exact && doubles.reason === '';
  const edit = (field = search.get('field') ?? record.remarks[0]?.field ?? open[0]?.field ?? ''): void =>
    void navigate(`/entry?record=${record.id}${field ? `&field=${encodeURIComponent(field)}` : ''}`);
  const hand = async (): Promise<void> => {
    if (undecided) return setComparing(true);
    const reply = await submit.run({ id: record.id });
    if (reply.ok) notify.done('已送签批');
  };
  const takeAway = async (): Promise<void> => {
    const sure = await confirm({
      title: `删除“${record.name || record.code || '这条证照'}”？`,
      content: '键入的内容一并删除，扫描件留在批次里，可重新录入。删除记入审计。',
      ok: '删除',
      danger: true,
    });
    if (sure && (await remove.run({ id: record.id })).ok) void navigate('/license');
  };
  const mayHand = writer && draft && errors === 0 && open.length === 0;
  // What the bureau has remarked upon is corrected first; it may go again as it is when the remark asked for paper.
  const handFirst = mayHand && record.remarks.length === 0;
  useKeys({
    E: writer ? () => edit() : undefined,
    S: writer ? () => setNoting(true) : undefined,
    'Alt+D': doubles.others.length > 0 ? () => setComparing(true) : undefined,
    'Ctrl+Enter': handFirst ? () => void hand() : writer ? () => edit() : undefined,
    V: () => void navigate(`/license/${record.id}/face`),
    Escape: () => void navigate('/license'),
    'Alt+ArrowRight': () => setSheet((sheet + 1) % Math.max(1, license.pages.length)),
  });
  return (
    <Page
      keys={[
        ['E', '修改'],
        ['V', '照面预览'],
        ['S', '办理事项'],
        ['Escape', '回到列表'],
        ['F9', '旋转'],
        ['F1', '本页说明'],
      ]}
      actions={
        writer ? (
          <>
            {record.state === 'draft' || record.state === 'pending' ? (
              <Button danger disabled={remove.busy} onClick={() => void takeAway()}>
                删除
              </Button>
            ) : null}
            <Button onClick={() => setNoting(true)}>
              办理事项 <Keycap name="S" />
            </Button>
            {handFirst ? <Button onClick={() => edit()}>修改</Button> : null}
            {mayHand && !handFirst ? (
              <Button loading={submit.busy} onClick={() => void hand()}>
                照原样再送签批
              </Button>
            ) : null}
            {handFirst ? (
              <Button type="primary" loading={submit.busy} onClick={() => void hand()}>
                送签批 <Keycap name="Ctrl+Enter" />
              </Button>
            ) : (
              <Button type="primary" onClick={() => edit()}>
                {errors > 0
                  ? `更正 ${errors} 处错误`
                  : draft && open.length > 0
                    ? `写明 ${open.length} 处提醒的理由`
                    : draft && record.remarks.length > 0
                      ? '按意见修改'
                      : '修改'}{' '}
                <Keycap name="Ctrl+Enter" />
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <EventDialog
        open={noting}
        id={record.id}
        base={record.revision}
        license={license}
        onClose={() => setNoting(false)}
        onFace={() => edit('')}
      />
      <OpenedDoublesDialog
        {...{ record, license, type }}
        others={comparing ? doubles.others : []}
        onClose={() => setComparing(false)}
      />
      <div className="entry-desk">
        <ScanPane
          title={record.name || '（未填持证主体）'}
          sub={<StateTag state={record.state} />}
          scan={scan}
          turn={turn}
          type={type}
          marks={sheet === 0 && focus ? { focus, done: new Set(), errors: new Set(), warnings: new Set() } : null}
        >
          {license.pages.length === 0 ? (
            <div className="scan-none">
              <Empty title="这一件没有扫描件" hint="录入时没有放扫描件，或由表格导入。" />
            </div>
          ) : null}
          {license.pages.length > 1 ? (
            <p className="scan-sheets small">
              第 <Mono>{sheet + 1}</Mono> / <Mono>{license.pages.length}</Mono> 页 <Keycap name="Alt+ArrowRight" /> 翻页
            </p>
          ) : null}
        </ScanPane>
        <section className="form-pane" data-panel tabIndex={-1}>
          <header className="page-head">
            <h1>{type.name}</h1>
            <div className="page-head-sub">
              <Tag>{license.stock.kind}</Tag>
              <Tag {...(license.status === '有效' ? {} : { tone: 'warn' as const })}>{statusText(license)}</Tag>
              {license.setAside ? <Tag tone="warn">待查</Tag> : null}
              <span>第 {record.revision} 版</span>
            </div>
          </header>
          <div className="form-scroll">
            {license.setAside ? <p className="entry-aside view-aside">待查：{license.setAside}</p> : null}
            {doubles.others.length > 0 ? (
              <p className={undecided ? 'entry-aside view-aside' : 'view-aside small secondary'}>
                {doublesText(doubles)}
                {undecided ? '，没有裁定前不送签批' : ''} <Keycap name="Alt+D" /> 并排对照
              </p>
            ) : null}
            {clock ? <ClockLine clock={clock} start={license.clock} /> : null}
            <Facts
              type={type}
              license={license}
              remarks={record.remarks}
              onFocus={setFocus}
              onEdit={writer ? edit : undefined}
            />
            {findings.length > 0 ? (
              <div className="view-section">
                <h2>检查</h2>
                <FindingList
                  findings={findings.map((finding) => {
                    const reason = reasonOf(license, finding);
                    return reason === '' ? finding : { ...finding, message: `${finding.message}。理由：${reason}` };
                  })}
                  labelOf={(path) => licenseLabel(type, path)}
                  onGo={(finding) => (writer ? edit(finding.field) : setFocus(finding.field.replace(/^face\./, '')))}
                />
              </div>
            ) : null}
            <LicensePapers id={record.id} base={record.revision} license={license} writer={writer} />
            <div className="view-section">
              <h2>经过</h2>
              <table className="view-history">
                <tbody>
                  {history.map((line) => (
                    <tr key={line.at + line.action}>
                      <td className="mono">{formatDate(line.at, true)}</td>
                      <td>{line.user}</td>
                      <td>{line.action}</td>
                      <td className="secondary">{line.detail}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </div>
        </section>
      </div>
    </Page>
  );
}

/** What may be the same paper, or why it is another. */
function doublesText({ others, reason }: OpenedDoubles): string {
  const [other] = others;
  const which =
    others.length === 1 && other ? `“${other.name}”（${recordStateNames[other.state]}）` : `另外 ${others.length} 件`;
  return reason === '' ? `疑与${which}是同一件` : `与${which}都留：${reason}`;
}

interface ClockLineProps {
  readonly clock: NonNullable<OpenedLicense['clock']>;
  readonly start: License['clock'];
}

/** By when a newly issued license is to be handed over, or when it was. */
function ClockLine({ clock: { deadline, provisional, handedAt }, start }: ClockLineProps): ReactNode {
  const day = handedAt.slice(0, 10);
  const late = (handedAt === '' ? localDay() : day) > deadline;
  return (
    <p className={late ? 'entry-returned view-aside' : 'view-aside small secondary'}>
      {start.done} 办结{start.batch === '' ? '' : ` · ${start.batch}`}，应在{termWords(start)}内（{deadline} 前）交接
      {provisional ? '，该年放假安排未公布，暂按周一至周五推算' : ''}；
      {handedAt === '' ? (late ? '已逾期，尚未交接' : '尚未交接') : `${day} 已交接${late ? '，逾期' : ''}`}
    </p>
  );
}

interface FactsProps {
  readonly type: LicenseType;
  readonly license: License;
  readonly remarks: OpenedLicense['record']['remarks'];
  readonly onFocus: (key: string) => void;
  readonly onEdit: ((field: string) => void) | undefined;
}

/** The face in its order, then metadata and archive; the bureau's remark stands under its field. */
function Facts({ type, license, remarks, onFocus, onEdit }: FactsProps): ReactNode {
  const face = facesInOrder(type).map((field) => ({
    path: `face.${field.key}`,
    label: field.label,
    value: license.face[field.key] ?? '',
    from: provenanceWord(license.from[field.key] ?? ''),
    mono: field.kind === 'code' || field.kind === 'date',
  }));
  const beside = besideFace(type).map(({ path, label }) => ({
    path,
    label,
    value: path.endsWith('idKind') ? kindName(valueAt(license, path)) : valueAt(license, path),
    from: '',
    mono: false,
  }));
  const others = license.holders.slice(type.holders.length);
  const rest = [
    ...(others.length > 0
      ? [{ path: 'holders', label: `其他持证主体（${others.length}）`, value: others.map(holderText).join('；') }]
      : []),
    { path: 'organCode', label: '颁发机构代码', value: license.organCode },
    { path: 'identifier', label: '证照标识', value: license.identifier },
    ...(['count', 'numbers'] as const).flatMap((part) => {
      const path = `copies.${part}`;
      const value = license.copies?.[part] ?? '';
      return value === '' ? [] : [{ path, label: licenseLabel(type, path), value }];
    }),
    { path: 'status', label: '证照状态', value: statusText(license) },
    { path: 'stock.archive', label: '档号', value: archiveText(license.stock.archive) },
    ...(license.stock.kind === '增量' ? [{ path: 'stock.basis', label: '录入依据', value: license.stock.basis }] : []),
  ].map((line) => ({ ...line, from: '', mono: line.path !== 'status' && line.path !== 'stock.basis' }));
  const lines = [...face, ...beside, ...rest];
  const elsewhere = remarks.filter((remark) => !lines.some((line) => line.path === remark.field));
  return (
    <>
      {elsewhere.map((remark) => (
        <p key={remark.field + remark.remark} className="entry-returned view-aside">
          退回意见{remark.field === '' ? '' : `（${licenseLabel(type, remark.field)}）`}：{remark.remark}
        </p>
      ))}
      <dl className="view-facts">
        {lines.map((line) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only shows the zone; E and F6 do the same by keyboard
          <div
            key={line.path}
            data-field={line.path}
            onMouseEnter={() => onFocus(line.path.replace(/^face\./, ''))}
            onDoubleClick={() => onEdit?.(line.path)}
          >
            <dt>{line.label}</dt>
            <dd className={line.mono ? 'mono' : ''}>
              {line.value || <span className="faint">—</span>}
              {remarks
                .filter((remark) => remark.field === line.path)
                .map((remark) => (
                  <p key={remark.remark} className="bad small">
                    退回意见：{remark.remark}
                  </p>
                ))}
            </dd>
            <dd className="from">{line.from}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** 张三 11010519491231002X */
function holderText({ name, idNumber }: License['holders'][number]): string {
  return `${name} ${idNumber}`.trim();
}

function kindName(code: string): string {
  const name = idKinds[code as keyof typeof idKinds];
  return name ? `${code} ${name}` : '';
}
