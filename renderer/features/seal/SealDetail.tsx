import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { localDay } from '../../../shared/china/dates.ts';
import type { ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { useSession } from '../../client/session.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { DateText, Mono, StateTag } from '../../components/text.tsx';
import { CompareDialog } from './CompareDialog.tsx';
import { Reasons } from './Reasons.tsx';
import { RingLine } from './RingLine.tsx';
import { SealEntryDialog } from './SealEntryDialog.tsx';
import { TrueSize } from './TrueSize.tsx';
import { useCleanPictures } from './useScanDesk.ts';
import { shapeAndSize } from './verdict.tsx';

/** One imprint of the register: its picture, what the register holds of the seal, and the other imprints of it. */
export function SealDetail({ imprint }: { imprint: ImprintView }): ReactNode {
  const client = useClient();
  const navigate = useNavigate();
  const { has } = useSession();
  const clean = useCleanPictures();
  const sheet = useCall('seal.sheet', { id: imprint.sheet });
  const versions = useCall('seal.versions', { id: imprint.id });
  const paper = useAct('seal.paper');
  const [entering, setEntering] = useState(false);
  const [compared, setCompared] = useState<string | null>(null);
  const { finding } = imprint;
  const url = clean.urls[imprint.id];
  const writer = has('scanner') || has('clerk') || has('sealKeeper');
  const others = (versions.data?.rows ?? []).filter(({ id }) => id !== imprint.id);
  const earlier = others.find(({ code }) => code < imprint.code)?.id ?? imprint.like?.imprint ?? others[0]?.id;
  const toggle = (): void => {
    if (url) clean.hide();
    else void clean.show([imprint]);
  };
  const keepPaper = (): void => {
    if (!sheet.data) return;
    const day = sheet.data.paperKept ? '' : localDay();
    void paper.run({ sheet: sheet.data.id, day });
  };
  useKeys({
    V: has('sealKeeper') ? toggle : undefined,
    E: writer ? () => setEntering(true) : undefined,
    P: writer ? keepPaper : undefined,
    D: earlier ? () => setCompared(earlier) : undefined,
  });
  return (
    <div className="seal-detail scroll">
      <TrueSize finding={finding} src={url ?? client.blobUrl(imprint.marked)} alt={imprint.name} />
      <div className="row">
        {writer ? (
          <Button onClick={() => setEntering(true)}>
            登记 <Keycap name="E" />
          </Button>
        ) : null}
        {earlier ? (
          <Button onClick={() => setCompared(earlier)}>
            差异图 <Keycap name="D" />
          </Button>
        ) : null}
        {has('sealKeeper') ? (
          <Button onClick={toggle}>
            {url ? '收起净图' : '看净图'} <Keycap name="V" />
          </Button>
        ) : null}
        {clean.loggedAt ? <span className="faint small">查看已记入审计</span> : null}
      </div>
      <Reasons imprint={imprint} />
      <RingLine id={imprint.id} />
      <FailureNote failure={sheet.failure ?? versions.failure} />
      <Facts imprint={imprint} sheet={sheet.data} onPaper={writer ? keepPaper : undefined} />
      {others.length > 0 ? (
        <section className="seal-versions">
          <h3>同一枚印章的其他印模</h3>
          {others.map((one) => (
            <button key={one.id} type="button" className="link" onClick={() => void navigate(`/seal/${one.id}`)}>
              <Mono>{one.code}</Mono> <DateText value={one.updatedAt} /> <StateTag state={one.state} />
            </button>
          ))}
        </section>
      ) : null}
      <SealEntryDialog open={entering} imprint={imprint} onClose={() => setEntering(false)} />
      <CompareDialog imprint={imprint} earlier={compared} may={writer} onClose={() => setCompared(null)} />
    </div>
  );
}

interface FactsProps {
  readonly imprint: ImprintView;
  readonly sheet: SheetView | undefined;
  readonly onPaper: (() => void) | undefined;
}

function Facts({ imprint, sheet, onPaper }: FactsProps): ReactNode {
  const { entry, finding } = imprint;
  const unknown = <span className="faint">未登记</span>;
  return (
    <dl className="seal-facts">
      <dt>名称</dt>
      <dd>{imprint.name || '（未命名）'}</dd>
      <dt>用于</dt>
      <dd>{imprint.licenseTypes.join('、') || '未确认'}</dd>
      {imprint.acceptedBecause ? (
        <>
          <dt>可用说明</dt>
          <dd>{imprint.acceptedBecause}</dd>
        </>
      ) : null}
      <dt>类型</dt>
      <dd>{entry.kind || unknown}</dd>
      <dt>印章编码</dt>
      <dd className="mono">{entry.code || unknown}</dd>
      <dt>启用日期</dt>
      <dd>{entry.since ? <DateText value={entry.since} /> : unknown}</dd>
      <dt>保管人</dt>
      <dd>{entry.keeper || unknown}</dd>
      <dt>用印审批</dt>
      <dd>{entry.approval || unknown}</dd>
      <dt>尺寸</dt>
      <dd className="mono">{shapeAndSize(finding)}</dd>
      <dt>采集表</dt>
      <dd>
        <Mono>{sheet?.code ?? ''}</Mono> 第 {imprint.number} 枚，{sheet?.name}
      </dd>
      <dt>纸质原件</dt>
      <dd>
        {sheet?.paperKept ? (
          <>
            <DateText value={sheet.paperKept} /> 已收存
          </>
        ) : (
          <span className="warn">未收存</span>
        )}{' '}
        {onPaper ? (
          <button type="button" className="link" onClick={onPaper}>
            {sheet?.paperKept ? '撤销' : '今日收存'} <Keycap name="P" />
          </button>
        ) : null}
      </dd>
      <dt>页面位置</dt>
      <dd className="mono">{finding.centerMm.map((mm) => mm.toFixed(1)).join(', ')} mm</dd>
      <dt>分辨率</dt>
      <dd className="mono">{Math.round(imprint.dpi)} dpi</dd>
      <dt>原扫描</dt>
      <dd className="mono small">SM3 {imprint.scanSm3}</dd>
      <dt>更新</dt>
      <dd>
        {imprint.updatedBy} <DateText value={imprint.updatedAt} time />
      </dd>
    </dl>
  );
}
