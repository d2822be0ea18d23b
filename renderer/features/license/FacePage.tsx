import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { OpenedLicense } from '../../../shared/license/methods.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { Face } from './Face.tsx';
import './face.css';

/** A4, the short and the long side in mm. */
const a4 = [210, 297] as const;

/** 照面预览: one license as its paper looks, at true size, to look at and to print; never to be taken for the license. */
export default function FacePage(): ReactNode {
  const { id = '' } = useParams();
  const opened = useCall('license.get', { id });
  const navigate = useNavigate();
  useKeys({ Escape: () => void navigate(`/license/${id}`) });
  if (opened.failure)
    return (
      <Page>
        <FailureNote failure={opened.failure} />
      </Page>
    );
  return opened.data?.record.id === id ? <FaceView opened={opened.data} /> : <Page>{null}</Page>;
}

function FaceView({ opened: { record, license, type } }: { opened: OpenedLicense }): ReactNode {
  const navigate = useNavigate();
  const { print, sheet } = usePrint();
  const { widthMm, heightMm } = type.face;
  const wide = widthMm > heightMm;
  const [across, down] = wide ? [a4[1], a4[0]] : a4;
  const scale = Math.min(1, across / widthMm, down / heightMm);
  const tell = useAct('license.print');
  const printIt = async (): Promise<void> => {
    // Nothing is printed that the audit chain does not know of.
    if (!(await tell.run({ id: record.id })).ok) return;
    print(
      <section className={wide ? 'face-paper face-paper-wide' : 'face-paper'}>
        <div style={{ zoom: scale }}>
          <Face type={type} license={license} />
        </div>
      </section>,
    );
  };
  useKeys({ 'Ctrl+P': () => void printIt() });
  return (
    <Page
      keys={[
        ['Ctrl+P', '打印'],
        ['Escape', '回到证照'],
      ]}
      actions={
        <Button type="primary" loading={tell.busy} onClick={() => void printIt()}>
          打印 <Keycap name="Ctrl+P" />
        </Button>
      }
    >
      <PageHead
        title={`照面预览：${record.name || record.code || type.name}`}
        sub={`${type.name} · 原大 ${widthMm} × ${heightMm} mm${scale < 1 ? ` · 打印时缩至 ${Math.floor(scale * 100)}%` : ''}`}
      >
        <Button onClick={() => void navigate(`/license/${record.id}`)}>回到证照</Button>
      </PageHead>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the arrow keys */}
      <div className="face-ground-plate" tabIndex={0} data-panel>
        <Face type={type} license={license} />
      </div>
      {sheet}
    </Page>
  );
}
